"""The replica of Zotero's web API in a process of its own, which tells on demand what was asked of it.

    python -m benchmarks.zotero.place ITEMS [--limited]

Prints where it is, as one line of JSON, and one more for each line it is given. It holds the first half of ITEMS
papers, without dates and addresses. With --limited it keeps the real server's limits, and somebody else of the same
user empties the bucket at every fortieth write, as a desktop client does that syncs.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent.parent / "tests"))

from servers.zotero import KEY, ZoteroServer, serve
from servers.zotero_faults import Limiter, meanwhile
from servers.zotero_invariants import twins
from zotero.papers import held

EVERY = 40


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("items", type=int)
    parser.add_argument("--limited", action="store_true")
    wanted = parser.parse_args()
    limiter = Limiter(time.monotonic) if wanted.limited else None
    server = serve(limiter=limiter)
    if limiter:
        server.faults.writes = {number: meanwhile(limiter.drain) for number in range(EVERY, 100_000, EVERY)}
    for number in range(wanted.items // 2):
        server.user.add(**held(number))
    with server:
        print(json.dumps({"url": server.url, "key": KEY}), flush=True)
        for _ in sys.stdin:
            print(json.dumps(told(server)), flush=True)


def told(server: ZoteroServer) -> dict[str, object]:
    """What has been asked since the last time, and what stands in the library."""
    items = server.user.items
    result = {
        "requests": len(server.requests),
        "writes": len(server.writes),
        "largest": max((len(asked.elements) for asked in server.writes), default=0),
        "connections": server.connections,
        "answers": dict(Counter(map(str, server.answers))),
        "filled": sum(bool(item.data.get("date")) for key, item in items.items() if key in server.user.left),
        "made": len(items) - len(server.user.left),
        "twins": len(twins(server.user)),
    }
    server.requests.clear()
    server.answers.clear()
    server.connections = 0
    return result


if __name__ == "__main__":
    main()
