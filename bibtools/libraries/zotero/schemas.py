"""The schema of the library that is asked, asked for once in each of its versions."""

from __future__ import annotations

from bibtools.errors import SourceFailed
from bibtools.formats.zotero.schema import FALLBACK, Schema, schema_from_json
from bibtools.libraries.zotero.transport import Client
from bibtools.sources.cache import Cache


def schema(client: Client, cache: Cache) -> Schema:
    """The schema of the version that the last answer named, from the cache or from the library.

    Where none can be had, what bibtools knows by heart.
    """
    version = client.schema_version
    kept = cache.get("zotero-schema", version) if version else None
    if kept is not None:
        found = _read(kept)
        if found is not None and str(found.version) == version:
            return found
    try:
        data = client.get("/schema").data
    except SourceFailed:
        return FALLBACK
    found = _read(data)
    if found is None:
        return FALLBACK
    cache.put("zotero-schema", str(found.version), _needed(data))
    return found


def _read(data: object) -> Schema | None:
    try:
        return schema_from_json(data)
    except ValueError:
        return None


def _needed(data: object) -> object:
    """What is read of a schema; the rest, names in all languages, is megabytes."""
    assert isinstance(data, dict)
    return {"version": data["version"], "itemTypes": data["itemTypes"]}
