"""Dedupe: entries of one library that are the same work, and what can be done without deleting any."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bibtools.model.change import Plan, Receipt
from bibtools.model.document import Document

if TYPE_CHECKING:
    from bibtools.libraries.base import Library
    from bibtools.libraries.texfile import Rewriting
    from bibtools.merge.dedupe import Duplicates


@dataclass(frozen=True, slots=True)
class Deduplication:
    """What was read, what was found in it, the plan, and which key to cite instead of which."""

    document: Document
    found: Duplicates
    plan: Plan
    instead: Mapping[str, str]


def dedupe(into: Library, known: Mapping[str, str], *, protect: Collection[str] = ()) -> Deduplication:
    """The works that stand in the library more than once; `known` is the key map of earlier runs.

    An entry that an earlier run kept is kept again. Raises UnreadableInput.
    """
    from bibtools.merge.dedupe import aliases, duplicates, plan

    document, fingerprint = into.read()
    found = duplicates(document.entries, frozenset(known.values()) - known.keys())
    instead = aliases(found, document.entries, known)
    made = into.vetted(plan(document, fingerprint, found, into, instead, frozenset(protect)))
    return Deduplication(document, found, made, instead)


def read_keymap(path: str) -> dict[str, str]:
    """The key map in a file; none where the file does not exist yet. Raises UnreadableInput."""
    from bibtools.formats import keymap
    from bibtools.pipeline.read import read_text

    return keymap.read(read_text(path), path) if Path(path).exists() else {}


def write_keymap(path: str, instead: Mapping[str, str]) -> bool:
    """Write a key map, atomically; False when the file says just that already. Raises Refused."""
    from bibtools.formats import keymap
    from bibtools.libraries import files

    data = keymap.write(instead).encode("utf-8")
    target = Path(path)
    if target.exists() and target.read_bytes() == data:
        return False
    files.replace(target, data)
    return True


def rewritings(files: Iterable[str], instead: Mapping[str, str]) -> list[Rewriting]:
    """How LaTeX files change that cite a key which has a successor. Raises UnreadableInput, Refused."""
    from bibtools.libraries.texfile import rewriting

    each_once = {Path(path).resolve(): Path(path) for path in files}
    return [found for path in each_once.values() if (found := rewriting(path, instead))]


def apply_with_texts(made: Plan, into: Library, texts: Sequence[Rewriting], *, backup: bool = False) -> Receipt:
    """Carry out a plan and rewrite the texts that cite the library. Raises Refused, ChangedUnderneath: nothing changed.

    The receipt tells of all of them.
    """
    from bibtools.libraries.files import replaced

    with replaced([text.file for text in texts], backup=backup):
        receipt = into.apply(made, backup=backup)
    return replace(receipt, texts=tuple(text.done() for text in texts))
