"""A Zotero library, on zotero.org or in the running desktop client: read, and written as carefully as a file."""
