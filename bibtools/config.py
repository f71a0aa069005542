"""Settings and where each came from; read by the pipeline and the command line only."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

import platformdirs

from bibtools.errors import ConfigError

Value = str | int | float | bool | tuple[str, ...]

OPEN = ("check.per-file-ignores.",)
"""Tables whose keys are the user's own; their values are lists of text."""

ENVIRONMENT = {
    "BIBTOOLS_INDEX": "index.path",
    "BIBTOOLS_CACHE": "cache.path",
    "BIBTOOLS_API_URL": "api.url",
    "BIBTOOLS_OAI_URL": "oai.url",
    "BIBTOOLS_ZOTERO_URL": "zotero.url",
    "BIBTOOLS_ZOTERO_LOCAL_URL": "zotero.local",
    "BIBTOOLS_MAIL": "works.mail",
    "BIBTOOLS_OFFLINE": "source.offline",
}
# Keys are no settings: they stand in the environment alone, and nothing prints them.
KEY_VARIABLE = "BIBTOOLS_KEY_"


@dataclass(frozen=True, slots=True)
class Setting:
    """A value and its origin: "defaults", a file's path, an environment variable's name, or a flag."""

    value: Value
    origin: str


@dataclass(frozen=True, slots=True)
class Config:
    """All settings by dotted name; ask with the type that is expected. `keys` are secrets by the name of a service.

    >>> load(environ={}, folder=None, user_file=None).text("source.use")
    'auto'
    """

    settings: Mapping[str, Setting]
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)

    def text(self, name: str) -> str:
        """A setting that is text."""
        return str(self.settings[name].value)

    def number(self, name: str) -> float:
        """A setting that is a number."""
        return float(str(self.settings[name].value))

    def flag(self, name: str) -> bool:
        """A setting that is true or false."""
        return bool(self.settings[name].value)

    def texts(self, name: str) -> tuple[str, ...]:
        """A setting that is a list of texts."""
        value = self.settings[name].value
        return value if isinstance(value, tuple) else (str(value),)

    def table(self, name: str) -> dict[str, tuple[str, ...]]:
        """An open table: the user's own keys, each with its texts.

        >>> load(environ={}, folder=None, user_file=None).table("check.per-file-ignores")
        {}
        """
        start = f"{name}."
        return {key.removeprefix(start): self.texts(key) for key in self.settings if key.startswith(start)}

    def tree(self, name: str) -> dict[str, Any]:
        """The settings below `name`, as tables within tables.

        >>> load(environ={}, folder=None, user_file=None).tree("cache")
        {'path': '', 'days': 30}
        """
        tree: dict[str, Any] = {}
        for dotted, setting in self.settings.items():
            if dotted.startswith(name + "."):
                *tables, last = dotted.removeprefix(name + ".").split(".")
                place = tree
                for table in tables:
                    place = place.setdefault(table, {})
                place[last] = setting.value
        return tree

    @property
    def index_path(self) -> Path:
        """Where the user's own index is, or would be."""
        return Path(self.text("index.path") or Path(platformdirs.user_data_dir("bibtools"), "arxiv.index"))

    @property
    def cache_path(self) -> Path:
        """Where answers of arXiv and of other services are kept."""
        return Path(self.text("cache.path") or platformdirs.user_cache_dir("bibtools"))

    @property
    def runs_path(self) -> Path:
        """Where journals of runs are kept that can go on after they were interrupted."""
        return Path(platformdirs.user_state_dir("bibtools"), "runs")

    @property
    def gate_path(self) -> Path:
        """Where processes meet to keep their pace in asking arXiv and others; one place, whatever cache each uses."""
        return Path(platformdirs.user_cache_dir("bibtools"), "gate")


def load(
    *,
    environ: Mapping[str, str],
    folder: Path | None,
    user_file: Path | None,
    flags: Mapping[str, Value | None] | None = None,
) -> Config:
    """The effective settings. `flags` that are None were not given. Raises ConfigError.

    >>> load(environ={}, folder=None, user_file=None, flags={"source.use": "nowhere"}).settings["source.use"].origin
    'flag'
    """
    defaults = _flatten(tomllib.loads(resources.files("bibtools").joinpath("defaults.toml").read_text("utf-8")))
    settings = {name: Setting(value, "defaults") for name, value in defaults.items()}

    def override(layer: Mapping[str, Value], origin: str) -> None:
        for name, value in layer.items():
            settings[name] = Setting(_checked(name, value, defaults, origin), origin)

    if user_file is not None and user_file.is_file():
        override(_read(user_file), str(user_file))
    if folder is not None:
        for path, *table in ((folder / "pyproject.toml", "tool", "bibtools"), (folder / "bibtools.toml",)):
            if path.is_file():
                override(_read(path, *table), str(path))
    for variable, name in ENVIRONMENT.items():
        if environ.get(variable):
            override({name: _from_text(environ[variable], defaults[name], variable)}, variable)
    override({name: value for name, value in (flags or {}).items() if value is not None}, "flag")
    return Config(settings, _keys(environ))


def user_file() -> Path:
    """The user's own settings file; it need not exist."""
    return Path(platformdirs.user_config_dir("bibtools"), "bibtools.toml")


def _keys(environ: Mapping[str, str]) -> dict[str, str]:
    """The keys of services: `BIBTOOLS_KEY_SEMANTIC_SCHOLAR` is that of "semantic-scholar"."""
    return {
        name.removeprefix(KEY_VARIABLE).lower().replace("_", "-"): value
        for name, value in environ.items()
        if name.startswith(KEY_VARIABLE) and value
    }


def _read(path: Path, *table: str) -> dict[str, Value]:
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}", hint="settings are TOML; see `bibtools config show`") from error
    for name in table:
        values = values.get(name, {})
    return _flatten(values)


def _flatten(values: Mapping[str, object], start: str = "") -> dict[str, Value]:
    flat: dict[str, Value] = {}
    for key, value in values.items():
        if isinstance(value, dict):
            flat |= _flatten(value, f"{start}{key}.")
        elif isinstance(value, str | int | float | bool):
            flat[start + key] = value
        elif isinstance(value, list) and all(isinstance(each, str) for each in value):
            flat[start + key] = tuple(value)
        else:
            raise ConfigError(f"setting {start}{key} has a value of type {type(value).__name__}")
    return flat


def _checked(name: str, value: Value, defaults: Mapping[str, Value], origin: str) -> Value:
    if name.startswith(OPEN):
        if not isinstance(value, tuple):
            raise ConfigError(f"{origin}: setting {name} must be a list of texts, not {value!r}")
        return value
    if name not in defaults:
        near = difflib.get_close_matches(name, defaults, n=1)
        hint = f"did you mean {near[0]}?" if near else "`bibtools config show` lists all settings"
        raise ConfigError(f"{origin}: unknown setting {name}", hint=hint)
    wanted = type(defaults[name])
    if wanted is float and type(value) is int:
        return float(value)
    if type(value) is not wanted:
        called = "list of texts" if wanted is tuple else wanted.__name__
        raise ConfigError(f"{origin}: setting {name} must be of type {called}, not {value!r}")
    return value


def _from_text(text: str, default: Value, variable: str) -> Value:
    if isinstance(default, bool):
        if text.lower() not in ("0", "1", "true", "false", "yes", "no"):
            raise ConfigError(f"{variable} must be 1 or 0, not {text!r}")
        return text.lower() in ("1", "true", "yes")
    return text
