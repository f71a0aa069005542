"""BibTeX, biber and LaTeX judge what we write: no warning, and names, formulas and capitals are still there."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bibtools.formats.bib.mapping import rows_for
from bibtools.formats.bib.types import TYPES
from bibtools.formats.bib.write import Options, write
from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier, arxiv_doi
from bibtools.model.name import OTHERS, Name
from bibtools.model.reference import Reference

pytestmark = pytest.mark.tex

ARXIV = Identifier("arxiv", "1706.03762", 5)
DOI = Identifier("doi", "10.1007/978-3-319-24574-4_28")
DOE = Name(family="Doe", given="Jane")
TRAPS: dict[str, Reference] = {
    "math": Reference(
        type="article",
        title=r"$SU(N)$ Gauge Theory, $\mathcal{N}=4$ Supersymmetry and the $\Gamma$ Function at 100% & More_#1",
        author=(Name(family="Łukasiewicz", given="Łukasz"), Name(family="Erdős", given="Émile"), OTHERS),
        issued=PartialDate(2017, 6, 12),
        ids=(ARXIV, arxiv_doi(ARXIV)),
        categories=("hep-th", "math.QA"),
        url="https://arxiv.org/abs/1706.03762v5",
    ),
    "names": Reference(
        type="article-journal",
        title="École Normale, BERT and the McKay Correspondence: A Study of Grüße",
        author=(
            Name(family="Waals", given="Johannes Diderik", particle="van der"),
            Name(family="King", given="Martin Luther", suffix="Jr."),
            Name(family="Ångström", given="Ørjan"),
            Name(literal="ATLAS Collaboration"),
            Name(literal="NVIDIA and Partners"),
        ),
        issued=PartialDate(2019, 3),
        container_title="Journal of Tests & Measures",
        volume="12",
        issue="3",
        page="101-110",
        ids=(DOI, Identifier("arxiv", "hep-th/9901001"), Identifier("issn", "0031-899X")),
        categories=("hep-th",),
        url="https://example.org/~doe/a_b%20c?d=e&f=g#h",
        note="100% tested",
        language="en",
    ),
    "signs": Reference(
        type="document",
        title="Signs: ^ ~ \\ { } < > | $ & % # _ -- `` '' ^X a^b",
        author=(Name(literal="R^D & {Co}, 100%"),),
        issued=PartialDate(2000),
        note="^ ~ \\ { } < > | $ & % # _",
        publisher="^^~~",
    ),
    "conference": Reference(
        type="paper-conference",
        title="Learning <i>E. coli</i> from H<sub>2</sub>O: α-Decay ≤ 3σ",
        author=(Name(family="García Márquez", given="Ana"), Name(family="Şahin", given="Čeněk")),
        editor=(DOE,),
        issued=PartialDate(2020, 12),
        container_title="Proceedings of the 1st Conference on Tests",
        publisher="Taylor and Francis",
        publisher_place="New York",
        page="1-9",
        ids=(Identifier("isbn", "9780306406157"),),
    ),
    "many": Reference(
        type="article-journal",
        title="A Paper by Three Hundred",
        author=tuple(Name(family=f"Familyname{chr(97 + n % 26)}", given=f"Given{n}") for n in range(300)),
        issued=PartialDate(2012),
        container_title="Physics Letters B",
        volume="716",
        page="1-29",
        number="135",
    ),
    "book": Reference(
        type="book",
        title="The Art of Testing",
        author=(DOE,),
        issued=PartialDate(1999),
        publisher="Springer",
        publisher_place="Berlin",
        edition="Second",
    ),
    "edited": Reference(
        type="book", title="Collected Tests", editor=(DOE,), issued=PartialDate(2001), publisher="R&D Press"
    ),
    "chapter": Reference(
        type="chapter",
        title="One Chapter",
        author=(DOE,),
        editor=(Name(family="Roe", given="Richard"),),
        container_title="The Whole Book",
        issued=PartialDate(2003),
        publisher="MIT Press",
        page="10-20",
    ),
    "thesis": Reference(
        type="thesis",
        title="On Something",
        author=(DOE,),
        issued=PartialDate(2010, 5),
        publisher="Universität Tübingen",
        genre="PhD thesis",
        ids=(Identifier("arxiv", "1001.0001", 2),),
    ),
    "master": Reference(
        type="thesis",
        title="On Less",
        author=(DOE,),
        issued=PartialDate(2008),
        publisher="ETH Zürich",
        genre="Master's thesis",
    ),
    "report": Reference(
        type="report", title="A Report", author=(DOE,), issued=PartialDate(2011), publisher="CERN", number="CERN-2011-1"
    ),
    "web": Reference(
        type="webpage", title="A Page", author=(DOE,), issued=PartialDate(2021), url="https://a.b/~c", publisher="W3C"
    ),
    "data": Reference(
        type="dataset", title="Some Data", author=(DOE,), issued=PartialDate(2022), publisher="Zenodo", ids=(DOI,)
    ),
    "software": Reference(type="software", title="Some Program", author=(DOE,), issued=PartialDate(2022), ids=(DOI,)),
    "manuscript": Reference(
        type="manuscript", title="Not Printed", author=(DOE,), issued=PartialDate(1987), note="Box 7"
    ),
    "draft": Reference(type="manuscript", title="Not Printed Either", author=(DOE,), issued=PartialDate(1988)),
    "pamphlet": Reference(type="pamphlet", title="A Leaflet", author=(DOE,), issued=PartialDate(1933)),
    "patent": Reference(type="patent", title="A Device", author=(DOE,), issued=PartialDate(1950), number="US 1"),
    "unplaced": Reference(
        type="paper-conference",
        title="Venue Unknown",
        author=(DOE,),
        issued=PartialDate(2023),
        ids=(Identifier("arxiv", "2301.00001"),),
    ),
}
# Left out of what pdflatex shall print from UTF-8: it has no Chinese and Korean letters, and none with two accents.
BEYOND = Reference(
    type="article",
    title="图神经网络",
    author=(Name(family="王", given="小明"), Name(family="김", given="철수"), Name(family="Nguyễn", given="Văn An")),
    issued=PartialDate(2020, 1),
    ids=(Identifier("arxiv", "2001.00001"),),
)


def need(*programs: str, files: tuple[str, ...] = ()) -> None:
    for program in programs:
        if not shutil.which(program):
            pytest.skip(f"{program} is not installed")
    for name in files:
        found = subprocess.run(["kpsewhich", name], capture_output=True, text=True, check=False)
        if not found.stdout.strip():
            pytest.skip(f"{name} is not installed")


def run(folder: Path, *command: str) -> str:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, errors="replace", timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def bibtex(folder: Path, style: str, references: dict[str, Reference], options: Options = Options()) -> str:  # noqa: B008
    """The `.bbl` for all references, after making sure that there was no warning."""
    need("bibtex", "kpsewhich", files=(f"{style}.bst",))
    (folder / "refs.bib").write_text(write(references.items(), "bibtex", options), "utf-8")
    (folder / "paper.aux").write_text(f"\\relax\n\\citation{{*}}\n\\bibstyle{{{style}}}\n\\bibdata{{refs}}\n", "ascii")
    run(folder, "bibtex", "paper")
    log = (folder / "paper.blg").read_text("utf-8", errors="replace")
    assert "Warning" not in log, log
    assert "error message" not in log, log
    return re.sub(r"\s+", " ", (folder / "paper.bbl").read_text("utf-8"))


@pytest.mark.parametrize(
    "style", ["plain", "unsrt", "alpha", "plainnat", "unsrtnat", "IEEEtran", "apsrev4-2", "elsarticle-num", "alphaurl"]
)
def test_bibtex_has_nothing_to_complain_about(tmp_path: Path, style: str) -> None:
    bbl = bibtex(tmp_path, style, TRAPS)
    # REVTeX leaves out the titles of articles.
    titles = ("{BERT}", "{McKay}", r"{\'E}cole") if style != "apsrev4-2" else ()
    for kept in (r"$SU(N)$", r"$\mathcal{N}=4$", r"$\Gamma$", r"{\L}ukas", "Jr.", *titles):
        assert kept in bbl, kept
    assert "van~der Waals" in bbl or "van~der~Waals" in bbl or "van der Waals" in bbl
    assert "{ATLAS Collaboration}" in bbl
    assert "{NVIDIA {and} Partners}" in bbl
    assert r"100\%" in bbl
    assert r"\&" in bbl


@pytest.mark.parametrize("style", ["unsrtnat", "IEEEtran", "alphaurl"])
def test_urls_are_printed_as_they_are(tmp_path: Path, style: str) -> None:
    assert "https://example.org/~doe/a_b%20c?d=e&f=g#h" in bibtex(tmp_path, style, TRAPS)


@pytest.mark.parametrize("style", ["alphaurl", "elsarticle-num", "apsrev4-2"])
def test_styles_that_know_eprints_print_the_id(tmp_path: Path, style: str) -> None:
    assert "1706.03762" in bibtex(tmp_path, style, {"math": TRAPS["math"]})


def test_howpublished_is_for_styles_that_print_no_eprint(tmp_path: Path) -> None:
    preprint = {"math": TRAPS["math"]}
    assert "1706.03762" not in bibtex(tmp_path, "plain", preprint)
    assert "arXiv preprint arXiv:1706.03762" in bibtex(tmp_path, "plain", preprint, Options(howpublished=True))


def test_letters_without_a_latex_spelling_pass_through_bibtex(tmp_path: Path) -> None:
    bbl = bibtex(tmp_path, "unsrtnat", {"beyond": BEYOND})
    assert "小明" in bbl
    assert r"Nguy{\~{\^e}}n" in bbl
    assert "图神经网络" in bbl


def test_latex_prints_what_classic_bibtex_made(tmp_path: Path) -> None:
    need("pdflatex", files=("natbib.sty",))
    bibtex(tmp_path, "unsrtnat", TRAPS)
    (tmp_path / "paper.tex").write_text(
        "\\documentclass{article}\\usepackage[numbers]{natbib}\\usepackage{url}\n"
        "\\begin{document}\\nocite{*}\\bibliographystyle{unsrtnat}\\bibliography{refs}\\end{document}\n",
        "utf-8",
    )
    run(tmp_path, "pdflatex", "-draftmode", "-interaction=nonstopmode", "-halt-on-error", "paper")
    log = (tmp_path / "paper.log").read_text("latin-1")
    assert "Undefined control sequence" not in log
    assert "Missing character" not in log


@pytest.fixture(scope="module")
def biber_control(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the control file that LaTeX writes for biber."""
    need("pdflatex", "biber", files=("biblatex.sty",))
    folder = tmp_path_factory.mktemp("biber")
    (folder / "paper.tex").write_text(
        "\\documentclass{article}\\usepackage[backend=biber,style=numeric]{biblatex}\n"
        "\\addbibresource{refs.bib}\\begin{document}\\nocite{*}\\printbibliography\\end{document}\n",
        "utf-8",
    )
    run(folder, "pdflatex", "-draftmode", "-interaction=nonstopmode", "paper")
    return folder


def test_biber_has_nothing_to_complain_about(biber_control: Path) -> None:
    references = {**TRAPS, "beyond": BEYOND}
    (biber_control / "refs.bib").write_text(write(references.items(), "biblatex"), "utf-8")
    said = run(biber_control, "biber", "--validate-datamodel", "paper")
    assert "WARN" not in said, said
    assert "ERROR" not in said, said
    bbl = (biber_control / "paper.bbl").read_text("utf-8")
    for kept in (r"{$SU(N)$}", r"{$\mathcal{N}=4$}", "{BERT}", "École", "Łukasiewicz", "ATLAS Collaboration", "王"):
        assert kept in bbl, kept
    assert re.search(r"\\verb\{eprint\}\s*\\verb 1706\.03762\n", bbl)
    assert r"\name{author}{300}" in bbl


def test_latex_prints_what_biber_made(biber_control: Path) -> None:
    (biber_control / "refs.bib").write_text(write(TRAPS.items(), "biblatex"), "utf-8")
    run(biber_control, "biber", "paper")
    run(biber_control, "pdflatex", "-draftmode", "-interaction=nonstopmode", "-halt-on-error", "paper")
    log = (biber_control / "paper.log").read_text("latin-1")
    assert "Undefined control sequence" not in log
    assert "LaTeX Error" not in log


@pytest.mark.parametrize(("name", "program"), [("paper-bibtex", "bibtex"), ("paper-biblatex", "biber")])
def test_the_papers_of_the_how_to_page(tmp_path: Path, root: Path, name: str, program: str) -> None:
    need("pdflatex", program, files=("natbib.sty", "biblatex.sty"))
    shutil.copytree(root / "output", tmp_path / "output")
    folder = tmp_path / "docs" / "how-to"
    folder.mkdir(parents=True)
    shutil.copy(root / "docs" / "how-to" / f"{name}.tex", folder)
    latex = ("pdflatex", "-draftmode", "-interaction=nonstopmode", "-halt-on-error", name)
    run(folder, *latex)
    said = run(folder, program, name)
    assert "arning" not in said, said
    assert "WARN" not in said, said
    run(folder, *latex)
    run(folder, *latex)
    log = (folder / f"{name}.log").read_text("latin-1")
    assert "Citation" not in log, "every citation is found"
    assert "LaTeX Error" not in log


def test_the_table_agrees_with_biblatex_s_own_data_model() -> None:
    """Every field that we write in an entry type is one which `blx-dm.def` gives to that type."""
    need("kpsewhich", files=("blx-dm.def",))
    found = subprocess.run(["kpsewhich", "blx-dm.def"], capture_output=True, text=True, check=True).stdout.strip()
    model = Path(found).read_text("utf-8")
    everywhere: set[str] = {"date"}
    of_type: dict[str, set[str]] = {}
    for types, names in re.findall(r"^\\DeclareDatamodelEntryfields(?:\[([^]]*)\])?\{([^}]*)\}", model, re.MULTILINE):
        fields = {name.strip() for name in names.replace("%", "").split(",")}
        for kind in filter(None, (t.strip() for t in types.split(","))):
            of_type.setdefault(kind, set()).update(fields)
        if not types:
            everywhere |= fields
    assert len(of_type) > 25
    assert {row.biblatex for row in TYPES} <= of_type.keys()
    wrong = [
        f"{kind}.{row.field}"
        for kind in sorted(of_type.keys() - {"set", "bibnote"})
        for row in rows_for(kind, "biblatex")
        if row.field not in everywhere | of_type[kind]
    ]
    assert wrong == []
