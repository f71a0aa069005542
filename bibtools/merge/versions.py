"""The version in the arXiv id that an entry cites: kept, stripped or set to the latest; the rest of the field stays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from bibtools.model.identifier import Identifier

VersionPolicy = Literal["keep", "strip", "latest"]
# A number with nothing beside it but the field's delimiters.
_ALONE = re.compile(r"(?<=\A[{\"])\d{1,3}(?=[}\"]\Z)|\A\d{1,3}\Z")

# Fields that state what is cited, in any format. The name of a file, say, stays as it is: so does the file.
_FIELDS = """
    eprint archiveid arxivid arxiv arxiv-id arxiv_id archive_location archivelocation doi version repository
    journal journaltitle booktitle container-title publicationtitle volume number eid pages reportnumber
    howpublished note extra
"""
_STATING = frozenset(_FIELDS.split())
_ADDRESSES = frozenset({"url", "pdf", "ee", "link", "preprint"})


def restated(fields: Mapping[str, str], arxiv: Identifier, policy: VersionPolicy) -> Iterator[tuple[str, str, str]]:
    """(field, old value, new value) for each field that cites a version of a paper otherwise than `policy` says.

    `fields` are an entry's own, as they stand; `arxiv` is the paper's id with its newest version, as far as that is
    known. `strip` takes the version off the id; `latest` puts the newest in its place, and in a field `version` too.
    Where no version is cited none is added, and none is taken back: an entry may cite one newer than what is known.

    >>> paper = Identifier("arxiv", "1706.03762", 7)
    >>> fields = {"eprint": "{1706.03762v5}", "url": "{https://arxiv.org/abs/1706.03762}", "version": "{5}"}
    >>> list(restated(fields, paper, "strip"))
    [('eprint', '{1706.03762v5}', '{1706.03762}')]
    >>> [new for _, _, new in restated(fields, paper, "latest")]
    ['{1706.03762v7}', '{7}']
    """
    if policy == "keep" or (policy == "latest" and arxiv.version is None):
        return
    archive, slash, number = arxiv.value.rpartition("/")
    # Old ids are written with their class, too: math.GT/0309136.
    name = rf"{re.escape(archive)}(?:\.[A-Z]{{2}})?/{number}" if slash else re.escape(number)
    cited = re.compile(rf"(?<![\d.])({name})v(\d{{1,3}})(?!\w)")
    latest = arxiv.version or 0

    def instead(found: re.Match[str]) -> str:
        return found[1] if policy == "strip" else f"{found[1]}v{max(int(found[2]), latest)}"

    for field, value in fields.items():
        if not (field.lower() in _STATING or (field.lower() in _ADDRESSES and "arxiv.org/" in value.lower())):
            continue
        new = cited.sub(instead, value)
        if field.lower() == "version" and policy == "latest":
            new = _ALONE.sub(lambda found: str(max(int(found[0]), latest)), value)
        if new != value:
            yield field, value, new
