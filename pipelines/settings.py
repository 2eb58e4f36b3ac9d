"""The one configuration: `knowbound.toml`, typed and validated, overridden by environment variables.

Each step's settings model lives in the step's package; this module composes them, makes relative paths relative to the
configuration file, and turns every mistake into a line with its key and what is accepted. Secrets never stand here:
the privacy key is a reference, store credentials come from the environment.
"""

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from assets.approvals.settings import ReviewSettings
from assets.examples.settings import ExampleSettings, LanguageModelSettings
from assets.ingest.settings import IngestSettings, Source
from assets.privacy.settings import PrivacySettings
from assets.retraining.settings import BUILT_IN, TrainingSettings
from checks.settings import CoverageSettings
from pipelines.access import AccessSettings
from resources.object_store import ObjectStore
from resources.stores import open_store

CONFIG_VARIABLE = "KNOWBOUND_CONFIG"
_PREFIX = "KNOWBOUND_"
DEFAULT_CONFIG = Path("knowbound.toml")


class ConfigurationError(Exception):
    """The configuration cannot be used; the message has one line per mistake, each with its key."""


class StoreSettings(BaseModel):
    """`[store]`. Credentials and endpoint of S3 come from KNOWBOUND_S3_ENDPOINT, _ACCESS_KEY and _SECRET_KEY."""

    model_config = ConfigDict(extra="forbid")
    url: str = "file://var/store"
    lock_days: int = Field(0, ge=0, le=36500, description="days of Object Lock (COMPLIANCE) on versions and ledger")
    payload_keys: Path | None = Field(None, description="the directory of the keys that payloads are sealed with")

    @field_validator("url")
    @classmethod
    def _scheme(cls, value: str) -> str:
        if not re.fullmatch(r"(file|s3)://.+", value):
            raise ValueError('accepted are "file://DIRECTORY" and "s3://BUCKET/PREFIX"')
        return value

    @model_validator(mode="after")
    def _erasable(self) -> Self:
        if self.lock_days and self.payload_keys is None:
            raise ValueError(
                "lock_days: what is locked can be forgotten only by destroying its key; name a directory outside the "
                "store in payload_keys"
            )
        return self

    def open(self) -> ObjectStore:
        """The configured store; raises StoreError, also when it lacks what `lock_days` asks for."""
        return open_store(self.url, os.environ, lock_days=self.lock_days, payload_keys=self.payload_keys)


class DagsterSettings(BaseModel):
    """`[dagster]`."""

    model_config = ConfigDict(extra="forbid")
    home: Path = Path("var/dagster")
    hour: int = Field(2, ge=0, le=23, description="UTC hour of the daily schedule")
    since: date = Field(date(2015, 1, 1), description="first UTC day that can be made or backfilled")


class Settings(BaseSettings):
    """The whole configuration. Build it with `load`, which knows the file and resolves its paths."""

    model_config = SettingsConfigDict(
        extra="forbid", env_prefix=_PREFIX, env_nested_delimiter="__", env_ignore_empty=True
    )

    ingest: IngestSettings  # `[[sources]]` and `[ingest]`
    store: StoreSettings = StoreSettings()
    dagster: DagsterSettings = DagsterSettings()
    privacy: PrivacySettings = PrivacySettings()
    examples: ExampleSettings = ExampleSettings()
    language_model: LanguageModelSettings | None = None
    coverage: CoverageSettings = CoverageSettings()
    review: ReviewSettings = ReviewSettings()
    access: AccessSettings | None = None
    training: TrainingSettings = TrainingSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment over file; no .env file and no secrets directory."""
        return env_settings, init_settings


def load(config: Path | None = None) -> Settings:
    """Read the configuration: `config`, else $KNOWBOUND_CONFIG, else ./knowbound.toml.

    Raises ConfigurationError naming every mistake at once.
    """
    path = (config or Path(os.environ.get(CONFIG_VARIABLE, DEFAULT_CONFIG))).absolute()
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))  # some editors write a byte order mark
    except FileNotFoundError:
        raise ConfigurationError(f"{path}: there is no such file; name one with --config") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{path}: cannot be read as TOML: {error}") from None
    ingest = values.setdefault("ingest", {})
    if isinstance(ingest, dict) and "sources" in values:  # [[sources]] stands on its own in the file
        ingest["sources"] = values.pop("sources")
    mistakes = _unknown_variables(os.environ)
    try:
        settings = Settings(**values)
    except ValidationError as error:
        mistakes += map(_explain, error.errors())
    except SettingsError as error:
        table = re.search(r'field "(\w+)"', str(error))
        variable = f"{_PREFIX}{table[1].upper()}" if table else "a variable"
        mistakes.append(f"{variable}: is no JSON; a variable overrides one key, as {variable}__KEY, or a table in JSON")
    if mistakes:
        raise ConfigurationError("\n  ".join([f"{path}: the configuration has mistakes:", *mistakes]))
    return _anchored(settings, path.parent)


def _unknown_variables(environment: Mapping[str, str]) -> list[str]:
    """Overrides of no table: a misspelt one would otherwise change nothing, in silence."""
    tables = [f"{_PREFIX}{name.upper()}__" for name in sorted(Settings.model_fields)]
    return [
        f"{name}: unknown variable; accepted are {', '.join(f'{table}KEY' for table in tables)}"
        for name in sorted(environment)
        if name.startswith(_PREFIX) and "__" in name and environment[name] and not name.startswith(tuple(tables))
    ]


def _explain(mistake: ErrorDetails) -> str:
    """One mistake as `key: what is wrong`; pydantic's messages name the accepted values."""
    place = mistake["loc"][1:] if mistake["loc"][:2] == ("ingest", "sources") else mistake["loc"]
    key = ".".join(str(part) for part in place) or "(top level)"
    if mistake["type"] == "extra_forbidden":
        return f"{key}: unknown key; accepted here: {', '.join(_accepted_keys(place))}"
    message = mistake["msg"].removeprefix("Value error, ")
    if key == "sources" and mistake["type"] == "list_type":
        message = "is written as [[sources]], once for each source"
    value = mistake.get("input")
    return f"{key}: {message}" + (f" (is {value!r})" if isinstance(value, str | int | float) else "")


def _accepted_keys(place: tuple[int | str, ...]) -> list[str]:
    """The keys of the table in which an unknown key stands."""
    fields = Settings.model_fields
    if place[:1] == ("sources",):
        fields, place = Source.model_fields, place[2:]
    for part in (name for name in place[:-1] if isinstance(name, str)):  # a number is a place in a list
        kinds = get_args(fields[part].annotation) or (fields[part].annotation,)
        fields = next(k.model_fields for k in kinds if isinstance(k, type) and issubclass(k, BaseModel))
    hidden = {"sources"} if "raw_retention_days" in fields else set()
    return sorted(fields.keys() - hidden) + (["sources"] if "ingest" in fields else [])


def _anchored(settings: Settings, base: Path) -> Settings:
    """The same settings with every relative path made absolute against the configuration file's folder."""

    def place(path: Path | str) -> Path:
        return (base / path).resolve()

    changes: dict[str, Any] = {
        "ingest": settings.ingest.model_copy(
            update={"sources": [s.model_copy(update={"path": place(s.path)}) for s in settings.ingest.sources]}
        ),
        "dagster": settings.dagster.model_copy(update={"home": place(settings.dagster.home)}),
    }
    store = settings.store
    if store.url.startswith("file://"):
        store = store.model_copy(update={"url": f"file://{place(store.url.removeprefix('file://'))}"})
    if store.payload_keys:
        store = store.model_copy(update={"payload_keys": place(store.payload_keys)})
    changes["store"] = store
    if settings.privacy.key.startswith("file:"):
        key = place(settings.privacy.key.removeprefix("file:"))
        changes["privacy"] = settings.privacy.model_copy(update={"key": f"file:{key}"})
    if settings.examples.handwritten:
        written = place(settings.examples.handwritten)
        changes["examples"] = settings.examples.model_copy(update={"handwritten": written})
    model = settings.language_model
    if model is not None and model.key is not None and model.key.startswith("file:"):
        token = place(model.key.removeprefix("file:"))
        changes["language_model"] = model.model_copy(update={"key": f"file:{token}"})
    if settings.coverage.canaries:
        changes["coverage"] = settings.coverage.model_copy(update={"canaries": place(settings.coverage.canaries)})
    if settings.review.keys:
        changes["review"] = settings.review.model_copy(update={"keys": place(settings.review.keys)})
    if settings.access:
        changes["access"] = _anchored_access(settings.access, place)
    if settings.training.model != BUILT_IN:
        changes["training"] = settings.training.model_copy(update={"model": str(place(settings.training.model))})
    return settings.model_copy(update=changes)


def _anchored_access(access: AccessSettings, place: Callable[[Path | str], Path]) -> AccessSettings:
    changes: dict[str, Any] = {"key": place(access.key)}
    if access.token and access.token.keys.startswith("file:"):
        keys = place(access.token.keys.removeprefix("file:"))
        changes["token"] = access.token.model_copy(update={"keys": f"file:{keys}"})
    if access.headers:
        changes["headers"] = access.headers.model_copy(update={"secret_file": place(access.headers.secret_file)})
    return access.model_copy(update=changes)
