"""Names of people and collaborations in text: the door to the modules that read them."""

from __future__ import annotations

from bibtools.text.author_lists import parse_author_list, parse_family_given_run
from bibtools.text.bibtex_names import parse_bibtex_names
from bibtools.text.one_name import initials, parse_name

__all__ = ["initials", "parse_author_list", "parse_bibtex_names", "parse_family_given_run", "parse_name"]
