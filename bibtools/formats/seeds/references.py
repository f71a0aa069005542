r"""Reference strings as bibliographies print them: "[12] J. Doe and A. Roe, Title, 2021.", `\bibitem{key} …`."""

from __future__ import annotations

from bibtools.formats.seeds import marks
from bibtools.formats.seeds.grouping import Group
from bibtools.formats.seeds.layout import Layout, Page, content
from bibtools.formats.seeds.parts import ALONE, whole
from bibtools.formats.seeds.passages import Passage
from bibtools.formats.seeds.telling import cited_as, of

_LIKE = frozenset(("reference", "journal"))
_SHORT = 600  # characters; a remark or an abstract in a list of references is longer


def sniff(page: Page) -> float:
    """The share of reference strings; numbers before them speak for such a list as a whole."""
    seen = content(page)
    if not seen:
        return 0.0
    numbered = sum(marks.is_reference_mark(passage.mark) for passage in seen) / len(seen)
    like = sum(passage.look.role in _LIKE for passage in seen) / len(seen)
    return min(0.96, 0.9 * like**2 + 0.3 * numbered) if like >= 0.3 else 0.0


def split(page: Page) -> tuple[Group, ...]:
    """Each passage is a reference string, unless it is clearly something else."""
    groups: list[Group] = []
    for passage in page:
        if passage.look.role in ALONE:
            groups.append((whole(passage),))
        elif passage.look.labelled or len(passage.text) > _SHORT or _is_other(passage):
            groups.append(of(passage))
        else:
            groups.append(cited_as(passage))
    return tuple(groups)


def _is_other(passage: Passage) -> bool:
    """Whether a passage among references is something else for certain."""
    look = passage.look
    return look.role == "id" or (look.role == "abstract" and look.confidence >= 0.9 and not passage.mark)


LAYOUT = Layout(
    "references", r"Reference strings, one a line or paragraph: plain, `[12]`, `1.`, `\bibitem`.", sniff, split
)
