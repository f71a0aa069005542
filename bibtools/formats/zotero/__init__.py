"""Zotero's items: what a type may hold, what an item says, what a new one says, and files that Zotero imports."""
