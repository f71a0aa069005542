"""Is this record the work that the entry means? Evidence, guards, decision."""
