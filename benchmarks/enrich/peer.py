"""Runs in the peer's environment: a JSON string in, what refextract reads of it out, null for nothing."""

import json
import sys

from refextract import extract_journal_reference

for line in sys.stdin:
    found = extract_journal_reference(json.loads(line)) or None
    print(json.dumps(found and {name: found.get(name) or None for name in ("title", "volume", "page", "year")}))
