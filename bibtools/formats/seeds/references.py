r"""Reference strings as bibliographies print them: "[12] J. Doe and A. Roe, Title, 2021.", `\bibitem{key} …`."""

from __future__ import annotations

from dataclasses import replace

from bibtools.formats.seeds import marks
from bibtools.formats.seeds.citation import Span, cited
from bibtools.formats.seeds.grouping import Group
from bibtools.formats.seeds.layout import Layout, Page, content
from bibtools.formats.seeds.parts import ALONE, Part, of, whole
from bibtools.formats.seeds.passages import Passage
from bibtools.text.identifiers import find_identifiers

_LIKE = frozenset(("reference", "journal"))
_SHORT = 600  # characters; a remark or an abstract in a list of references is longer


def sniff(page: Page) -> float:
    """The share of reference strings; numbers before them speak for such a list as a whole."""
    seen = content(page)
    if not seen:
        return 0.0
    numbered = sum(marks.is_reference_mark(passage.mark) for passage in seen) / len(seen)
    like = sum(passage.look.role in _LIKE for passage in seen) / len(seen)
    return min(0.96, 0.9 * like + 0.3 * numbered) if like >= 0.3 else 0.0


def split(page: Page) -> tuple[Group, ...]:
    """Each passage is a reference string, unless it is clearly something else."""
    groups: list[Group] = []
    for passage in page:
        if passage.look.role in ALONE:
            groups.append((whole(passage),))
        elif passage.look.role == "id" or passage.look.labelled or len(passage.text) > _SHORT:
            groups.append(of(passage))
        else:
            groups.append((reference(passage),))
    return tuple(groups)


def reference(passage: Passage) -> Part:
    """A passage as a reference string, with those of its fields that can be told apart."""
    text = passage.text
    fields = cited(text)
    surely = passage.look.role == "reference"
    within: list[Part] = []

    def add(role: str, span: Span | None, sure: float) -> None:
        if span:
            start, end = span
            within.append(Part(role, passage.words + start, passage.words + end, text[start:end], round(sure, 2)))

    found = find_identifiers(text)
    add("authors", fields.people, fields.sure)
    add("title", fields.title, fields.sure)
    add("date", fields.year, 0.8)
    for one in found:
        add("id", (one.start, one.end), 0.9)
        within[-1] = replace(within[-1], ids=(one.identifier,))
    part = whole(passage, "reference", passage.look.confidence if surely else 0.5)
    return replace(part, ids=tuple(one.identifier for one in found), within=tuple(within))


LAYOUT = Layout(
    "references", r"One reference string a line or paragraph, plain, numbered (`[12]`, `1.`) or as `\bibitem`.", sniff, split
)  # fmt: skip
