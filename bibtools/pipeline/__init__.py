"""The arrows between the rooms: read, match, enrich, write, merge. The only place that wires them together."""

from bibtools.pipeline.check import Checked, asked_for, beside_records, check, check_each, repair, repairable
from bibtools.pipeline.complete import completion
from bibtools.pipeline.dedupe import Deduplication, apply_with_texts, dedupe, read_keymap, rewritings, write_keymap
from bibtools.pipeline.enrich import as_they_are, enrich, is_accepted, is_library
from bibtools.pipeline.match import api, match, match_settings, query, sources
from bibtools.pipeline.merge import apply, lacking, library, plan, read_plan, require_sound, take_back, undo, undoing
from bibtools.pipeline.read import holds_decisions, is_identifier, read, read_bytes, stated
from bibtools.pipeline.update import Wanted, update_index
from bibtools.pipeline.verify import verify
from bibtools.pipeline.works import works
from bibtools.pipeline.write import Bibliography, bibliography
from bibtools.pipeline.zotero import is_zotero, resume, under_citation_keys

__all__ = [
    "Bibliography",
    "Checked",
    "Deduplication",
    "Wanted",
    "api",
    "apply",
    "apply_with_texts",
    "as_they_are",
    "asked_for",
    "beside_records",
    "bibliography",
    "check",
    "check_each",
    "completion",
    "dedupe",
    "enrich",
    "holds_decisions",
    "is_accepted",
    "is_identifier",
    "is_library",
    "is_zotero",
    "lacking",
    "library",
    "match",
    "match_settings",
    "plan",
    "query",
    "read",
    "read_bytes",
    "read_keymap",
    "read_plan",
    "repair",
    "repairable",
    "require_sound",
    "resume",
    "rewritings",
    "sources",
    "stated",
    "take_back",
    "under_citation_keys",
    "undo",
    "undoing",
    "update_index",
    "verify",
    "works",
    "write_keymap",
]
