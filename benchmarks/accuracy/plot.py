"""The reliability of the confidence as a small picture: what was said, and how often it came true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log, sqrt

from benchmarks.accuracy.score import Bin

SIDE, LEFT, TOP = 400, 62, 36
LEAST = 0.001
TICKS = (0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999)
SURE = 1.96


def wilson(share: float, cases: int) -> tuple[float, float]:
    """The 95 % interval of a share seen in so many cases.

    >>> [round(bound, 3) for bound in wilson(1.0, 100)]
    [0.963, 1.0]
    """
    spread = SURE**2 / cases
    middle = (share + spread / 2) / (1 + spread)
    half = SURE * sqrt(share * (1 - share) / cases + spread / (4 * cases)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def place(share: float) -> float:
    """Where a share stands on an axis from 0 to 1 that gives 0.99 and 0.999 as much room as 0.5 and 0.9 (log-odds)."""
    inside = min(max(share, LEAST), 1 - LEAST)
    widest = log((1 - LEAST) / LEAST)
    return (log(inside / (1 - inside)) / widest + 1) / 2


def _across(share: float) -> float:
    return LEFT + SIDE * place(share)


def _up(share: float) -> float:
    return TOP + SIDE * (1 - place(share))


def reliability_plot(bins: Sequence[Bin], title: str) -> str:
    """An SVG picture: a dot for each range of confidence with the 95 % interval of the share that was right."""
    right, low = LEFT + SIDE, TOP + SIDE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {right + 24} {low + 56}" font-family="sans-serif"'
        ' font-size="12" role="img">',
        f"<title>{title}</title>",
        f'<rect width="{right + 24}" height="{low + 56}" fill="white"/>',
        f'<text x="{LEFT}" y="22" font-size="14">{title}</text>',
        *_grid(right, low),
        f'<path d="M{LEFT} {low}L{right} {TOP}" stroke="#888" stroke-dasharray="5 4" fill="none"/>',
        *_dots(bins),
        f'<text x="{LEFT + SIDE / 2:.0f}" y="{low + 44}" text-anchor="middle">confidence stated</text>',
        f'<text transform="translate(16 {TOP + SIDE / 2:.0f}) rotate(-90)" text-anchor="middle">share right</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _grid(right: float, low: float) -> Iterator[str]:
    for tick in TICKS:
        x, y = _across(tick), _up(tick)
        yield f'<path d="M{x:.1f} {TOP}V{low}M{LEFT} {y:.1f}H{right}" stroke="#ddd" fill="none"/>'
        yield f'<text x="{x:.1f}" y="{low + 18}" text-anchor="middle">{tick:g}</text>'
        yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{tick:g}</text>'


def _dots(bins: Sequence[Bin]) -> Iterator[str]:
    for each in bins:
        x, (least, most) = _across(each.said), wilson(each.right, each.cases)
        yield f'<path d="M{x:.1f} {_up(least):.1f}V{_up(most):.1f}" stroke="#1f5fa8" stroke-width="2" fill="none"/>'
        yield (
            f'<circle cx="{x:.1f}" cy="{_up(each.right):.1f}" r="4.5" fill="#1f5fa8">'
            f"<title>said {each.said:.4f}, right {each.right:.4f} of {each.cases}</title></circle>"
        )
