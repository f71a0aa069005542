"""Problems in a bibliography: `check` finds them, `explain` says what each means, `RULES` are what is looked for.

To add a rule, write one small file in `bibtools/check/rules/`, a line in the tuple there, and a good and a bad example
in `tests/golden/check/<CODE>/`, with what its repairs, if it has any, make of the bad one, and, for a rule about
matches, the records. A rule about fields must be met by `ordinary.py`, one about meaning by `plain.py`: tests say so.
"""

from __future__ import annotations

from bibtools.check.base import Rule
from bibtools.check.quick import check_bib
from bibtools.check.rules import RULES
from bibtools.check.run import blocking, check, check_references, explain, find

__all__ = ["RULES", "Rule", "blocking", "check", "check_bib", "check_references", "explain", "find"]
