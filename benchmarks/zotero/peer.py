"""The same merge with pyzotero, as its manual shows it: read everything, update what is there, create what is not.

    PYTHON benchmarks/zotero/peer.py URL KEY NEW.json

Runs in an environment of its own, because pyzotero needs another bibtexparser. NEW.json holds items as Zotero takes
them. Items are told apart by `archiveID` alone. What pyzotero reports as written is printed as JSON; a call that raises
counts as nothing written, and the next one is made.
"""

import json
import sys

from pyzotero import zotero

AT_ONCE = 50


def main(url: str, key: str, path: str) -> None:
    with open(path, encoding="utf-8") as file:  # noqa: PTH123
        wanted = json.load(file)
    library = zotero.Zotero(1, "user", key)
    library.endpoint = url
    known = {item["data"].get("archiveID"): item["data"] for item in library.everything(library.items())}
    changed, new = [], []
    for item in wanted:
        held = known.get(item["archiveID"])
        if held is None:
            new.append(item)
            continue
        missing = {
            name: value for name, value in item.items() if isinstance(value, str) and value and not held.get(name)
        }
        if missing:
            changed.append({**held, **missing})
    reported, raised = 0, []
    for start in range(0, len(changed), AT_ONCE):
        some = changed[start : start + AT_ONCE]
        try:
            reported += len(some) if library.update_items(some) else 0
        except Exception as error:
            raised.append(type(error).__name__)
    for start in range(0, len(new), AT_ONCE):
        try:
            reported += len(library.create_items(new[start : start + AT_ONCE])["successful"])
        except Exception as error:
            raised.append(type(error).__name__)
    print(json.dumps({"reported": reported, "raised": raised}))


if __name__ == "__main__":
    main(*sys.argv[1:])
