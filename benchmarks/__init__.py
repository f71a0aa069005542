"""Opt-in benchmarks: `python -m benchmarks.<topic>`, compared with a named peer in the same run."""
