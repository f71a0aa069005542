"""Reading `.bib` files: what every field means, inheritance, macros, dates, identifiers, and what is reported."""

from __future__ import annotations

import pytest

from bibtools.formats.bib.read import read
from bibtools.model.date import PartialDate
from bibtools.model.document import Document, Entry
from bibtools.model.identifier import Identifier
from bibtools.model.name import OTHERS, Name
from bibtools.model.reference import Reference


def one(text: str) -> Entry:
    (entry,) = read(text).entries
    return entry


def fields(text: str, kind: str = "misc") -> Reference:
    return one(f"@{kind}{{key, {text}}}").reference


def codes(document: Document) -> list[str]:
    return [problem.code for problem in document.problems]


def test_a_whole_article() -> None:
    entry = one(r"""
@article{Schroedinger1926,
  author    = "Erwin Schr{\"o}dinger and {van der Waals}, Johannes and others",
  title     = {{An Undulatory Theory of the Mechanics of Atoms: $\hbar\omega$}},
  journal   = {Phys.\ Rev.},
  volume    = 28, number = {6},
  pages     = {1049--1070},
  year      = 1926,
  month     = dec,
  doi       = {https://doi.org/10.1103/PhysRev.28.1049},
  issn      = {0031-899X},
  url       = {https://example.org/~a\_b\%20c},
  keywords  = {waves, atoms},
}""")
    assert entry.id == "Schroedinger1926"
    assert entry.state == "clean"
    assert (entry.origin.line, entry.origin.end_line) == (2, 14)
    assert entry.reference == Reference(
        type="article-journal",
        title=r"An Undulatory Theory of the Mechanics of Atoms: $\hbar\omega$",
        author=(Name(family="Schrödinger", given="Erwin"), Name(family="van der Waals", given="Johannes"), OTHERS),
        issued=PartialDate(1926, 12),
        container_title="Phys. Rev.",
        volume="28",
        issue="6",
        page="1049-1070",
        url="https://example.org/~a_b%20c",
        ids=(Identifier("doi", "10.1103/PhysRev.28.1049"), Identifier("issn", "0031-899X")),
        extra={"keywords": "waves, atoms"},
    )


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("eprint = {1706.03762}, archivePrefix = {arXiv}, primaryClass = {cs.CL}", None),
        ("eprint = {1706.03762}, eprinttype = {arxiv}, eprintclass = {cs.CL}", None),
        ("eprint = {1706.03762v5}, archiveprefix = {ARXIV}", 5),
        ("eprint = {arXiv:1706.03762v5 [cs.CL]}", 5),
        ("eprint = {1706.03762}, eprinttype = {arxiv}, version = {5}", 5),
        ("eprint = {1706.03762}, archivePrefix = {arXiv}, note = {Version 5}", 5),
        ("journal = {arXiv preprint arXiv:1706.03762}", None),
        ("journal = {arXiv preprint arXiv:1706.03762v5}", 5),
        ("journal = {CoRR}, volume = {abs/1706.03762}", None),
        ("journal = {ArXiv e-prints}, eid = {arXiv:1706.03762}, pages = {arXiv:1706.03762}", None),
        ("journal = {arXiv:1706.03762 [cs]}", None),
        ("journal = {Preprint at \\url{https://arxiv.org/abs/1706.03762v5}}", 5),
        ("journal = {ArXiv}, volume = {1706.03762}", None),
        ("number = {arXiv:1706.03762}, publisher = {arXiv}", None),
        ("note = {arXiv:1706.03762 [cs]}", None),
        ("volume = {doi.org/10.48550/arXiv.1706.03762}", None),
        ("howpublished = {arXiv:1706.03762v5}", 5),
        ("howpublished = {\\url{https://arxiv.org/pdf/1706.03762v5.pdf}}", 5),
        ("url = {http://arxiv.org/abs/1706.03762v5}", 5),
        ("archiveID = {arXiv:1706.03762}", None),
        ("arxivId = {1706.03762}", None),
        ("doi = {10.48550/arXiv.1706.03762}", None),
        ("doi = {https://doi.org/10.48550/ARXIV.1706.03762}", None),
        ("eprint = {1706.03762}, url = {https://arxiv.org/abs/1706.03762v5}", 5),
    ],
)
@pytest.mark.parametrize("kind", ["misc", "article", "online", "unpublished"])
def test_an_arxiv_id_is_found_wherever_it_hides(kind: str, text: str, version: int | None) -> None:
    reference = fields(f"{text}, title = {{A}}", kind)
    assert reference.id("arxiv") == Identifier("arxiv", "1706.03762", version)
    assert reference.type == "article"
    assert reference.container_title is None
    assert not reference.note
    assert not reference.extra


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("eprint = {hep-th/9901001}, archivePrefix = {arXiv}, primaryClass = {hep-th}", "hep-th/9901001"),
        ("eprint = {9901001}, archivePrefix = {arXiv}, primaryClass = {hep-th}", "hep-th/9901001"),
        ("eprint = {9901001}, archivePrefix = {hep-th}", "hep-th/9901001"),
        ("eprint = {math.GT/0309136}, eprinttype = {arxiv}", "math/0309136"),
        ("journal = {arXiv preprint hep-th/9901001}", "hep-th/9901001"),
    ],
)
def test_old_style_ids(text: str, value: str) -> None:
    assert fields(text, "article").id("arxiv") == Identifier("arxiv", value)


@pytest.mark.parametrize(
    "text",
    [
        "note = {Comment on arXiv:1706.03762}",
        "note = {Extended version of arXiv:1706.03762}",
        "abstract = {We extend arXiv:1706.03762.}",
        "journal = {Phys. Rev. 1706.03762}",
        "pages = {1706.03762}",
        "title = {A reply to arXiv:1706.03762}",
        "eprint = {https://example.org/paper.pdf}",
        "eprint = {10.2307/1706}, eprinttype = {jstor}",
    ],
)
def test_what_speaks_of_another_work_or_archive_is_no_arxiv_id(text: str) -> None:
    assert fields(text).ids == ()


def test_a_published_paper_keeps_its_type_and_its_eprint() -> None:
    reference = fields(
        "journal = {Nature}, eprint = {1706.03762}, archivePrefix = {arXiv}, doi = {10.1038/x}", "article"
    )
    assert reference.type == "article-journal"
    assert reference.ids == (Identifier("arxiv", "1706.03762"), Identifier("doi", "10.1038/x"))


def test_an_address_of_the_paper_s_text_tells_its_id_too() -> None:
    reference = fields("journal = {Nature}, pdf = {https://arxiv.org/pdf/1706.03762v2.pdf}", "article")
    assert reference.ids == (Identifier("arxiv", "1706.03762", 2),)
    assert reference.extra == {"pdf": "https://arxiv.org/pdf/1706.03762v2.pdf"}


def test_a_class_that_is_none_stays_as_it_is() -> None:
    reference = fields("eprint = {1706.03762}, archivePrefix = {arXiv}, primaryClass = {cs, math}")
    assert (reference.categories, dict(reference.extra)) == ((), {"primaryclass": "cs, math"})


def test_eprints_of_other_archives_stay_as_they_are() -> None:
    reference = fields("eprint = {2984}, eprinttype = {jstor}")
    assert dict(reference.extra) == {"eprint": "2984", "eprinttype": "jstor"}
    assert fields("eprint = {2984}, eprinttype = {pubmed}").ids == (Identifier("pmid", "2984"),)


@pytest.mark.parametrize(
    ("text", "issued", "kept"),
    [
        ("year = 2017", PartialDate(2017), {}),
        ("year = {2017}, month = jun", PartialDate(2017, 6), {}),
        ("year = {2017}, month = {June}", PartialDate(2017, 6), {}),
        ("year = {2017}, month = 6", PartialDate(2017, 6), {}),
        ("year = {2017}, month = {Sept.}", PartialDate(2017, 9), {}),
        ("year = {2017}, month = {juin}", PartialDate(2017, 6), {}),
        ('year = {2017}, month = {M{\\"a}rz}', PartialDate(2017, 3), {}),
        ("year = {2017}, month = jun # {~12}", PartialDate(2017, 6, 12), {}),
        ('year = {2017}, month = "12~" # jun', PartialDate(2017, 6, 12), {}),
        ("year = {2017}, month = {June 12th}", PartialDate(2017, 6, 12), {}),
        ("year = {2017}, month = jun, day = 12", PartialDate(2017, 6, 12), {}),
        ("year = {2017}, month = jun # {--} # jul", PartialDate(2017, 6), {"month": "jun--jul"}),
        ("year = {2017}, month = {June/July}", PartialDate(2017, 6), {"month": "June/July"}),
        ("year = {2017}, month = {Spring}", PartialDate(2017), {"month": "Spring"}),
        ("year = {in press}", None, {"year": "in press"}),
        ("year = {1999/2000}", PartialDate(1999), {"year": "1999/2000"}),
        ("year = {[1605]}", PartialDate(1605), {"year": "[1605]"}),
        ("date = {2017-06-12}", PartialDate(2017, 6, 12), {}),
        ("date = {2017-06}, year = 2017", PartialDate(2017, 6), {}),
        ("date = {2017-06}, year = 2016", PartialDate(2017, 6), {"year": "2016"}),
        ("date = {2017-06/2018-01}", PartialDate(2017, 6), {"date": "2017-06/2018-01"}),
        ("date = {2017/}", PartialDate(2017), {"date": "2017/"}),
        ("date = {2017-21}", PartialDate(2017), {"date": "2017-21"}),
        ("date = {2017~}", PartialDate(2017), {"date": "2017~"}),
        ("date = {199X}", None, {"date": "199X"}),
        ("date = {/2018}", None, {"date": "/2018"}),
        ("date = {-0044-03-15}", PartialDate(-44, 3, 15), {}),
        ("date = {2017-06-12T10:00:00Z}", PartialDate(2017, 6, 12), {"date": "2017-06-12T10:00:00Z"}),
        ("date = {2017-02-30}", PartialDate(2017, 2), {"date": "2017-02-30"}),
    ],
)
def test_dates(text: str, issued: PartialDate | None, kept: dict[str, str]) -> None:
    reference = fields(text)
    assert reference.issued == issued
    assert dict(reference.extra) == kept


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("month = {Brumaire}, year = 1799", "BIB201"),
        ("date = {2017-02-30}", "BIB202"),
        ("year = 2017, month = feb, day = 30", "BIB202"),
        ("title = stoc", "BIB203"),
        ("date = {next year}", "BIB204"),
        ("crossref = {nobody}", "BIB205"),
        ("crossref = {key}", "BIB206"),
        ("doi = {see publisher}", "BIB210"),
        ("isbn = {978-3-16-148410-1}", "BIB210"),
        ("eprint = {17O6.03762}, archivePrefix = {arXiv}", "BIB210"),
        ("eprint = {1706.03762}, url = {https://arxiv.org/abs/1810.04805}", "BIB211"),
        ("eprint = {1706.03762}, archivePrefix = {arXiv}, eprinttype = {arxiv}", "BIB212"),
    ],
)
def test_what_is_wrong_is_reported_at_its_field(text: str, code: str) -> None:
    document = read(f"@misc{{key,\n  {text}}}", "refs.bib")
    (problem,) = document.problems
    assert problem.code == code
    assert problem.origin.line == 2
    assert problem.message
    assert problem.hint
    assert document.entries[0].state == "clean"


def test_an_unknown_entry_type_is_reported_and_kept() -> None:
    document = read("@gizmo{key, title = {T}, volume = {3}}")
    assert codes(document) == ["BIB207"]
    assert document.entries[0].reference == Reference(title="T", volume="3", extra={"entrytype": "gizmo"})


@pytest.mark.parametrize(
    ("kind", "csl", "kept"),
    [
        ("article", "article-journal", False),
        ("inproceedings", "paper-conference", False),
        ("conference", "paper-conference", False),
        ("book", "book", False),
        ("proceedings", "book", True),
        ("manual", "book", True),
        ("inbook", "chapter", False),
        ("phdthesis", "thesis", False),
        ("mastersthesis", "thesis", False),
        ("thesis", "thesis", False),
        ("techreport", "report", False),
        ("dataset", "dataset", False),
        ("www", "webpage", False),
        ("movie", "motion_picture", True),
    ],
)
def test_entry_types(kind: str, csl: str, kept: bool) -> None:
    reference = fields("title = {T}, author = {Doe, Jane}, url = {https://a.b}", kind)
    assert reference.type == csl
    assert ("entrytype" in reference.extra) is kept


def test_theses_and_reports_say_what_kind_they_are() -> None:
    assert fields("title = {T}", "phdthesis").genre == "PhD thesis"
    assert fields("title = {T}", "mastersthesis").genre == "Master's thesis"
    assert fields("title = {T}, type = {mathesis}", "thesis").genre == "Master's thesis"
    assert fields("title = {T}, type = {Diplomarbeit}", "thesis").genre == "Diplomarbeit"
    assert fields("title = {T}, type = {techreport}", "report").genre is None


def test_macros_are_resolved_from_their_definition_on() -> None:
    document = read(
        '@string{pub = "Springer"} @string{pub2 = pub # { Nature}}\n'
        "@book{a, publisher = PUB2}\n"
        "@string(pub2 = {Elsevier})\n"
        "@book{b, publisher = pub2, series = later}\n"
        "@book{c, series = later}\n"
        "@string{later = {Too late}}"
    )
    assert [entry.reference.publisher for entry in document.entries] == ["Springer Nature", "Elsevier", None]
    assert [entry.reference.collection_title for entry in document.entries] == [None, "later", "later"]
    assert codes(document) == ["BIB203"], "each macro is reported once"


def test_crossref_by_the_rules_of_both_programs() -> None:
    document = read("""
@inproceedings{paper, title = {A}, author = {Doe, Jane}, crossref = {Proc}, pages = {1--2}}
@inproceedings{other, title = {B}, crossref = {proc2}, year = 2000}
@inbook{part, title = {C}, crossref = {book}}
@proceedings{proc, title = {Proceedings}, booktitle = {Proc. of X}, editor = {Roe, Richard}, year = 1999, month = mar}
@proceedings{proc2, title = {Other Proceedings}, subtitle = {Sub}, year = 1998, publisher = {ACM}}
@mvbook{whole, title = {Whole}, publisher = {MIT Press}, location = {Cambridge}}
@book{book, title = {Volume}, volume = 2, author = {Poe, Edgar}, crossref = {whole}}
""")
    paper, other, part, *_ = (entry.reference for entry in document.entries)
    assert (paper.container_title, paper.title, paper.issued) == ("Proc. of X", "A", PartialDate(1999, 3))
    assert paper.editor == (Name(family="Roe", given="Richard"),)
    assert (other.container_title, other.publisher, other.issued) == (
        "Other Proceedings: Sub",
        "ACM",
        PartialDate(2000),
    )
    assert (part.container_title, part.volume, part.publisher) == ("Volume", "2", "MIT Press")
    assert part.author == (Name(family="Poe", given="Edgar"),)
    assert part.extra["maintitle"] == "Whole"
    assert codes(document) == []


def test_xdata_brings_every_field_and_is_no_entry() -> None:
    document = read("""
@xdata{macmillan, publisher = {Macmillan}, xdata = {london}}
@xdata{london, location = {London}}
@book{a, title = {A}, xdata = {macmillan}}
""")
    (entry,) = document.entries
    assert (entry.reference.publisher, entry.reference.publisher_place) == ("Macmillan", "London")
    assert [role.name for role in document.roles] == ["xdata", "xdata"]


def test_every_stretch_is_an_entry_a_role_or_a_problem() -> None:
    text = (
        'free text\n@string{a = {b}}\n@comment{hidden}\n@preamble{"x"}\n@misc{k, title = {T}}\n@misc{broken, title = {'
    )
    document = read(text)
    covered = set()
    for part in (*document.entries, *document.roles, *document.problems):
        covered.update(range(part.origin.start, part.origin.end))
    assert [role.name for role in document.roles] == ["text", "string", "comment", "preamble"]
    assert "".join(c for at, c in enumerate(text) if at not in covered).strip() == ""
    assert [entry.state for entry in document.entries] == ["clean", "broken"]


def test_states_come_from_the_scanner() -> None:
    document = read("@misc{a, title = {A} year = 2001}\n@misc{A, title = {B}}\n@misc{, title = {C}}")
    assert [(entry.id, entry.state) for entry in document.entries] == [
        ("a", "suspect"),
        ("A:L2", "suspect"),
        ("L3", "suspect"),
    ]
    assert [entry.reference.title for entry in document.entries] == ["A", "B", "C"]


def test_nothing_is_dropped() -> None:
    reference = one(r"""
@article{k, publisher = {P}, organization = {O}, timestamp = {2009-01-01}, file = {:C\:/a_b.pdf:PDF},
  title = {T}, subtitle = {S}, journal = {J}, journalsubtitle = {JS}, crossref = {}, annote = {50\% \& more},
  day = {first}, language = {Elvish}}""").reference
    assert (reference.title, reference.container_title, reference.publisher) == ("T: S", "J: JS", "P")
    assert dict(reference.extra) == {
        "organization": "O",
        "timestamp": "2009-01-01",
        "file": r":C\:/a_b.pdf:PDF",
        "annote": r"50\% \& more",
        "day": "first",
        "language": "Elvish",
    }


def test_titles_keep_emphasis_and_math() -> None:
    reference = fields(r"title = {The \emph{E.~coli} \& {\textit{{\'E}cole}}, H\textsubscript{2}O and $\mathcal{N}=4$}")
    assert reference.title == r"The <i>E. coli</i> & <i>École</i>, H<sub>2</sub>O and $\mathcal{N}=4$"


def test_languages_are_codes() -> None:
    assert fields("langid = {ngerman}").language == "de"
    assert fields("language = {english}").language == "en"
    assert fields("language = {pt-BR}").language == "pt-BR"


def test_howpublished_may_be_the_address() -> None:
    assert fields(r"howpublished = {\url{https://a.b/~c}}").url == "https://a.b/~c"
    assert fields("howpublished = {Privately}").extra == {"howpublished": "Privately"}


@pytest.mark.parametrize("text", ["", "\n\n", "just text", "@", "@{", "@misc{", "\x00", "@misc{a,b=c=d}", "}{"])
def test_any_text_can_be_read(text: str) -> None:
    document = read(text, "x.bib")
    assert document.format == "bib"
    assert document.text == text


def test_real_files(shared: object) -> None:
    """Every entry of real and of torture files has a place, a state and, unless it is broken, its fields."""
    from pathlib import Path

    from bibtools.formats.encoding import decode

    folder = Path(str(shared)) / "data" / "bib-corpus"
    small = [p for p in sorted(folder.iterdir()) if p.stat().st_size < 100_000 and p.suffix not in (".json", ".md")]
    read_entries = 0
    for path in small:
        document = read(decode(path.read_bytes()).text, path.name)
        keys = [entry.id.lower() for entry in document.entries]
        assert len(set(keys)) == len(keys)
        read_entries += len(keys)
    assert read_entries > 1000
