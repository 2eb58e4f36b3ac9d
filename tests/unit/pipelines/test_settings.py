"""The configuration: what it accepts, what it says about mistakes, and where its paths lead."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.settings import ConfigurationError, load

SOURCE = '[[sources]]\nname = "wiki"\nkind = "wiki"\nreader = "files"\npath = "pages"\n'


def write(folder: Path, text: str) -> Path:
    path = folder / "knowbound.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_relative_paths_are_relative_to_the_file_so_that_two_configurations_share_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    monkeypatch.chdir("/")
    a, b = (load(write(tmp_path / name, SOURCE)) for name in "ab")
    assert a.ingest.sources[0].path == tmp_path / "a" / "pages"
    assert a.store.url == f"file://{tmp_path}/a/var/store"
    assert b.store.url == f"file://{tmp_path}/b/var/store"
    assert a.dagster.home == tmp_path / "a" / "var" / "dagster"
    assert a.privacy.key != b.privacy.key


def test_environment_overrides_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, SOURCE + "[ingest]\nraw_retention_days = 9\n")
    monkeypatch.setenv("KNOWBOUND_STORE__URL", "s3://datasets/knowbound")
    monkeypatch.setenv("KNOWBOUND_INGEST__RAW_RETENTION_DAYS", "3")
    settings = load(path)
    assert settings.store.url == "s3://datasets/knowbound"
    assert settings.ingest.raw_retention_days == 3
    assert settings.ingest.sources[0].name == "wiki"


def test_every_mistake_is_reported_at_once_with_its_key_and_what_is_accepted(tmp_path: Path) -> None:
    bad = SOURCE.replace('kind = "wiki"', 'kind = "blog"').replace('"files"', '"csv"')
    path = write(tmp_path, bad + '[store]\nurl = "ftp://x"\n[dagster]\nhom = "x"\n[trainings]\n')
    with pytest.raises(ConfigurationError) as caught:
        load(path)
    lines = str(caught.value).splitlines()
    assert str(path) in lines[0]
    assert any("sources.0.kind" in line and "'wiki', 'sop' or 'ticket'" in line for line in lines)
    assert any("store.url" in line and "file://DIRECTORY" in line for line in lines)
    assert any("dagster.hom:" in line and "home, hour, since" in line for line in lines)
    assert any("trainings:" in line and "training" in line for line in lines)


def test_an_unknown_key_inside_a_source_names_the_keys_of_a_source(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"sources\.0\.colour: unknown key; accepted here: .*reader"):
        load(write(tmp_path, SOURCE + 'colour = "red"\n'))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sources = [", "cannot be read as TOML"),
        ("", "sources"),
        ("[[sources]]\n", "sources.0.name"),
        (SOURCE.replace("[[sources]]", "[sources]"), r"sources: is written as \[\[sources\]\]"),
    ],
)
def test_broken_or_empty_files(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        load(write(tmp_path, text))


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    assert load(write(tmp_path, "\ufeff" + SOURCE)).ingest.sources[0].name == "wiki"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("KNOWBOUND_STROE__URL", "KNOWBOUND_STROE__URL: unknown variable; accepted are .*KNOWBOUND_STORE__KEY"),
        ("KNOWBOUND_STORE__ULR", r"store\.ulr: unknown key; accepted here: lock_days, payload_keys, url"),
        ("KNOWBOUND_STORE", "KNOWBOUND_STORE: is no JSON; .*KNOWBOUND_STORE__KEY"),
    ],
)
def test_a_variable_that_overrides_nothing_is_a_mistake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, words: str
) -> None:
    monkeypatch.setenv(name, "elsewhere")
    with pytest.raises(ConfigurationError, match=words):
        load(write(tmp_path, SOURCE))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no such file"):
        load(tmp_path / "nowhere.toml")


def test_days_begin_early_enough_for_the_history_of_a_repository_or_where_the_file_says(tmp_path: Path) -> None:
    assert load(write(tmp_path, SOURCE)).dagster.since == date(2015, 1, 1)
    assert load(write(tmp_path, SOURCE + "[dagster]\nsince = 2026-03-01\n")).dagster.since == date(2026, 3, 1)


def test_no_language_model_is_asked_unless_one_is_configured(tmp_path: Path) -> None:
    assert load(write(tmp_path, SOURCE)).language_model is None
    table = '[language_model]\nurl = "http://127.0.0.1:8080/v1"\nmodel = "small"\nkey = "file:token"\n'
    model = load(write(tmp_path, SOURCE + table)).language_model
    assert model is not None
    assert model.key == f"file:{tmp_path}/token"
    with pytest.raises(ConfigurationError, match=r"language_model\.url.*without a password"):
        load(write(tmp_path, SOURCE + table.replace("127", "me:secret@127")))
    with pytest.raises(ConfigurationError, match=r"language_model\.key: must be file:PATH or env:NAME"):
        load(write(tmp_path, SOURCE + table.replace("file:", "")))


def test_what_is_locked_needs_a_key_that_can_be_destroyed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KNOWBOUND_STORE__LOCK_DAYS", "30")
    with pytest.raises(ConfigurationError, match="name a directory outside the store in payload_keys"):
        load(write(tmp_path, SOURCE))
    monkeypatch.setenv("KNOWBOUND_STORE__PAYLOAD_KEYS", "keys")
    assert load(write(tmp_path, SOURCE)).store.payload_keys == tmp_path / "keys"
