"""Merge: references into a library, by a plan that can be looked at, carried out, and undone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from bibtools.errors import UnreadableInput, UsageError
from bibtools.model.change import Conflict, Plan, Receipt
from bibtools.model.document import Problem
from bibtools.model.match import Enriched
from bibtools.pipeline.zotero import is_zotero, zotero_library

if TYPE_CHECKING:
    from bibtools.config import Config
    from bibtools.libraries.base import Library
    from bibtools.libraries.zotero.library import Tell
    from bibtools.merge.plan import Accept
    from bibtools.merge.policy import Policy
    from bibtools.model.reference import Reference


def library(path: str, config: Config, *, new: bool = True, tell: Tell | None = None) -> Library:
    """The library in a file, by its ending, or the Zotero library of that name.

    `new`: a file need not exist yet. `tell` hears what a person who waits should know. Raises UsageError for a name
    that is no library's, UnreadableInput for a file that should exist, Refused where a new one has no folder.
    """
    from bibtools.formats import base
    from bibtools.libraries.files import require_folder

    if is_zotero(path):
        return zotero_library(path, config, tell)
    suffix, known = PurePath(path).suffix.lower(), (*base.Bib.suffixes, *base.CslJson.suffixes)
    if suffix not in known:
        hint = f"a library's file ends in one of {', '.join(known)}; zotero:user is your own Zotero library"
        raise UsageError(f"{path} is not a library bibtools knows", hint=hint)
    if new:
        require_folder(Path(path))
    else:
        try:
            Path(path).stat()
        except OSError as error:
            raise UnreadableInput(f"{path}: {error.strerror or error}") from None
    if suffix in base.Bib.suffixes:
        from bibtools.libraries.bibfile import BibFile

        return BibFile(Path(path))
    from bibtools.libraries.cslfile import CslFile

    return CslFile(Path(path))


def plan(
    items: Sequence[Enriched],
    into: Library,
    config: Config,
    *,
    policy: Policy = "fill",
    protect: Collection[str] = (),
    accept: Accept | None = None,
) -> Plan:
    """What must change in the library so that it holds the items. Raises UnreadableInput.

    `accept` says how sure it must be that an entry is the same work; None: as is usual for the library.
    """
    from bibtools.merge.keys import template_like
    from bibtools.merge.plan import Choices
    from bibtools.merge.plan import plan as planned
    from bibtools.pipeline.write import abstracts_in, shown

    document, fingerprint = into.whole()
    own_style = template_like(getattr(into, "key_style", None))
    stated = config.settings["write.key"].origin != "defaults"
    choices = Choices(
        policy=policy,
        protect=frozenset(protect),
        template=config.text("write.key") if stated or not own_style else own_style,
        request=frozenset({"abstract"} if abstracts_in(into.format, config) else ()),
        accept=accept or ("exact" if into.format == "zotero" else "strong"),
    )
    wanted = [replace(item, reference=shown(_sound(item, config), config, into.format)) for item in items]
    return into.vetted(planned(document, fingerprint, wanted, into, choices, into.discarded()))


def lacking(items: Sequence[Enriched], theirs: Library) -> tuple[list[Enriched], list[Conflict], tuple[Problem, ...]]:
    """The items that the library `theirs` has not, what a person must settle first, and what reading it had to report.

    What could not be read may be one of the items. Raises UnreadableInput.
    """
    from bibtools.merge.absent import absent

    document, _ = theirs.whole()
    return (*absent(items, document.entries, theirs.discarded()), document.problems)


def _sound(item: Enriched, config: Config) -> Reference:
    """What is known of an item, without an abstract that a seed document printed, unless abstracts are asked for.

    Running text has broken words and lines; that serves for matching, and for nobody's library.
    """
    source = item.provenance.get("abstract")
    stated = config.settings["write.abstract"].origin != "defaults"
    if stated or not item.entry.roles or source is None or source.source != item.entry.origin.path:
        return item.reference
    return replace(item.reference, abstract=None)


def apply(made: Plan, into: Library, *, allow: Collection[str] = (), backup: bool = False) -> Receipt:
    """Carry out a plan whose new entries pass the checks. Raises Refused, ChangedUnderneath: then nothing changed."""
    require_sound(made, allow)
    return into.apply(made, backup=backup)


def require_sound(made: Plan, allow: Collection[str] = ()) -> None:
    """Raise Refused when an entry that the plan adds has an error that is not allowed."""
    added = [(change.entry_id, change.reference) for change in made.changes if change.reference is not None]
    if not added:
        return
    from bibtools.check import check_references
    from bibtools.pipeline.write import require_no_errors

    require_no_errors(check_references(added, path=made.target), allow, "new entries")


def read_plan(path: str) -> Plan:
    """The plan in a file, or on standard input for `-`. Raises UnreadableInput."""
    from bibtools.formats.plans import read_plan as parsed
    from bibtools.pipeline.read import read_text

    return parsed(read_text(path), path)


def undoing(path: str, config: Config, tell: Tell | None = None) -> tuple[str, Sequence[Conflict]]:
    """What `undo` would change, as a unified diff, and what it could not put back. Raises as `undo`; writes nothing."""
    from bibtools.libraries.texfile import restoring_diff

    receipt, into = _done(path, config, tell)
    texts = [restoring_diff(text) for text in receipt.texts]
    diff, left = into.undoing(receipt) if into else ("", ())
    return "".join((diff, *texts)), left


def undo(path: str, config: Config, tell: Tell | None = None) -> tuple[Receipt, Sequence[Conflict]]:
    """Undo what the receipt in a file says was done, in all files or in none; and what could not be undone.

    Only a library that others write at the same time leaves something. Raises UnreadableInput, ChangedUnderneath,
    Refused, SourceFailed.
    """
    receipt, into = _done(path, config, tell)
    return receipt, take_back(receipt, into)


def take_back(receipt: Receipt, into: Library | None) -> Sequence[Conflict]:
    """Undo what the receipt says was done to the library and the texts with it. Returns and raises as `undo`."""
    from bibtools.libraries.files import replaced
    from bibtools.libraries.texfile import restoring

    with replaced([restoring(text) for text in receipt.texts]):
        return into.undo(receipt) if into and receipt.plan else ()


def _done(path: str, config: Config, tell: Tell | None) -> tuple[Receipt, Library | None]:
    """The receipt in a file, and the library that was changed, if one was: as it was left, where texts belong to it."""
    from bibtools.formats.plans import read_receipt
    from bibtools.libraries.textfile import require_as_left
    from bibtools.pipeline.read import read_text

    receipt = read_receipt(read_text(path), path)
    into = library(receipt.target, config, tell=tell) if receipt.plan else None
    if into and receipt.texts:
        require_as_left(into.name, into.read()[1], receipt)
    return receipt, into
