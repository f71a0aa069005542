"""Settings: which layer wins, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from bibtools.config import Config, load
from bibtools.errors import ConfigError
from bibtools.sources.works import SERVICES


def loaded(folder: Path, user_file: Path | None = None, **more: object) -> Config:
    return load(environ=more.pop("environ", {}), folder=folder, user_file=user_file, **more)  # type: ignore[arg-type]


def test_each_layer_wins_over_the_one_below(tmp_path: Path) -> None:
    user = tmp_path / "user.toml"
    assert loaded(tmp_path).settings["api.url"].origin == "defaults"
    user.write_text('[api]\nurl = "http://user"\ndelay = 4\n')
    assert loaded(tmp_path, user).text("api.url") == "http://user"
    (tmp_path / "pyproject.toml").write_text('[tool.bibtools.api]\nurl = "http://project"\n')
    assert loaded(tmp_path, user).text("api.url") == "http://project"
    (tmp_path / "bibtools.toml").write_text('[api]\nurl = "http://folder"\n')
    assert loaded(tmp_path, user).settings["api.url"].origin == str(tmp_path / "bibtools.toml")
    environ = {"BIBTOOLS_API_URL": "http://environment"}
    assert loaded(tmp_path, user, environ=environ).text("api.url") == "http://environment"
    config = loaded(tmp_path, user, environ=environ, flags={"api.url": "http://flag", "index.path": None})
    assert config.text("api.url") == "http://flag"
    assert config.settings["index.path"].origin == "defaults"
    assert config.number("api.delay") == 4.0


def test_lists_and_tables_with_keys_of_ones_own(tmp_path: Path) -> None:
    user = tmp_path / "user.toml"
    user.write_text("[check]\nignore = ['CHK1', 'CHK2']\nper-file-ignores = {'a.b/*.bib' = ['CHK3'], 'b.bib' = []}\n")
    (tmp_path / "pyproject.toml").write_text("[tool.bibtools.check.per-file-ignores]\n'b.bib' = ['CHK4']\n")
    config = loaded(tmp_path, user)
    assert config.texts("check.ignore") == ("CHK1", "CHK2")
    assert config.texts("check.select") == ()
    assert config.table("check.per-file-ignores") == {"a.b/*.bib": ("CHK3",), "b.bib": ("CHK4",)}


@pytest.mark.parametrize(
    ("toml", "message", "hint"),
    [
        ("[api]\ndealy = 4\n", "unknown setting api.dealy", "did you mean api.delay?"),
        ("[api]\ndelay = 'slow'\n", "setting api.delay must be of type float", None),
        ("[source]\noffline = 1\n", "setting source.offline must be of type bool", None),
        ("[api\n", "bibtools.toml", "settings are TOML"),
        ("[api]\nurl = []\n", "setting api.url must be of type str", None),
        ("[api]\nurl = [1]\n", "setting api.url has a value of type list", None),
        ("[check]\nselect = 'CHK4'\n", "setting check.select must be of type list of texts", None),
        ("[check.per-file-ignores]\n'a.bib' = 'CHK4'\n", "per-file-ignores.a.bib must be a list of texts", None),
    ],
)
def test_mistakes_are_named(tmp_path: Path, toml: str, message: str, hint: str | None) -> None:
    (tmp_path / "bibtools.toml").write_text(toml)
    with pytest.raises(ConfigError, match=message) as caught:
        loaded(tmp_path)
    if hint:
        assert hint in (caught.value.hint or "")


@pytest.mark.parametrize(("text", "value"), [("1", True), ("no", False), ("TRUE", True)])
def test_a_switch_in_the_environment(tmp_path: Path, text: str, value: bool) -> None:
    assert loaded(tmp_path, environ={"BIBTOOLS_OFFLINE": text}).flag("source.offline") is value


def test_a_switch_in_the_environment_must_be_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="BIBTOOLS_OFFLINE"):
        loaded(tmp_path, environ={"BIBTOOLS_OFFLINE": "perhaps"})


def test_every_service_may_have_another_address(tmp_path: Path) -> None:
    assert tuple(loaded(tmp_path).tree("works")["url"]) == SERVICES


def test_keys_stand_in_the_environment_and_nowhere_else(tmp_path: Path) -> None:
    config = loaded(tmp_path, environ={"BIBTOOLS_KEY_SEMANTIC_SCHOLAR": "s3cret", "BIBTOOLS_KEY_CROSSREF": ""})
    assert config.keys == {"semantic-scholar": "s3cret"}
    assert "s3cret" not in repr(config)
    (tmp_path / "bibtools.toml").write_text('[works.key]\nopenalex = "s3cret"\n')
    with pytest.raises(ConfigError, match=r"unknown setting works\.key\.openalex"):
        loaded(tmp_path)


def test_every_setting_has_an_effect(root: Path) -> None:
    """A setting that no code reads is a promise that nothing keeps."""
    files = [path for path in (root / "bibtools").rglob("*.py") if path.name != "settings.py"]
    code = "\n".join(path.read_text("utf-8") for path in files)
    for name in loaded(root).settings:
        room, *_, last = name.split(".")
        in_a_table = name.count(".") > 1  # weights and coefficients are read by kind, addresses by service
        asked = f"settings.{last}" if room == "match" else f'"{name}"'
        assert in_a_table or asked in code, f"nothing reads {name}"
