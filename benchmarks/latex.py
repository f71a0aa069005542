"""LaTeX to Unicode beside pylatexenc: how often the answers agree, why they differ, and how long both take.

    python -m benchmarks.latex FOLDER [--show 20]

Takes every distinct field value of the .bib files in FOLDER. Answers are compared after NFC. A difference counts as
deliberate when `bibtools.text.latex_read` names its reason (a percent sign is no comment, URLs are not touched, …).
Times are CPU time, medians of five passes for us and one for pylatexenc, in one run; read the ratio.
"""

from __future__ import annotations

import argparse
import logging
import re
from collections import Counter
from pathlib import Path
from statistics import median
from time import process_time
from unicodedata import normalize

REASONS = {
    "% is a percent sign": re.compile(r"(?<!\\)%"),
    "& is an ampersand": re.compile(r"(?<!\\)&"),
    "addresses stay": re.compile(r"https?://|\\(?:url|href|path)\b"),
    "< and > stay in text": re.compile(r"[<>]"),
    "\\mbox keeps its text": re.compile(r"\\mbox"),
    "spacing macros": re.compile(r"\\[\\/!-]"),
    "logos are printed": re.compile(r"\\(?:La|Bib|Xe|Lua|pdf)?TeX"),
    "notes and citations stay": re.compile(r"\\(?:foot)?(?:note|cite|ref)"),
    "unknown macros keep their name": re.compile(r"\\[A-Za-z]+"),
}


def values(folder: Path) -> list[str]:
    """Every distinct value of a field in the folder's files, without its outer delimiters."""
    import bibtexparser

    found = set()
    for path in sorted(folder.iterdir()):
        if path.suffix == ".json":
            continue
        library = bibtexparser.parse_string(path.read_bytes().decode("utf-8", "replace"), parse_stack=[])
        for entry in library.entries:
            for field in entry.fields:
                value = str(field.value)
                found.add(value[1:-1] if value[:1] in ("{", '"') else value)
    return sorted(found)


def reason(value: str, ours: str, theirs: str | None) -> str:
    """Why the two answers to `value` differ, in a word or two."""
    if theirs is None:
        return "pylatexenc fails"
    if ours.split() == theirs.split():
        return "white space only"
    return next((name for name, sign in REASONS.items() if sign.search(value)), "not explained")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--show", type=int, default=10, help="how many unexplained differences to print")
    options = arguments.parse_args()
    logging.disable(logging.CRITICAL)
    from pylatexenc.latex2text import LatexNodes2Text

    from bibtools.text.latex import to_unicode

    corpus = values(options.folder)
    peer = LatexNodes2Text(math_mode="verbatim")

    times = []
    for _ in range(5):
        start = process_time()
        ours = [to_unicode(value) for value in corpus]
        times.append(process_time() - start)
    theirs: list[str | None] = []
    start = process_time()
    for value in corpus:
        try:
            theirs.append(normalize("NFC", peer.latex_to_text(value)))
        except Exception:  # the peer's own faults are part of the result
            theirs.append(None)
    theirs_time = process_time() - start

    differ = [(v, a, b) for v, a, b in zip(corpus, ours, theirs, strict=True) if a != b]
    why = Counter(reason(*case) for case in differ)
    count = len(corpus)
    print(f"{count:,} distinct values")
    print(
        f"time per value: {median(times) / count * 1e6:.2f} us, pylatexenc {theirs_time / count * 1e6:.0f} us,", end=" "
    )
    print(f"ratio {median(times) / theirs_time:.4f}")
    print(f"same answer: {1 - len(differ) / count:.2%}; same or for a stated reason: ", end="")
    print(f"{1 - (why['not explained'] + why['white space only']) / count:.2%}")
    for name, number in why.most_common():
        print(f"  {number:6,}  {name}")
    unexplained = [case for case in differ if reason(*case) == "not explained"]
    for value, mine, yours in unexplained[: options.show]:
        print(f"{value!r}\n  {mine!r}\n  {yours!r}")


if __name__ == "__main__":
    main()
