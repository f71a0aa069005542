r"""Braces for what a style must not put into lower case.

BibTeX's and BibLaTeX's sentence-casing styles lower every letter outside braces, in formulas too. A brace followed at
once by a backslash is a "special character", which is case-changed like any letter: `{\'E}cole` loses its capital,
`{{\'E}cole}` keeps it.
Source: "BibTeXing" (Patashnik, 1988; btxdoc), section 4, items 9 to 11; "Tame the BeaST" (Markey, 2009), section 4.3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bibtools.text.fold import fold
from bibtools.text.latex_read import to_unicode
from bibtools.text.latex_table import ACCENTS


def _word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_GROUP = r"\{(?:[^{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\}){0,2000}+\}){0,2000}+\}){0,2000}+\}"
# A formula; a macro with its arguments; any other macro; a group; a character.
_PIECE = re.compile(
    rf"\$(?:[^$\\]|\\.)+\$|\\[A-Za-z]+\*?(?:\s*{_GROUP})+|\\[A-Za-z]+\s?|\\.|{_GROUP}|[^\s\\]", re.DOTALL
)
_CHUNK = re.compile(f"(?:{_PIECE.pattern})++", re.DOTALL)
_OPENING = "\"'`“‘([*"
_CLOSING = "\"'”’)],;:.?!*"
_JOINTS = "-–—/"
_ENDS_SENTENCE = re.compile(r"[:.?!][\"'”’)\]]*\Z")
_NOCASE = re.compile(r'<span class="nocase">(.*?)</span>', re.DOTALL)
_SMALL_WORDS = _word_set("""
    about after against among between beyond from into like over than that through toward towards under upon using
    versus when with without your
""")

# Names that title case hides among ordinary words, and their adjectives.
_PROPER = _word_set("""
    abelian africa african america american android apple arabic arctic asia asian atlantic australia australian
    austria bayes bayesian bell bengali berlin bernoulli boltzmann boolean bose boston brazil britain british brownian
    california canada canadian carlo cartesian catalan cauchy chebyshev cherenkov chern china chinese christian coulomb
    czech danish darwin darwinian debye dirac dirichlet doppler dutch earth einstein england english euclid euclidean
    euler eulerian europe european facebook fermi feynman finland finnish fisher fourier france french galois gaussian
    georgia german germany gibbs google greek green hamilton hamiltonian hausdorff hebrew heisenberg hermite hermitian
    hessian higgs hilbert hindi hopf hubble hungarian india indian indonesia indonesian instagram iran ireland irish
    ising islamic israel italian italy jacobi jacobian japan japanese java jordan jupiter kalman kepler kerr korea
    korean krylov lagrange lagrangian langevin laplace laplacian latin lebesgue levy lie linux lipschitz london lorentz
    lyapunov majorana mars markov markovian maxwell mediterranean mercury mexico minkowski monte moon moscow navier
    neptune netherlands newton newtonian nigeria nobel noether norwegian ohm pacific pareto paris pascal pauli planck
    poincare poisson poland polish portuguese python rademacher ramanujan rayleigh reynolds riemann riemannian roman
    russia russian saturn schrodinger schur schwarzschild shannon sobolev spain spanish stokes swahili sweden swedish
    swiss switzerland sylow taiwan tamil tate taylor teichmuller thai tibet tokyo turing turkey turkish twitter
    ukraine ukrainian uranus urdu venus vietnam vietnamese vlasov voronoi wasserstein weibull weil weyl wiener
    wikipedia windows yang zeeman
    """)


def protect(title: str) -> str:
    r"""`title` (LaTeX, as `to_latex` writes it) with braces around formulas, acronyms, names and single capitals.

    Ordinary words stay bare, so that a style can do its work; a title in sentence case tells names by their capital.
    `<span class="nocase">` becomes braces. Doing it twice changes nothing.

    >>> protect("BERT: Pre-training of Deep Bidirectional Transformers")
    '{BERT}: Pre-training of Deep Bidirectional Transformers'
    >>> protect(r"On $\mathcal{N}=4$ theories at the {\'E}cole in Paris")
    "On {$\\mathcal{N}=4$} theories at the {{\\'E}cole} in {Paris}"
    """
    text = _NOCASE.sub(lambda span: _braced(span[1]), title)
    chunks = [_parts(found[0]) for found in _CHUNK.finditer(text)]
    habits = _habits([to_unicode(parts[0].written) for parts in chunks])
    starts = [True, *(_ENDS_SENTENCE.search(parts[-1].after) is not None for parts in chunks)]
    protected = iter([_protected(parts, start, habits) for parts, start in zip(chunks, starts, strict=False)])
    return _CHUNK.sub(lambda _: next(protected), text)


@dataclass(frozen=True, slots=True)
class _Part:
    """A word between joints: quotes and brackets around it, how it is written, what of it a style could change.

    `shown` is empty for what braces protect already. `fragile` is a formula, or a macro with a capital in its name.
    `joint` is the hyphen or slash that follows.
    """

    before: str
    written: str
    after: str
    joint: str
    shown: str
    fragile: bool

    def needs_braces(self, start: bool, habits: frozenset[str]) -> bool:
        word = re.split("['’]", self.shown)[0]
        if self.fragile:
            return True
        if "capitals" in habits or not any(map(str.isupper, word)):
            return False
        if len(word) == 1:
            return word != "A"
        if any(map(str.isupper, word[1:])) or any(map(str.isdigit, word)):  # LaTeX, 3D, V2, K3
            return True
        by_accent = "accents tell names" in habits and not word.isascii()
        return not start and ("sentence case" in habits or by_accent or fold(word) in _PROPER)

    def inner(self) -> str:
        return self.before + self.written + self.after


def _parts(chunk: str) -> list[_Part]:
    """What stands between two spaces, cut at its joints."""
    words: list[list[str]] = [[]]
    joints: list[str] = []
    for piece in (found[0] for found in _PIECE.finditer(chunk)):
        if piece in _JOINTS:
            joints.append(piece)
            words.append([])
        else:
            words[-1].append(piece)
    return [_part(pieces, joint) for pieces, joint in zip(words, (*joints, ""), strict=True)]


def _part(pieces: list[str], joint: str) -> _Part:
    first, last = 0, len(pieces)
    while first < last and pieces[first] in _OPENING:
        first += 1
    while last > first and pieces[last - 1] in _CLOSING:
        last -= 1
    core = pieces[first:last]
    fragile = any(piece[0] == "$" or re.match(r"\\[a-z]*[A-Z]", piece) for piece in core)
    shown = "".join(map(_changeable, core))
    return _Part("".join(pieces[:first]), "".join(core), "".join(pieces[last:]), joint, shown, fragile)


def _habits(words: list[str]) -> frozenset[str]:
    """How the title uses capitals and accents, braces aside: only in sentence case does a capital tell a name."""
    habits = set()
    letters = [word for word in words if word.isalpha()]
    if len(letters) > 2 and all(map(str.isupper, letters)):
        habits.add("capitals")
    content = [word for word in words[1:] if len(word) > 3 and word not in _SMALL_WORDS]
    lower = sum(word.islower() for word in content)
    upper = sum(word[0].isupper() and word[1:].islower() for word in content)
    if lower and lower * 2 >= upper:
        habits.add("sentence case")
    if sum(not word.isascii() for word in words) * 3 <= len(words):
        habits.add("accents tell names")
    return frozenset(habits)


def _protected(parts: list[_Part], start: bool, habits: frozenset[str]) -> str:
    needy = [part.needs_braces(start and at == 0, habits) for at, part in enumerate(parts)]
    capitals = sum(part.shown[:1].isupper() for part in parts)
    letter = any(need and len(part.shown) == 1 for need, part in zip(needy, parts, strict=True))
    if len(parts) > 1 and (sum(needy) > 1 or (letter and capitals > 1)):  # "R-CNN", "U-Net"
        first, last = parts[0], parts[-1]
        whole = "".join(part.inner() + part.joint for part in parts)
        return first.before + _braced(whole[len(first.before) : len(whole) - len(last.after)]) + last.after
    return "".join(
        part.before + (_braced(part.written) if need else part.written) + part.after + part.joint
        for need, part in zip(needy, parts, strict=True)
    )


def _changeable(piece: str) -> str:
    """What a piece shows, as far as it stands outside braces or in a special character."""
    if piece[0] == "$":
        return ""
    if piece[0] == "{":
        return to_unicode(piece) if piece[1:2] == "\\" else ""
    macro = re.match(r"\\([A-Za-z]+)", piece)
    if macro and "{" in piece and macro[1] not in ACCENTS:
        return ""
    return to_unicode(piece) if piece[0] == "\\" else piece


def _braced(text: str) -> str:
    """In braces that are no special character."""
    return f"{{{{{text}}}}}" if text.startswith("\\") else f"{{{text}}}"
