"""What happens to a text on its way into somebody's notes: seeded, so that runs compare."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from string import ascii_lowercase

from bibtools.model.name import OTHERS, Name

Noise = Callable[[str, random.Random], str]
_LIGATURES = (("ffi", "ﬃ"), ("ffl", "ﬄ"), ("ff", "ﬀ"), ("fi", "ﬁ"), ("fl", "ﬂ"))
_LINE = 90


def drop_words(text: str, chance: random.Random, share: float = 0.05) -> str:
    """Some words are missing."""
    words = text.split()
    kept = [word for word in words if chance.random() > share]
    return " ".join(kept or words)


def typos(text: str, chance: random.Random, share: float = 0.01) -> str:
    """Some letters are exchanged, missing, doubled or swapped with their neighbour."""
    letters = list(text)
    for place in range(1, len(letters) - 1):
        if letters[place].isalpha() and chance.random() < share:
            slip = chance.randrange(4)
            if slip == 0:
                letters[place] = chance.choice(ascii_lowercase)
            elif slip == 1:
                letters[place] = ""
            elif slip == 2:
                letters[place] *= 2
            elif letters[place + 1].isalpha():
                letters[place], letters[place + 1] = letters[place + 1], letters[place]
    return "".join(letters)


def two_typos(text: str, chance: random.Random) -> str:
    """Two letters of words of four and more go wrong."""
    words = text.split()
    long = [place for place, word in enumerate(words) if len(word) >= 4 and word.isalpha()]
    for place in chance.sample(long, min(2, len(long))):
        word = words[place]
        at = chance.randrange(1, len(word) - 1)
        slip = chance.randrange(3)
        if slip == 0:
            words[place] = word[:at] + chance.choice(ascii_lowercase) + word[at + 1 :]
        elif slip == 1:
            words[place] = word[:at] + word[at + 1 :]
        else:
            words[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words)


def pdf_copy(text: str, chance: random.Random) -> str:
    """Line ends with hyphens, ligatures, curly quotes, a split-off capital."""
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) + 1 > _LINE:
            if len(word) > 7 and word.isalpha() and chance.random() < 0.6:
                cut = chance.randrange(3, len(word) - 3)
                lines.append(f"{line} {word[:cut]}-")
                line = word[cut:]
                continue
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    copied = "\n".join([*lines, line])
    for plain, ligature in _LIGATURES:
        copied = copied.replace(plain, ligature)
    return re.sub(r"\b([TV])(?=[aeo])", r"\1 ", copied).replace("'", "’")


def lost_spaces(text: str, chance: random.Random, share: float = 0.02) -> str:
    """Some words run together."""
    return "".join("" if letter == " " and chance.random() < share else letter for letter in " ".join(text.split()))


def pdf_title(title: str, chance: random.Random) -> str:
    """A title copied from a page: ligatures, a split-off capital, two words run together."""
    words = pdf_copy(title, chance).split()
    place = chance.randrange(max(1, len(words) - 1))
    return " ".join([*words[:place], "".join(words[place : place + 2]), *words[place + 2 :]])


def cut_short(text: str, chance: random.Random) -> str:
    """Only the first part, cut at a word."""
    words = text.split()
    return " ".join(words[: max(25, int(len(words) * chance.uniform(0.35, 0.7)))])


def without_a_sentence(text: str, chance: random.Random) -> str:
    """One sentence is missing, another one added."""
    sentences = re.split(r"(?<=[.!?])\s+", text)
    if len(sentences) > 2:
        del sentences[chance.randrange(len(sentences))]
    return " ".join([*sentences, "Code and data are available at our project page."])


def sentences_added(text: str, _: random.Random) -> str:
    """What a listing puts around an abstract."""
    before = "We are glad to announce our latest work, which has been accepted for presentation."
    return f"{before} {text} The full version, with all proofs and supplementary material, is available on request."


def sentences_dropped(text: str, chance: random.Random) -> str:
    """A third of the sentences is missing."""
    sentences = re.split(r"(?<=[.!?])\s+", text)
    gone = set(chance.sample(range(len(sentences)), len(sentences) // 3))
    return " ".join(sentence for place, sentence in enumerate(sentences) if place not in gone)


def plain_math(text: str, _: random.Random) -> str:
    """LaTeX made plain, as a web page shows it."""
    text = re.sub(r"\\(?:text|math)?(?:rm|bf|it|cal|emph|tt|sc|sf)\s*{([^{}]*)}", r"\1", text)
    text = re.sub(r"\\([a-zA-Z]+)", r"\1", text)
    return re.sub(r"[${}]", "", text)


def everything(text: str, chance: random.Random) -> str:
    """Some of each."""
    text = without_a_sentence(text, chance)
    text = drop_words(text, chance, 0.03)
    text = typos(text, chance, 0.007)
    return pdf_copy(text, chance)


ABSTRACT_NOISE: tuple[tuple[str, Noise], ...] = (
    ("words dropped", lambda text, chance: drop_words(text, chance, 0.1)),
    ("typos", typos),
    ("PDF copy", pdf_copy),
    ("cut short", cut_short),
    ("a sentence exchanged", without_a_sentence),
    ("a third of the sentences dropped", sentences_dropped),
    ("two sentences added", sentences_added),
    ("lost spaces", lost_spaces),
    ("plain math", plain_math),
    ("everything", everything),
)


def no_subtitle(title: str, _: random.Random) -> str:
    """What stands before the colon, if that is not a mere acronym."""
    head = title.split(": ", maxsplit=1)[0]
    return head if len(head.split()) >= 4 else title


def word_dropped(title: str, chance: random.Random) -> str:
    """One small or large word is missing."""
    words = title.split()
    if len(words) > 4:
        del words[chance.randrange(len(words))]
    return " ".join(words)


def other_case(title: str, chance: random.Random) -> str:
    """Capitals everywhere, hyphens as spaces, a full stop."""
    title = title.upper() if chance.random() < 0.3 else title.title()
    return title.replace("-", " ") + "."


def initials(names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Given names as initials."""
    return tuple(
        replace(name, given=" ".join(f"{part[0]}." for part in name.given.split())) if name.given else name
        for name in names
    )


def cut_authors(names: tuple[Name, ...], chance: random.Random) -> tuple[Name, ...]:
    """The first names and "and others"."""
    return (*names[: chance.randint(1, 3)], OTHERS) if len(names) > 3 else names


def swapped_names(names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Family and given names exchanged."""
    return tuple(replace(name, family=name.given, given=name.family) if name.given else name for name in names)
