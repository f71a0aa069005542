"""LaTeX to Unicode and back: the door to the modules that do it."""

from __future__ import annotations

from bibtools.text.latex_read import to_unicode
from bibtools.text.latex_write import to_latex
from bibtools.text.protect import protect

__all__ = ["protect", "to_latex", "to_unicode"]
