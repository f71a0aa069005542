"""Seed documents: plain text in no fixed layout, one file per layout."""
