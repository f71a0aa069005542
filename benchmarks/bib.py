"""The `.bib` engine beside bibtexparser, refkit and citerra: reading, memory, editing, growth, identical bytes.

    python -m benchmarks.bib [--sizes 1000 10000] [--rounds 5] [--large] [--save FILE]

Files are generated: entries as publishers export them, in braces and quotes, with LaTeX and a few letters beyond ASCII.
Each measurement runs in a process of its own, programs in turn; times are CPU time and medians; read the ratios.
`--large` adds 100,000 entries (some 70 MB), which takes the peers minutes and gigabytes.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median
from time import process_time

EDITS = 500
LARGE = 100_000
PEERS = ("bibtools", "refkit", "citerra", "bibtexparser")
_TEXT = (
    "quantum field theory neural attention model learning graph spectral the of and for with deep network optimal "
    'gradient estimation bounds lattice Schr{\\"o}dinger {BERT} $SU(N)$ \\alpha-stable naïve Poincaré kernel'
)
WORDS = _TEXT.split()


def entry(number: int, random: Random) -> str:
    """One entry of about 700 characters and eleven fields."""

    def text(count: int) -> str:
        return " ".join(random.choice(WORDS) for _ in range(count))

    people = " and ".join(f"{random.choice('ABC')}uthor{random.randrange(999)}, {random.choice('JKL')}." for _ in "abc")
    fields = (
        ("author", f"{{{people}}}"),
        ("title", f"{{{{{text(10)}}}}}"),
        ("journal", f'"{text(4)}"'),
        ("year", f"{{{random.randrange(1950, 2026)}}}"),
        ("volume", f"{{{random.randrange(99)}}}"),
        ("pages", f"{{{number}--{number + 9}}}"),
        ("doi", f"{{10.1000/{number}}}"),
        ("url", f"{{https://example.org/{number}}}"),
        ("month", "jan"),
        ("publisher", f"{{{text(3)}}}"),
        ("abstract", f"{{{text(30)}}}"),
    )
    kind = random.choice(("article", "inproceedings", "book", "misc"))
    body = ",\n".join(f"  {name:<10}= {value}" for name, value in fields)
    return f"@{kind}{{key{number},\n{body}\n}}\n"


def write_file(path: Path, count: int) -> None:
    """A file of `count` entries, the same on every run."""
    random = Random(count)
    with path.open("w", encoding="utf-8", newline="") as file:
        for number in range(count):
            file.write(entry(number, random) + "\n")


def chosen(count: int) -> list[int]:
    """The entries that are edited, spread over the file."""
    step = max(count // EDITS, 1)
    return list(range(0, count, step))[:EDITS]


# What each program is asked: every field of every entry as text; opening, changing EDITS values, and the new text.
# The answers are compared, so that no program gets away with less work.


def bibtools_fields(path: Path) -> int:
    from bibtools.formats.bib.fields import every_field
    from bibtools.formats.encoding import decode

    return sum(len(fields) for _, fields in every_field(decode(path.read_bytes()).text))


def refkit_fields(path: Path) -> int:
    from refkit import BibDocument

    document = BibDocument.parse(path.read_text("utf-8"))
    entries = document.entries.occurrences()
    return sum(len([(field.name, field.value) for field in each.fields.occurrences()]) for each in entries)


def citerra_fields(path: Path) -> int:
    import citerra

    document = citerra.parse(path.read_text("utf-8"))
    return sum(len([(field.name, field.value_source) for field in each.fields]) for each in document.entries)


def bibtexparser_fields(path: Path) -> int:
    import bibtexparser

    library = bibtexparser.parse_string(path.read_text("utf-8"), parse_stack=[])
    return sum(len([(field.key, field.value) for field in each.fields]) for each in library.entries)


def bibtools_edit(path: Path, count: int, *, proven: bool = False) -> int:
    from bibtools.formats.bib.edit import edit
    from bibtools.formats.bib.scan import scan
    from bibtools.formats.bib.verify import verify
    from bibtools.formats.edits import apply_edits
    from bibtools.formats.encoding import decode, encode
    from bibtools.model.change import Change

    decoded = decode(path.read_bytes())
    blocks = scan(decoded.text)
    changes = [Change(f"key{number}", "set-field", "benchmark", "year", new="{1900}") for number in chosen(count)]
    text = apply_edits(blocks.text, edit(blocks, changes))
    if proven:
        verify(blocks, text, changes)
    return encode(text, decoded.encoding, decoded.bom).count(b"{1900}")


def bibtools_proven(path: Path, count: int) -> int:
    return bibtools_edit(path, count, proven=True)


def refkit_edit(path: Path, count: int) -> int:
    from refkit import BibDocument

    document = BibDocument.parse(path.read_text("utf-8"))
    patch = []
    for number in chosen(count):
        found = document.entries[f"key{number}"]
        field = found.fields["year"]
        patch.append({"kind": "set_field", "entry_id": found.id, "field_id": field.id, "value": "1900"})
    result = document.apply_patch(patch)
    return result["document"].to_bibtex().count("{1900}")


def citerra_edit(path: Path, count: int) -> int:
    import citerra

    document = citerra.parse(path.read_text("utf-8"))
    for number in chosen(count):
        document.set_field(f"key{number}", "year", "1900")
    return document.write().count("{1900}")


def bibtexparser_edit(path: Path, count: int) -> int:
    import bibtexparser
    from bibtexparser.model import Entry, Field

    library = bibtexparser.parse_string(path.read_text("utf-8"), parse_stack=[])
    for number in chosen(count):
        old = library.entries_dict[f"key{number}"]
        fields = [Field("year", "{1900}") if field.key == "year" else field for field in old.fields]
        library.replace(old, Entry(old.entry_type, old.key, fields))
    return bibtexparser.write_string(library, unparse_stack=[]).count("{1900}")


TASKS: dict[str, Callable[..., int]] = {
    f"{program} {task}": globals()[f"{program}_{task}"] for program in PEERS for task in ("fields", "edit")
} | {"bibtools proven": bibtools_proven}


def measure(task: str, path: Path, count: int) -> dict[str, float]:
    """Run one task in this process: its answer, CPU seconds without imports, and peak memory beyond the imports."""
    run = TASKS[task]
    arguments = () if task.endswith("fields") else (count,)
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "small.bib"
        write_file(small, 10)
        run(small, *(() if task.endswith("fields") else (10,)))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = process_time()
    answer = run(path, *arguments)
    seconds = process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return {"answer": answer, "seconds": seconds, "peak": peak * 1024 if os.uname().sysname == "Linux" else peak}


def compare(path: Path, count: int, rounds: int) -> dict[str, dict[str, float] | None]:
    """Medians of each task in processes of their own, in turn; None where a program refuses."""
    runs: dict[str, list[dict[str, float]] | None] = {task: [] for task in TASKS}
    for _ in range(rounds):
        for task, found in runs.items():
            if found is None:
                continue
            call = [sys.executable, "-m", "benchmarks.bib", "--one", task, str(path), str(count)]
            done = subprocess.run(call, capture_output=True, text=True, check=False)
            if done.returncode:
                print(f"{task}: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
                runs[task] = None
            else:
                found.append(json.loads(done.stdout))
    expected = {"fields": 11 * count, "edit": len(chosen(count)), "proven": len(chosen(count))}
    medians: dict[str, dict[str, float] | None] = {}
    for task, found in runs.items():
        medians[task] = {key: median(run[key] for run in found) for key in found[0]} if found else None
        assert not found or found[0]["answer"] == expected[task.split()[1]], (task, found[0])
    return medians


def identical() -> tuple[int, int]:
    """On how many tricky files unmodified reading and writing gives the same bytes, and how many there are."""
    from bibtools.formats.bib.edit import edit
    from bibtools.formats.bib.scan import scan
    from bibtools.formats.edits import apply_edits
    from bibtools.formats.encoding import decode, encode

    texts = [
        entry(1, Random(1)).replace("\n", newline) + tail
        for newline in ("\n", "\r\n", "\r")
        for tail in (
            "",
            "@misc{a, title = {never closed",
            "% the end",
            '@string{a = "A"}',
            "@comment{x}",
            "@misc(a, b=c#d)",
        )
    ]
    folder = os.environ.get("BIBTOOLS_SHARED")
    real = [each.read_bytes() for each in sorted(Path(folder, "data/bib-corpus").iterdir())] if folder else []
    same = 0
    files = [text.encode() for text in texts] + [b"\xef\xbb\xbf" + text.encode() for text in texts] + real
    for data in files:
        decoded = decode(data)
        blocks = scan(decoded.text)
        text = apply_edits("".join(map(blocks.source, blocks)), edit(blocks, []))
        same += encode(text, decoded.encoding, decoded.bom) == data
    return same, len(files)


def ratio(mine: dict[str, float] | None, theirs: dict[str, float] | None, key: str) -> str:
    return f"{mine[key] / theirs[key]:.3f}" if mine and theirs and theirs[key] else "–"


def report(results: dict[int, dict[str, dict[str, float] | None]], sizes: dict[int, int], rounds: int) -> str:
    lines = [
        "# The .bib engine beside its peers",
        "",
        "CPU time and peak memory of bibtools divided by the peer's, in the same run; below 1 is better than the peer.",
        f"Written by `python -m benchmarks.bib`; medians of {rounds} rounds ({LARGE:,} entries: one round).",
        "bibtexparser is read without its middleware; – : the peer refuses to edit the file (refkit above 16 MiB).",
        "",
        "| entries | work | refkit 0.4.0 | citerra 0.4.0 | bibtexparser 2.1 |",
        "| --- | --- | --- | --- | --- |",
    ]
    rows = [
        ("every field as text, time", "bibtools fields", "fields", "seconds"),
        ("every field as text, memory", "bibtools fields", "fields", "peak"),
        (f"open, {EDITS} edits, write, time", "bibtools edit", "edit", "seconds"),
        ("the same, the result proven by reading it anew", "bibtools proven", "edit", "seconds"),
    ]
    for count, found in results.items():
        for title, mine, task, key in rows:
            cells = [ratio(found[mine], found[f"{peer} {task}"], key) for peer in PEERS[1:]]
            lines.append(f"| {count:,} | {title} | {' | '.join(cells)} |")
    lines += ["", "| entries | peak memory of bibtools ÷ size of the file, every field as text |", "| --- | --- |"]
    for count, found in results.items():
        mine = found["bibtools fields"]
        lines.append(f"| {count:,} | {mine['peak'] / sizes[count]:.2f} |" if mine else f"| {count:,} | – |")
    small, large = min(results), max(results)
    if small != large:
        lines += ["", f"| growth from {small:,} to {large:,} entries | time |", "| --- | --- |"]
        for task in TASKS:
            lines.append(f"| {task} | {ratio(results[large][task], results[small][task], 'seconds')} |")
    same, files = identical()
    return "\n".join(
        [*lines, "", f"Identical bytes after reading and writing unmodified: {same} of {files} files.", ""]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--large", action="store_true", help=f"also {LARGE:,} entries")
    parser.add_argument("--save", type=Path, default=None)
    parser.add_argument("--one", nargs=3, metavar=("TASK", "FILE", "COUNT"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        task, path, count = arguments.one
        print(json.dumps(measure(task, Path(path), int(count))))
        return
    results, sizes = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        for count in sorted({*arguments.sizes, *([LARGE] if arguments.large else [])}):
            path = Path(folder) / f"{count}.bib"
            write_file(path, count)
            sizes[count] = path.stat().st_size
            results[count] = compare(path, count, 1 if count == LARGE else arguments.rounds)
    text = report(results, sizes, arguments.rounds)
    print(text, end="")
    if arguments.save:
        arguments.save.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
