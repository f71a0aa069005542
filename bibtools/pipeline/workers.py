"""Work shared out among processes: answers come in the order of the tasks, and few tasks are ever under way.

Each process opens what it works with for itself. It ends when its work is done, and also when the process that
started it has died, however that came about.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Generic, TypeVar

from bibtools.errors import BibtoolsError, SourceFailed

Task = TypeVar("Task")
Answer = TypeVar("Answer")

# How many answers may wait for an earlier one, for each process: what bounds the memory.
AHEAD = 3


class Workers(Generic[Task, Answer]):
    """`count` processes, each of which calls `prepare()` once and what that returned for every task.

    A context manager. `prepare`, tasks and answers are pickled. With `fork`, where the system has it and there are no
    threads, processes begin with all that this one has imported, and so at once.
    """

    def __init__(self, prepare: Callable[[], Callable[[Task], Answer]], count: int, *, fork: bool = False) -> None:
        self._prepare = prepare
        self._count = count
        self._fork = fork and sys.platform == "linux" and threading.active_count() == 1

    def __enter__(self) -> Workers[Task, Answer]:
        # A fork would share this process's threads and locks: where there may be any, each starts afresh.
        context = get_context("fork") if self._fork else get_context("spawn")
        self._connections: list[Connection] = []
        self._processes = []
        with _deaf_to_interrupts():
            for _ in range(self._count):
                ours, theirs = context.Pipe()
                self._connections.append(ours)
                # A forked process has these too, and would wait for itself after this one's death.
                inherited = tuple(self._connections) if self._fork else ()
                process = context.Process(target=_serve, args=(self._prepare, theirs, inherited), daemon=True)
                process.start()
                theirs.close()
                self._processes.append(process)
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        for connection in self._connections:
            connection.close()
        for process in self._processes:
            if kind is not None:
                process.terminate()
            process.join()

    def map(self, tasks: Iterator[Task]) -> Iterator[Answer]:
        """The answers, in the order of the tasks, which are taken as they are needed.

        Raises what a process raised, if it is a BibtoolsError; SourceFailed when a process has died.
        """
        idle, busy = list(self._connections), dict[Connection, int]()
        ready: dict[int, Answer] = {}
        given = wanted = 0
        while True:
            while idle and given < wanted + AHEAD * self._count:
                try:
                    task = next(tasks)
                except StopIteration:
                    idle.clear()
                    break
                connection = idle.pop()
                self._send(connection, task)
                busy[connection] = given
                given += 1
            if wanted in ready:
                yield ready.pop(wanted)
                wanted += 1
            elif not busy:
                return
            else:
                told = wait(list(busy))
                for connection in [each for each in busy if each in told]:
                    ready[busy.pop(connection)] = self._receive(connection)
                    idle.append(connection)

    def _send(self, connection: Connection, task: Task) -> None:
        try:
            connection.send(task)
        except OSError:
            raise self._died(connection) from None

    def _receive(self, connection: Connection) -> Answer:
        try:
            answer, error = connection.recv()
        except (EOFError, OSError):
            raise self._died(connection) from None
        if error is not None:
            raise error
        return answer  # type: ignore[no-any-return]

    def _died(self, connection: Connection) -> SourceFailed:
        process = self._processes[self._connections.index(connection)]
        process.join(1)
        return SourceFailed(
            f"a worker process ended unexpectedly (exit code {process.exitcode})",
            hint="the same command goes on where this one stopped; --workers 1 needs the least memory",
        )


def _serve(
    prepare: Callable[[], Callable[[Task], Answer]], connection: Connection, inherited: tuple[Connection, ...]
) -> None:
    """The life of a process: answer tasks until there is nobody left who asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for other in inherited:
        other.close()
    with connection:
        try:
            answer = prepare()
            while True:
                connection.send((answer(connection.recv()), None))
        except BibtoolsError as error:
            connection.send((None, error))
        except (EOFError, OSError):
            pass


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes started in here ignore Ctrl-C from their first moment: this one ends them in good order."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
