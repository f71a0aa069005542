"""LaTeX to Unicode and back: the door to the modules that do it."""

from __future__ import annotations

from bibtools.text.latex_read import to_plain, to_unicode

__all__ = ["to_plain", "to_unicode"]
