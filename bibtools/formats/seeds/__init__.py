"""Seed documents: loose text that names papers (author pages, lists of abstracts, notes), read only."""
