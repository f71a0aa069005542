"""A bulk job that can be interrupted: its output so far, and a record beside it of what the output is made from.

The record, `NAME.job`, tells the inputs (name, size, checksum), the source and the settings. The same job goes on
after the last whole line of its output; any other is refused, so that no file holds answers to two questions.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from hashlib import blake2b, file_digest
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from bibtools import __version__
from bibtools.errors import Refused, UnreadableInput
from bibtools.model.document import Entry
from bibtools.pipeline.batches import Batch
from bibtools.pipeline.read import is_identifier

if TYPE_CHECKING:
    from bibtools.config import Config
    from bibtools.pipeline.bulk import Done

_FORMAT = {"format": "bibtools-job", "version": 1}
_TOLD = {
    "inputs": "other inputs",
    "source": "another source of records",
    "settings": "other settings of [match]",
    "bibtools": "another version of bibtools",
}


def identity(files: Sequence[str], config: Config) -> dict[str, Any]:
    """What the results of a job depend on, for its record. Raises UnreadableInput, IndexUnusable."""
    return {
        "inputs": [_input(path) for path in files],
        "source": _source(config),
        "settings": blake2b(json.dumps(config.tree("match"), sort_keys=True).encode(), digest_size=16).hexdigest(),
        "bibtools": __version__,
    }


class Job:
    """The output file of a job, to which the lines of `rest` are added after those that it has already.

    A context manager; nobody else works on the same output meanwhile. `kept` counts the decisions that were there.
    `overwrite` begins anew over a file that is finished or of another job; an unfinished one of this job goes on.
    Raises Refused where the file is something else, and when it cannot be written.
    """

    def __init__(self, output: str, about: dict[str, Any], *, overwrite: bool = False) -> None:
        self._path = Path(output)
        self._record = self._path.with_name(self._path.name + ".job")
        self._about = about
        self._overwrite = overwrite
        self.kept: Counter[str] = Counter()

    def __enter__(self) -> Job:
        from bibtools.libraries.files import locked, require_folder

        require_folder(self._path)
        with ExitStack() as stack, self._speaking_plainly():
            stack.enter_context(locked(self._path, timeout=0))
            self._begin()
            self._file: IO[bytes] = stack.enter_context(self._path.open("r+b"))
            self._open = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def rest(self, batches: Iterator[Batch]) -> Iterator[Batch]:
        """The batches without the entries that have their line; what is left of a line that was cut short is dropped.

        Raises Refused when a line is not about the entry it should be about.
        """
        kept = self._lines()
        line = next(kept, None)
        for batch in batches:
            if line is None:
                yield batch
                continue
            read, place = batch.read(), 0
            for entry in read.entries:
                if line is None:
                    break
                self._count(line, entry)
                place += 1
                line = next(kept, None)
            yield replace(read, entries=read.entries[place:])
        if line is not None:
            raise self._foreign("the inputs have no such entry")

    def write(self, done: Done) -> None:
        """Add the lines of a batch."""
        if done.lines:
            with self._speaking_plainly():
                self._file.write(done.lines)
                self._file.flush()

    def finish(self) -> None:
        """Note that all is there."""
        from bibtools.libraries.files import replace as replace_file

        with self._speaking_plainly():
            os.fsync(self._file.fileno())
            replace_file(self._record, self._written(finished=True))

    @contextmanager
    def _speaking_plainly(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise Refused(
                f"{self._path}: {error.strerror or error}", hint="what was written stays; the same command goes on"
            ) from error

    def _begin(self) -> None:
        """See that output and record stand there and belong together."""
        from bibtools.libraries.files import replace as replace_file

        if self._path.exists() and (told := self._told()):
            others = [words for name, words in _TOLD.items() if told.get(name) != self._about[name]]
            if not others and not (told["finished"] and self._overwrite):
                return
            why = f"was made from {' and '.join(others)}"
        else:
            why = "is not the output of an unfinished job"
        if not self._overwrite and self._path.exists() and self._path.stat().st_size:
            raise Refused(
                f"{self._path} exists and {why}",
                hint="name another file with -o; --overwrite begins anew and loses what is in this one",
            )
        self._path.write_bytes(b"")
        replace_file(self._record, self._written(finished=False))

    def _told(self) -> dict[str, Any]:
        """The record, empty where there is none that can be read."""
        try:
            told = json.loads(self._record.read_bytes())
        except (OSError, ValueError):
            return {}
        return told if isinstance(told, dict) and told.items() >= _FORMAT.items() and "finished" in told else {}

    def _written(self, *, finished: bool) -> bytes:
        return f"{json.dumps({**_FORMAT, **self._about, 'finished': finished}, indent=1)}\n".encode()

    def _lines(self) -> Iterator[dict[str, Any]]:
        """The matches that are there, up to a line without its end, which is cut off."""
        end = 0
        for line in self._file:
            if not line.endswith(b"\n"):
                break
            try:
                yield json.loads(line)
            except ValueError:
                raise self._foreign("it is not a match") from None
            end += len(line)
        self._file.seek(end)
        self._file.truncate()

    def _count(self, line: Any, entry: Entry) -> None:
        from bibtools.formats.matches import entry_to_json, is_match

        if not is_match(line) or line["entry"] != entry_to_json(entry):
            raise self._foreign(f"it is not about {entry.origin}")
        self.kept[line["decision"]] += 1

    def _foreign(self, why: str) -> Refused:
        return Refused(
            f"{self._path}:{self.kept.total() + 1}: {why}",
            hint="only decisions may be edited before a job is finished; --overwrite begins anew",
        )


def _input(path: str) -> dict[str, Any]:
    """Name, size and checksum of a file; standard input and an identifier can be known by their names only."""
    if path == "-" or is_identifier(path):
        return {"path": path}
    try:
        with Path(path).open("rb") as file:
            digest = file_digest(file, lambda: blake2b(digest_size=16)).hexdigest()
            return {"path": path, "size": file.tell(), "blake2b": digest}
    except OSError as error:
        raise UnreadableInput(f"{path}: {error.strerror or error}") from None


def _source(config: Config) -> list[dict[str, Any]]:
    """The sources in the order they are asked; an index by what is in it, wherever it is."""
    from bibtools.pipeline.match import sources
    from bibtools.sources.arxiv_index import ArxivIndex

    told = []
    for source in sources(config):
        about: dict[str, Any] = {"name": source.name}
        if isinstance(source, ArxivIndex):
            info = source.info
            about |= {"records": info.records, "fingerprints": info.fingerprints, "size": info.size}
        else:
            about |= {"url": config.text("api.url")}
        told.append(about)
    return told
