"""Seeded damage as real copies have it: a function takes a text and a source of chance and returns the text damaged."""

from __future__ import annotations

import re
from random import Random

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LIGATURES = {"ffi": "ﬃ", "ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ"}


def clean(text: str, _: Random) -> str:
    return text


def plain(text: str, _: Random) -> str:
    """LaTeX as a reader sees it: no dollars, braces, commands without their backslash."""
    return re.sub(r"\s+", " ", re.sub(r"\\(?:mathrm|mathcal|mathbf|rm|it|bf|emph|textit|textbf)\b|[${}\\]", "", text))


def dropped_words(text: str, random: Random) -> str:
    """One word in ten is gone."""
    return " ".join(word for word in text.split() if random.random() > 0.1)


def pdf_copy(text: str, random: Random) -> str:
    """Lines of some 90 characters, long words cut by a hyphen at their ends, ligatures, curly quotes."""
    lines, width = [""], 0
    for word in text.split():
        if width + len(word) > 90 and len(word) > 6 and word.isalpha():
            cut = random.randrange(3, len(word) - 2)
            lines[-1] += word[:cut] + "-"
            lines.append(word[cut:] + " ")
        elif width + len(word) > 90:
            lines.append(word + " ")
        else:
            lines[-1] += word + " "
        width = len(lines[-1])
    copied = "\n".join(lines).replace("``", "“").replace("''", "”").replace("'", "’")
    for letters, ligature in _LIGATURES.items():
        copied = copied.replace(letters, ligature)
    return copied


def noise(text: str, random: Random, rate: float = 0.1) -> str:
    """Of the letters, one in ten is replaced, dropped or doubled."""
    damaged = []
    for letter in text:
        if random.random() < rate:
            damaged.append(random.choice([random.choice(_LETTERS), "", letter * 2]))
        else:
            damaged.append(letter)
    return "".join(damaged)


def first_quarter(text: str, _: Random) -> str:
    return text[: max(80, len(text) // 4)]


def mixed(text: str, random: Random) -> str:
    """Three quarters of the text, some words dropped, letters wrong here and there, copied from a PDF."""
    return pdf_copy(noise(dropped_words(text[: len(text) * 3 // 4], random), random, 0.02), random)


def two_typos(text: str, random: Random) -> str:
    """Two letters replaced, dropped, doubled, or swapped with the next."""
    for _ in range(2):
        at = random.randrange(max(1, len(text) - 1))
        kind = random.randrange(4)
        middle = [random.choice(_LETTERS), "", text[at : at + 1] * 2, text[at : at + 2][::-1]][kind]
        text = text[:at] + middle + text[at + (2 if kind == 3 else 1) :]
    return text


def lost_word(text: str, random: Random) -> str:
    """A word dropped and a typo."""
    words = text.split()
    if len(words) > 2:
        del words[random.randrange(len(words))]
    return two_typos(" ".join(words), random)


def phrase(text: str, random: Random) -> str:
    """Eight words in a row."""
    words = text.split()
    start = random.randrange(max(1, len(words) - 8))
    return " ".join(words[start : start + 8])


ABSTRACT = {
    "abstract, clean": clean,
    "abstract, LaTeX made plain": plain,
    "abstract, 10 % words dropped": dropped_words,
    "abstract, PDF copy": pdf_copy,
    "abstract, 10 % letters wrong": noise,
    "abstract, first quarter": first_quarter,
    "abstract, mix": mixed,
    "eight words of the abstract": phrase,
}
TITLE = {
    "title, clean": clean,
    "title, two typos": two_typos,
    "title, word lost, typos": lost_word,
    "title, 10 % letters wrong": noise,
}
