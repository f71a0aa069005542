"""A replica of the local API of Zotero's desktop client: reading as on the web, and its own way of writing.

It checks almost nothing. A write reads the whole item in again, so that unknown properties end in Extra, and lines of
Extra that are called like an empty field move into that field, whatever the write was about.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Literal

from servers.zotero_api import USER, Api
from servers.zotero_facts import Schema
from servers.zotero_rules import Rejected, cleaned, invalid
from servers.zotero_store import CHILDREN, KEY, OF_ATTACHMENTS, Clock, Data, Item, Library, envelope, without_empty
from servers.zotero_wire import Answer, Asked, as_json, as_text, refusal, refused
from servers.zotero_write import check_single_version, failure, keep, modified, parsed

Dialog = Literal["once", "always", "deny"]
MOST_DIALOGS = 5
DIALOG_WINDOW = 60.0
_LINE = re.compile(r"([^:\n]+):\s*(.*)")
_TYPES = {
    "article-journal": "journalArticle",
    "paper-conference": "conferencePaper",
    "chapter": "bookSection",
    "speech": "presentation",
}
_KNOWN = {
    *("key", "version", "itemType", "parentItem", "creators", "tags", "collections", "relations", "note", "deleted"),
    *("inPublications", "dateAdded", "dateModified"),
    *OF_ATTACHMENTS,
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?Z?)?|CURRENT_TIMESTAMP")


@dataclass
class Permission:
    """A key that the user granted in a dialog."""

    remember: bool


class Desktop(Api):
    """The running program. `dialog` is the button that the user presses when asked for permission."""

    usual_page = None
    largest_page = None
    empty_fields = False

    def __init__(
        self,
        clock: Clock,
        schema: Data | None = None,
        *,
        server_id: str | None = "6LpvURP2E933",
        enabled: bool = True,
        dialog: Dialog = "always",
    ) -> None:
        super().__init__(clock, schema)
        self.server_id = server_id
        self.enabled = enabled
        self.dialog: Dialog = dialog
        self.permissions: dict[str, Permission] = {}
        self._asked: list[float] = []

    def restart(self) -> None:
        """The user quits the program and starts it again: what was in memory only is gone."""
        self.permissions = {key: each for key, each in self.permissions.items() if each.remember}
        self._tokens.clear()

    def answer(self, asked: Asked) -> Answer:
        if "origin" in asked.headers or asked.headers.get("user-agent", "").startswith("Mozilla/"):
            return Answer(0, hang_up=True)
        try:
            made = self._route(asked)
        except Rejected as problem:
            made = refused(problem)
        if made.code in (412, 428):
            made.reason = "undefined"
        made.headers |= {"Zotero-API-Version": "3", "Zotero-Schema-Version": str(self.schema.version)}
        return made

    def _route(self, asked: Asked) -> Answer:
        host = asked.headers.get("host", "").partition(":")[0]
        if host not in ("localhost", "127.0.0.1"):
            raise invalid("Invalid Host header")
        if asked.path != "/api" and not asked.path.startswith("/api/"):
            raise Rejected(404, "No endpoint found")
        if not self.enabled:
            raise Rejected(403, "Local API is not enabled")
        if asked.headers.get("zotero-api-version", "3") != "3":
            raise Rejected(501, "API version not implemented")
        path = asked.path.removeprefix("/api")
        if path in ("", "/"):
            named = {"Zotero-Server-ID": self.server_id} if self.server_id else {}
            return as_text("Nothing to see here.", headers=named)
        if known := self.facts(asked, path):
            return known
        if path == "/local/authorize" and self.server_id and asked.method == "POST":
            return self._authorize(asked)
        place = re.fullmatch(r"/(users|groups)/(\d+)/(.+?)/?", path)
        if place is None or place[3].startswith("deleted"):
            raise Rejected(404, "No endpoint found")
        library = self._library(place[1], int(place[2]))
        if asked.write is not None:
            if self.server_id is None:
                raise invalid("Endpoint does not support method")
            self._check_permission(asked)
        return self.in_library(asked, library, place[3].split("/"))

    def _library(self, kind: str, number: int) -> Library:
        if kind == "users":
            if number not in (0, USER):
                raise invalid("Only data for the logged-in user is available locally -- use userID 0")
            return self.user
        if number not in self.groups:
            raise Rejected(404, "Not found")
        return self.groups[number]

    def _check_server(self, asked: Asked) -> None:
        given = asked.headers.get("zotero-server-id")
        if given is None:
            raise Rejected(428, "Zotero-Server-ID must be provided for write requests")
        if given != self.server_id:
            raise Rejected(412, "Zotero-Server-ID does not match this server")

    def _check_permission(self, asked: Asked) -> None:
        """Raise Rejected without a valid key; a key that was granted once is gone with any attempt."""
        text = asked.headers.get("zotero-api-key", "")
        permission = self.permissions.get(text)
        if permission and not permission.remember:
            del self.permissions[text]
        self._check_server(asked)
        if permission is None:
            raise Rejected(401, "Invalid or missing API key")

    def _authorize(self, asked: Asked) -> Answer:
        self._check_server(asked)
        now = self.clock()
        self._asked = [at for at in self._asked if now - at < DIALOG_WINDOW]
        if len(self._asked) >= MOST_DIALOGS:
            return refusal(429, "Too many requests", {"Retry-After": str(int(DIALOG_WINDOW - (now - self._asked[0])))})
        self._asked.append(now)
        body = parsed(asked.body)
        if not isinstance(body, dict) or not body.get("appName"):
            raise invalid("'appName' not provided")
        if self.dialog == "deny":
            return as_json({"denied": True}, 403)
        text = f"local{len(self.permissions):03}{self.user.new_key()}"
        self.permissions[text] = Permission(remember=self.dialog == "always")
        return as_json({"key": text, "remember": self.dialog == "always"})

    def post(self, library: Library, elements: Any, header: int | None) -> Data:
        report: Data = {"successful": {}, "success": {}, "unchanged": {}, "failed": {}}
        for index, element in enumerate(elements):
            try:
                item, changed = self._element(library, element, needs_version=header is None)
            except Rejected as problem:
                key = element.get("key", "") if isinstance(element, dict) else ""
                report["failed"][str(index)] = {"key": key, **failure(problem)}
                continue
            if changed:
                report["successful"][str(index)] = envelope(item, library, empty_fields=False)
                report["success"][str(index)] = item.key
            else:
                report["unchanged"][str(index)] = item.key
        return report

    def write(self, library: Library, key: str, element: Any, header: int | None, *, partial: bool) -> int:
        existing = library.items.get(key)
        if existing is None:
            raise Rejected(500 if not partial else 404, "" if not partial else "Item not found")
        if not isinstance(element, dict):
            raise invalid("Invalid item object")
        check_single_version(existing, element.get("version"), header)
        item, _ = self._keep(library, element, existing, partial=partial)
        return item.version

    def _element(self, library: Library, element: Any, *, needs_version: bool) -> tuple[Item, bool]:
        if not isinstance(element, dict):
            raise invalid("Invalid item object")
        key, version = element.get("key"), element.get("version")
        if key is None:
            if element.get("itemType") not in self.schema.fields:
                raise invalid(f"'{element.get('itemType')}' is not a valid itemType")
            return self._keep(library, element, None, partial=True)
        if not isinstance(key, str) or not KEY.fullmatch(key):
            raise invalid(f"'{key}' is not a valid item key")
        existing = library.items.get(key)
        if existing is None:
            raise invalid("'primaryData' not loaded")
        if version is None and needs_version:
            raise Rejected(428, "Either If-Unmodified-Since-Version or 'version' property must be provided")
        if version is not None and version != existing.version:
            raise modified(version, existing)
        return self._keep(library, element, existing, partial=True)

    def _keep(self, library: Library, element: Data, existing: Item | None, *, partial: bool) -> tuple[Item, bool]:
        before = deepcopy(existing.data) if existing and partial else {}
        given = {name: value for name, value in element.items() if name not in ("key", "version")}
        data = imported(self.schema, {**before, **cleaned(given)})
        return keep(library, data, existing, existing.key if existing else None, dated=False)


def imported(schema: Schema, given: Data) -> Data:
    """The data of an item as the program understands JSON that it does not check."""
    data = deepcopy(given)
    item_type, lines = _type_and_lines(schema, data)
    if item_type in CHILDREN:
        return without_empty(data)
    fields = schema.fields[item_type]
    moved: list[str] = []
    for name in [name for name in data if name not in _KNOWN and name not in fields]:
        value = data.pop(name)
        target = schema.field_on(item_type, name, str(given["itemType"])) if item_type != given["itemType"] else None
        if target and not data.get(target):
            data[target] = value
        elif value:
            moved.append(f"{label(name)}: {value}")
    kept = []
    for line in lines:
        field = _field_of_line(schema, item_type, line)
        if field and field not in data:
            data[field] = _LINE.fullmatch(line)[2].strip()  # type: ignore[index]
        else:
            kept.append(line)
    data["extra"] = "\n".join([*moved, *kept]).strip()
    allowed = schema.creators[item_type]
    data["creators"] = [
        creator if creator.get("creatorType") in allowed else {**creator, "creatorType": allowed[0]}
        for creator in data.get("creators", [])
    ]
    if data.get("accessDate") and not _DAY.fullmatch(str(data["accessDate"])):
        del data["accessDate"]
    for name, nothing in (("tags", []), ("collections", []), ("relations", {})):
        data.setdefault(name, nothing)
    return without_empty({name: value.strip() if isinstance(value, str) else value for name, value in data.items()})


def label(field: str) -> str:
    """What a property is called in Extra: "Publication Title" for `publicationTitle`."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", field)
    return words[:1].upper() + words[1:]


def _type_and_lines(schema: Schema, data: Data) -> tuple[str, list[str]]:
    """The type the item ends up with, and the lines of Extra that are left to look at."""
    item_type = str(data["itemType"])
    lines = str(data["extra"]).split("\n") if data.get("extra") else []
    for line in lines if item_type not in CHILDREN else []:
        match = _LINE.fullmatch(line)
        if match and match[1].strip().lower() == "type" and match[2].strip() != "article":
            named = _TYPES.get(match[2].strip(), match[2].strip())
            if named in schema.fields:
                item_type = data["itemType"] = named
                lines = [each for each in lines if each != line]
                break
    return item_type, lines


def _field_of_line(schema: Schema, item_type: str, line: str) -> str | None:
    match = _LINE.fullmatch(line)
    if match is None or not match[2].strip():
        return None
    wanted = re.sub(r"[\s_-]", "", match[1]).lower()
    if wanted == "type":
        return None
    for own, base in schema.bases[item_type].items():
        if wanted in (own.lower(), base.lower()) and own not in ("title", "extra"):
            return own
    return None
