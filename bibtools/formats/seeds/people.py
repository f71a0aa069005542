"""Whether a line is a list of people: the shape of names, and the words that no name has."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"\s*(?:[,;，、;]\s*(?:and\b|&|und\b|et\b(?!\s+al))?|\band\b|&|\s·\s|\s\|\s)\s*")
_FOOTNOTE = re.compile(r"(?:(?<=[^\W\d])\d{1,2}|[*†‡§¶#⁰¹²³⁴-⁹]|\^\{?[\d*,]+\}?)+\Z")
_INITIAL = re.compile(r"-?(?:[^\W\d_]\.[-‐–]?)+\Z|-?[A-Z][a-z]?\.\Z|[A-Z]{1,3}\Z")
_LOWER_NAME = re.compile(r"[dlo][’']\w|(?:al|el|ben)-\w|(?:van|de|von|di|da|mc)[A-Z]")
_LATEX = re.compile(r"""\\[`'^"~=.uvHtcdbkr]\s*\{?\\?([A-Za-z])\}?|[{}]|\\[a-zA-Z]+\s*""")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af·]{2,6}\Z")
_BEHALF = re.compile(r"(?i)\A(?:for|on behalf of)\s+(?:the\s+)?")
_GROUP = re.compile(r"(?i)\b(?:collaborations?|consortium|team|working group)\Z")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PARTICLES = _words("""
    van von vom der den de del della dello di da do dos das du la le les ten ter te zu zur zum af av al el bin ibn ben
    abu bint y e i und dit dal degli
""")
_ENDINGS = frozenset(("jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "al.", "al", "others"))
# Names in capitals, words elsewhere: "An", "Or", "To" are families; a line of one or two names has none of them.
_EITHER = _words("a ai an as how in is on or to")
# Words of titles and headings which are hardly ever names of people.
_NO_NAMES = _words("""
    about across adaptive advanced adversarial against agents algebra algebraic algorithm algorithms among
    analysis and application applications applied approach approaches architecture at attention augmented
    automatic autonomous based bayesian benchmark between beyond by case challenges classification cloud
    clustering code coding communication comparison complex complexity computation computational computer
    computing conference control convolutional data dataset deep density design detection differential diffusion
    dimensional discovery distributed domain dynamic dynamical dynamics efficient embedding energy engineering
    enhanced equation equations estimation evaluation evolution experimental experiments face federated field
    flow for framework from functions fusion galaxies general generalized generation generative geometric
    geometry global gradient graph graphics graphs gravitational gravity groups holes human hybrid image images
    improved inference information intelligence interaction internet into introduction inverse its journal
    knowledge language large latent lattice lattices learning letters light linear local localization logic
    machine magnetic management manifolds matrix measurement mechanics medical memory method methods mining
    mobile model modeling models molecular monte multi multimodal natural network networks neural neurons new
    noise nonlinear note notes novel numerical objects of online open operators optical optimal optimization
    overview papers parallel part particle perception performance phase physics planning prediction privacy
    probabilistic probability problem problems proceedings processes processing programming programs proofs
    properties publications quantum random reasoning recognition recommendation reconstruction references
    reinforcement representation representations research results retrieval review robotics robots robust
    sampling scalable scattering search security segmentation selected selection semantic sensing sets signal
    simulation simulations software solutions some space spaces sparse spectral spectroscopy speech spin
    stability states statistical statistics stochastic structural structure structures study supervised surfaces
    survey symmetry synthesis system systems technical techniques technologies technology temporal testing text
    the theorem theoretical theories theory time topological topology toward towards tracking training transfer
    transformer transformers transition transport trees turbulence types uncertainty understanding unified
    universal unsupervised using variational vehicles via video vision visual wave waves what when why wireless
    with without workshop
""")


def chunks(text: str) -> tuple[str, ...]:
    """The parts of a list of names, without footnote marks.

    >>> chunks("J. Doe*, Ann Roe1 and K. Poe")
    ('J. Doe', 'Ann Roe', 'K. Poe')
    """
    initial_last = "." if re.search(r"\b\w\.\s*\Z", text) else ""
    plain = _LATEX.sub(lambda found: found[1] or "", text.rstrip(" .") + initial_last)
    parts = (_FOOTNOTE.sub("", part.strip()).strip() for part in _BETWEEN.split(plain))
    return tuple(part for part in parts if part.strip(":.-– "))


def likeness(text: str) -> float:
    """How much `text` looks like a list of people and nothing else: 0 not at all, 1 beyond doubt.

    >>> likeness("Ding, Zijun, Xiong, Mingdie") > 0.8, likeness("D. E. Knuth and L. Lamport") > 0.9
    (True, True)
    >>> likeness("Deep Learning, Neural Networks"), likeness("Attention Is All You Need")
    (0.0, 0.0)
    """
    if len(text) > 20_000 or text[-1:] in ("", "?", "!", ":"):
        return 0.0
    parts = chunks(text)
    if not parts:
        return 0.0
    sorts = [_sorts(part, few=len(parts) < 3) for part in parts]
    # One odd name in a long list does not make it a title.
    if sum("no" in kinds for kinds in sorts) > (len(parts) + 3) // 8:
        return 0.0
    marked = sum("initial" in kinds or "particle" in kinds for kinds in sorts)
    if not any("name" in kinds for kinds in sorts):
        return 0.0
    if len(parts) == 1:
        words = parts[0].split()
        if words[0] in ("A", "I") and len(words) > 2:
            return 0.0  # an article, not an initial
        return 0.0 if len(sorts[0]) == 1 and not _CJK.match(parts[0]) else 0.7 if marked else 0.4
    return min(0.98, 0.7 + 0.04 * min(len(parts), 4) + 0.3 * min(1.0, 2 * marked / len(parts)))


def _sorts(part: str, few: bool) -> tuple[str, ...]:
    """What each word of one name may be: name, initial, particle, ending, or no part of a name."""
    if _GROUP.search(part):
        return ("name", "name")
    part = _BEHALF.sub("", part)
    words = part.replace("~", " ").split()
    if len(words) > 6:
        return ("no",)
    return tuple(_sort(word, few) for word in words)


def _sort(word: str, few: bool) -> str:
    bare = word.strip("()[]’'\"“”")
    low = bare.lower()
    if low in _ENDINGS or low == "et":
        return "ending"
    if not bare or bare[-1] in ":?!" or any(c.isdigit() for c in bare):
        return "no"
    if not bare[0].isupper() and (low in _PARTICLES or len(bare) == 1):
        return "particle"
    if _CJK.match(bare):
        return "name"
    if _INITIAL.match(bare):
        return "initial"
    if low.rstrip(".") in _NO_NAMES or (few and low in _EITHER):
        return "no"
    # Letters without case are taken as they are.
    cased = bare[0].lower() != bare[0].upper()
    fits = bare[0].isupper() or bool(_LOWER_NAME.match(bare)) or (bare[0].isalpha() and not cased)
    return "name" if fits and not (bare.endswith(".") and len(bare) > 5) else "no"
