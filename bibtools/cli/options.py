"""Options that several verbs share, and how they become settings."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bibtools.errors import UsageError
from bibtools.sources.works import SERVICES

if TYPE_CHECKING:
    from bibtools.config import Config
    from bibtools.merge.plan import Accept
    from bibtools.merge.policy import Policy

F = TypeVar("F", bound=Callable[..., Any])

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
files = click.argument("files", nargs=-1, required=True, metavar="FILE…")


_RECORDS = ("auto", "index", "api", "starter")
_COMMON = (
    click.option("-v", "--verbose", is_flag=True, help="Tell each request and what came of it."),
    click.option("--offline", is_flag=True, default=None, help="Never open a socket."),
    click.option("--index", type=click.Path(), metavar="PATH", help="The local index to use."),
)


def sources(verb: F) -> F:
    """--source, --index, --offline and --verbose: where candidates come from."""
    for option in (
        *_COMMON,
        click.option(
            "--source",
            type=click.Choice(_RECORDS),
            help="Where candidates come from. auto: your local index if there is one, then arXiv for what is open.",
        ),
    ):
        verb = option(verb)
    return verb


def services(verb: F) -> F:
    """--source as often as wanted, services of published works among them, and what else `sources` has."""

    @functools.wraps(verb)
    def told(*, source: tuple[str, ...], **flags: Any) -> Any:
        asked = [name for name in source if name in SERVICES]
        records = [name for name in source if name not in SERVICES]
        if len(records) > 1:
            raise UsageError(
                f"--source {' and '.join(records)} exclude each other", hint="auto asks one after the other"
            )
        works = " ".join(asked) if asked else None
        return verb(source=records[0] if records else None, works__use=works, **flags)

    command: Any = told
    for option in (
        *_COMMON,
        click.option(
            "--source",
            multiple=True,
            type=click.Choice([*_RECORDS, *SERVICES]),
            help="Where arXiv's records come from (as in `match`), and which services to ask besides (repeatable).",
        ),
    ):
        command = option(command)
    return command  # type: ignore[no-any-return]


def output(verb: F) -> F:
    """-o and --overwrite: where data goes."""
    verb = click.option("--overwrite", is_flag=True, help="Replace FILE if it exists.")(verb)
    return click.option("-o", "--output", metavar="FILE", help="Write to FILE instead of standard output.")(verb)


@dataclass(frozen=True, slots=True)
class Wish:
    """How a library may change, and what is to be shown of it."""

    into: str = ""
    write: bool = False
    policy: Policy = "fill"
    protect: tuple[str, ...] = ()
    backup: bool = False
    allow: tuple[str, ...] = ()
    as_json: bool = False
    accept: Accept | None = None


def changing(verb: F) -> F:
    """All that says how a library may change; the verb gets it as one `wish`."""

    @functools.wraps(verb)
    def wished(**flags: Any) -> Any:
        wish = Wish(**{field.name: flags.pop(field.name) for field in fields(Wish) if field.name in flags})
        return verb(wish=wish, **flags)

    command: Any = wished
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print the plan, for `bibtools apply`, not a diff."),
        click.option("--allow", multiple=True, metavar="CODE", help="Write even though check CODE fails (repeatable)."),
        click.option("--backup", is_flag=True, help="Keep the old file beside the new one, as NAME.bak."),
        click.option(
            "--protect", multiple=True, metavar="FIELD|KEY", help="Never change this field or entry (repeatable)."
        ),
        click.option(
            "--policy",
            type=click.Choice(["fill", "update"]),
            default="fill",
            show_default=True,
            help="fill adds what is missing; update also replaces a preprint's venue and year by the published ones.",
        ),
        click.option("--write", is_flag=True, help="Change the library; without it, only show what would change."),
    ):
        command = option(command)
    return command  # type: ignore[no-any-return]


def into(verb: F) -> F:
    """--into, and all that says how that library may change."""
    named = click.option(
        "--into", required=True, metavar="LIBRARY", help="A .bib or CSL-JSON file; it may be new. Or zotero:user, …"
    )
    sure = click.option(
        "--accept",
        type=click.Choice(["exact", "strong"]),
        help="What makes an entry the same work: exact, an identifier in common (as for Zotero); strong, title and"
        " authors too (as for files).",
    )
    return named(sure(changing(verb)))


def config(**flags: Any) -> Config:
    """The effective settings; `source`, `index`, `offline` and dotted names (with `__` for the dot) override them."""
    from bibtools import config as configuration

    named = {"source": "source.use", "index": "index.path", "offline": "source.offline"}
    return configuration.load(
        environ=os.environ,
        folder=Path.cwd(),
        user_file=configuration.user_file(),
        flags={named.get(name, name.replace("__", ".")): value for name, value in flags.items()},
    )
