"""What all servers of the tests share: a thread of their own on 127.0.0.1 while a `with` block lasts."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self


class Serving:
    """Serves while the `with` block lasts. `handler` gives the class that answers requests."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._closing = threading.Event()

    def handler(self) -> type[BaseHTTPRequestHandler]:
        raise NotImplementedError

    def hang_up(self) -> None:
        """Whatever must end before the server can."""

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._server.shutdown()
        self.hang_up()
        self._server.server_close()
        self._thread.join()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"
