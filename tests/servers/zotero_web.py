"""A replica of Zotero's web API, version 3: keys and what they may do, and everything below `/users` and `/groups`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from servers.zotero_api import USER, Api, not_allowed, template
from servers.zotero_rules import Rejected, invalid
from servers.zotero_store import Clock, Data, Library
from servers.zotero_wire import Answer, Asked, as_json, refusal, refused
from servers.zotero_write import post_items, write_one

READING = ("GET", "HEAD")
MOST_BAD_KEYS = 5
BAD_KEYS_LAST = 300.0


@dataclass(frozen=True)
class Access:
    """What a key may do in one library."""

    library: bool = True
    write: bool = True
    notes: bool = True


@dataclass(frozen=True)
class ApiKey:
    """A key the user made; `groups` are by number, 0 stands for all of them."""

    user: Access = field(default_factory=Access)
    groups: dict[int, Access] = field(default_factory=lambda: {0: Access()})

    def may(self, library: Library) -> Access:
        if library.kind == "users":
            return self.user
        return self.groups.get(library.number) or self.groups.get(0) or Access(False, False, False)


class Web(Api):
    """The web API. `keys` are the keys that exist, by their text."""

    usual_page = 25
    largest_page = 100
    empty_fields = True

    def __init__(self, clock: Clock, schema: Data | None = None, keys: dict[str, ApiKey] | None = None) -> None:
        super().__init__(clock, schema)
        self.keys = keys or {}
        self._bad_keys: list[float] = []

    def answer(self, asked: Asked) -> Answer:
        try:
            made = self._route(asked)
        except Rejected as problem:
            made = refused(problem)
        made.headers |= {"Zotero-API-Version": "3", "Zotero-Schema-Version": str(self.schema.version)}
        return made

    def post(self, library: Library, elements: Any, header: int | None) -> Data:
        return post_items(library, elements, header)

    def write(self, library: Library, key: str, element: Any, header: int | None, *, partial: bool) -> int:
        return write_one(library, key, element, header, partial=partial)

    def _route(self, asked: Asked) -> Answer:
        if known := self.facts(asked, asked.path):
            return known
        if asked.path == "/items/new":
            return as_json(template(self.schema, asked.query.get("itemType", "")))
        key = self._key(asked)
        if asked.path == "/keys/current":
            return self._current_key(asked, key)
        place = re.fullmatch(r"/(users|groups)/([^/]+)/(.+?)/?", asked.path)
        if place is None:
            raise Rejected(404, "Not found")
        kind, number, rest = place.groups()
        if not number.isdigit():
            raise invalid(f"Invalid {kind.removesuffix('s')} ID")
        if kind == "users" and rest == "groups":
            return self._groups(int(number), key)
        library = self._library(asked, kind, int(number), key)
        if rest == "deleted":
            return _deleted(asked, library)
        notes = key.may(library).notes if key else True
        return self.in_library(asked, library, rest.split("/"), notes=notes)

    def _key(self, asked: Asked) -> ApiKey | None:
        text = asked.headers.get("zotero-api-key") or asked.query.get("key")
        if text is None and (bearer := asked.headers.get("authorization", "")).startswith("Bearer "):
            text = bearer.removeprefix("Bearer ")
        if text is None:
            return None
        if text not in self.keys:
            now = self.clock()
            self._bad_keys = [at for at in self._bad_keys if now - at < BAD_KEYS_LAST] + [now]
            if len(self._bad_keys) > MOST_BAD_KEYS:
                raise Rejected(429, "Too many authentication failures")
            raise Rejected(403, "Invalid key")
        return self.keys[text]

    def _library(self, asked: Asked, kind: str, number: int, key: ApiKey | None) -> Library:
        """The library of a path, if the key may do there what it asks for."""
        if key is None and asked.method not in READING:
            raise Rejected(403, "An API key is required for write requests.")
        if key is None or (kind == "users" and number != USER):
            raise Rejected(403, "Forbidden")
        library = self.user if kind == "users" else self.groups.get(number)
        if library is None or (kind == "groups" and not key.may(library).library):
            raise Rejected(404, "Not found")
        access = key.may(library)
        if not access.library:
            raise Rejected(403, "Forbidden")
        if asked.method not in READING and not (access.write and library.editing == "members"):
            raise Rejected(403, "Write access denied")
        return library

    def _current_key(self, asked: Asked, key: ApiKey | None) -> Answer:
        if key is None:
            raise Rejected(403, "Forbidden")
        if asked.method not in READING:
            return not_allowed("HEAD, GET")
        own = {"library": key.user.library, "files": True, "notes": key.user.notes, "write": key.user.write}
        groups = {
            str(number) if number else "all": {"library": access.library, "write": access.write}
            for number, access in key.groups.items()
        }
        access: Data = {"user": {name: True for name, given in own.items() if given}} if key.user.library else {}
        if groups:
            access["groups"] = groups
        text = next(text for text, known in self.keys.items() if known is key)
        return as_json({"key": text, "userID": USER, "username": "tester", "displayName": "", "access": access})

    def _groups(self, number: int, key: ApiKey | None) -> Answer:
        if key is None or number != USER:
            raise Rejected(403, "Forbidden")
        seen = [library for library in self.groups.values() if key.may(library).library]
        found = [
            {
                "id": library.number,
                "version": 1,
                "links": {},
                "meta": {},
                "data": {
                    "id": library.number,
                    "version": 1,
                    "name": library.name,
                    "owner": USER,
                    "type": "Private",
                    "libraryEditing": library.editing,
                    "libraryReading": "members",
                },
            }
            for library in seen
        ]
        return as_json(found, headers={"Total-Results": str(len(found))})


def _deleted(asked: Asked, library: Library) -> Answer:
    if asked.method not in READING:
        return not_allowed("GET")
    since = asked.query.get("since")
    if since is None or not since.isdigit():
        return refusal(400, "Invalid value for 'since' parameter" if since else "'since' parameter must be provided")
    keys = [key for key, version in library.gone.items() if version > int(since)]
    gone = {"collections": [], "searches": [], "items": keys, "tags": [], "settings": []}
    return as_json(gone, headers={"Last-Modified-Version": str(library.version)})
