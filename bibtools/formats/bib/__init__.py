"""BibTeX and BibLaTeX: lossless spans, meaning, editing, writing."""
