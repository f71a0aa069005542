"""Bib text for property tests: well-formed files, and files mutated until little is well-formed."""

from __future__ import annotations

from hypothesis import strategies as st

NEWLINES = st.sampled_from(["\n", "\r\n", "\r"])
KEYS = st.from_regex(r"[A-Za-z][A-Za-z0-9_:.+/-]{0,8}", fullmatch=True)
NAMES = st.sampled_from(["title", "Author", "YEAR", "month", "note", "doi", "x-mine", "date-added", "howpublished"])
TYPES = st.sampled_from(["article", "Misc", "INBOOK", "online"])
_WORDS = st.text('ab Äß{}\\"%@#,=\n~$', max_size=12)


def _balance(text: str) -> str:
    """`text` with braces removed or added until they balance, and none escaped."""
    depth, kept = 0, []
    for character in text.replace("\\", ""):
        if character == "}" and not depth:
            continue
        depth += {"{": 1, "}": -1}.get(character, 0)
        kept.append(character)
    return "".join(kept) + "}" * depth


INNER = _WORDS.map(_balance)
BRACED = INNER.map(lambda inner: f"{{{inner}}}")
QUOTED = INNER.map(lambda inner: '"' + inner.replace('"', "") + '"')
VALUES = st.one_of(BRACED, QUOTED, st.integers(0, 3000).map(str), st.sampled_from(["jan", "acm # { x}"]))
PLAIN_VALUES = st.one_of(
    st.text("abc ÄŁ-.:/", max_size=12).map(lambda inner: f"{{{inner}}}"), st.sampled_from(["jan", "2001", "{2001}"])
)


@st.composite
def entries(draw: st.DrawFn, newline: str = "\n") -> str:
    """One well-formed entry in one of many layouts."""
    names = draw(st.lists(NAMES, max_size=5, unique_by=str.lower))
    before, after = draw(st.sampled_from(["", " ", "   ", "\t"])), draw(st.sampled_from(["", " "]))
    if draw(st.booleans()):
        width = max((len(name) for name in names), default=0)
        fields = [f"{name:<{width}}{before}={after}{draw(VALUES)}" for name in names]
    else:
        fields = [f"{name}{before}={after}{draw(VALUES)}" for name in names]
    separator = draw(st.sampled_from([", ", f",{newline}  ", f",{newline}\t", f"{newline}  , "]))
    opening, closing = draw(st.sampled_from(["{}", "()"]))
    tail = draw(st.sampled_from(["", ",", f",{newline}", newline, f" ,{newline} "]))
    key = draw(KEYS)
    end = "," if tail.strip() and not fields else ""
    body = separator.join([key, *fields])
    return f"@{draw(TYPES)}{opening}{body}{tail if fields else end}{newline if opening == '(' else ''}{closing}"


@st.composite
def files(draw: st.DrawFn) -> str:
    """A well-formed file: entries, `@string`, `@preamble`, comments and free text in any order."""
    newline = draw(NEWLINES)
    other = st.sampled_from(
        [
            '@string{acm = "ACM"}',
            '@preamble{"\\newcommand{\\x}{y}"}',
            "@comment{jabref-meta: databaseType:bibtex;}",
            "% a remark",
            "free text, 50 % of it",
            "@Comment(in parentheses)",
        ]
    )
    blocks = draw(st.lists(st.one_of(entries(newline), other), max_size=6))
    gap = draw(st.sampled_from([newline, newline * 2, newline * 3]))
    return gap.join(blocks) + draw(st.sampled_from(["", newline]))


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A file with a few stretches removed, doubled, or replaced by what matters to a scanner."""
    text = draw(files())
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 12)))
        text = text[:start] + draw(SNIPPETS) + text[end:]
    return text


SNIPPETS = st.sampled_from(
    [
        "",
        "{",
        "}",
        '"',
        "@",
        ",",
        "=",
        "#",
        "%",
        "\\",
        "\\}",
        "\n",
        "\r",
        "\n@misc{",
        "@comment",
        "(",
        ")",
        " ",
        "\udcff",
        "𝔸",
    ]
)
FRAGMENTS = st.sampled_from(
    [
        "@a{",
        "\n@b{k",
        "@c(",
        "@string{",
        "@comment{",
        "key",
        ", f = {g}",
        ", n = 1",
        ', q = "r"',
        " # ",
        "= {2}",
        "h",
        "{",
        "}",
        ",",
        "}\n",
        ")",
        '"',
        "=",
        " ",
        "\n",
        "%",
        "é",
    ]
)
"""Pieces of entries, which fit together often enough for every way in which they nearly do."""

ANY_TEXT = st.one_of(
    mutated(),
    st.lists(FRAGMENTS, max_size=25).map("".join),
    st.text(max_size=80),
    st.lists(st.one_of(SNIPPETS, NAMES, KEYS), max_size=40).map("".join),
    st.binary(max_size=60).map(lambda data: data.decode("utf-8", "surrogateescape")),
)
