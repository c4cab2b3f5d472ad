"""Settings: from flags, then environment variables ``GREENPAPER_*``, then a TOML file, then the defaults here."""

from __future__ import annotations

import os
import tomllib
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from corpus.errors import ConfigurationError

CONFIG_FILE = "greenpaper.toml"
PACKAGED_CORPUS = Path(__file__).resolve().parent


class Settings(BaseSettings):
    """Every setting, frozen; see `greenpaper config` for those in force."""

    model_config = SettingsConfigDict(env_prefix="GREENPAPER_", frozen=True, extra="forbid")

    corpus: Path = Field(PACKAGED_CORPUS, description="folder with manifest.toml and the documents it names")
    data_dir: Path = Field(Path(".greenpaper"), description="folder where all state lives: index, feedback, cache")
    embedding_model: str = Field(
        "",
        description="sentence-transformers model, name or path, or packaged:all-mpnet-base-v2; empty: the packaged one",
    )
    reranker: str = Field("", description="sentence-transformers cross-encoder, name or path; empty: none")
    glossary: Path | None = Field(None, description="TOML file of further abbreviations: ABBREVIATION = 'expansion'")
    passage_tokens: int = Field(160, ge=32, le=512, description="tokens a passage may have (cl100k_base)")
    threads: int = Field(
        0, ge=0, le=256, description="threads of the embedding model; 0: all cores at ingest, one a question"
    )

    contact: str = Field("", description="address or web page that the help page names for problems")
    host: str = Field("127.0.0.1", description="address that the service listens on")
    port: int = Field(8000, ge=0, le=65535, description="port that the service listens on; 0: any free one")
    workers: int = Field(1, ge=1, le=64, description="processes that serve")
    concurrency: int = Field(2, ge=1, le=256, description="answers worked on at a time, each process")
    queue: int = Field(32, ge=0, le=10_000, description="requests that may wait for one; more are answered 503")
    max_body_bytes: int = Field(262_144, ge=1_024, description="largest request body; a larger one is answered 413")
    requests_per_minute: int = Field(0, ge=0, description="asks and searches a client address may make; 0: no limit")
    allowed_origins: tuple[str, ...] = Field((), description="origins whose pages may embed the widget")
    require_session: bool = Field(False, description="ask only with a session token issued to an allowed origin")
    session_secret: SecretStr = Field(SecretStr(""), description="key that signs session tokens; empty: a random one")
    session_ttl_s: int = Field(3_600, ge=60, description="seconds that a session token is good for")
    session_max_asks: int = Field(200, ge=1, description="questions that a session may ask")

    llm: str = Field("", description="language model: a model name, or a LangChain import string; empty: extractive")
    llm_base_url: str = Field("", description="OpenAI-compatible endpoint, such as http://127.0.0.1:8080/v1")
    llm_api_key: SecretStr = Field(SecretStr(""), description="key for the endpoint")
    llm_timeout_s: float = Field(30.0, gt=0, description="seconds to wait for the model before falling back")
    llm_queue_s: float = Field(20.0, ge=0, description="seconds to wait for a place while the model is busy")
    llm_context_tokens: int = Field(3_000, ge=256, description="tokens of passages that a prompt may hold")
    llm_stances: bool = Field(False, description="have the language model label each organisation's stances as well")
    llm_stance_tokens: int = Field(6_000, ge=256, description="tokens of passages that a prompt for a stance may hold")
    llm_max_tokens: int = Field(1_500, ge=16, description="tokens that the model may answer with")
    judge: str = Field("", description="language model that judges answers in evaluation runs; empty: none")
    judge_base_url: str = Field("", description="OpenAI-compatible endpoint of the judge")
    judge_api_key: SecretStr = Field(SecretStr(""), description="key for the judge's endpoint")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        file = Path(os.environ.get("GREENPAPER_CONFIG", CONFIG_FILE))
        return init_settings, env_settings, _SettingsFile(settings_cls, toml_file=file)


class _SettingsFile(TomlConfigSettingsSource):
    """A TOML file that may begin with a byte order mark, as some editors save it."""

    def _read_file(self, file_path: Path | Traversable) -> dict[str, Any]:
        return tomllib.loads(file_path.read_text(encoding="utf-8-sig"))


def load_settings(**flags: Any) -> Settings:
    """The settings in force; flags that are None count as not given. Raises ConfigurationError naming the setting."""
    if (named := os.environ.get("GREENPAPER_CONFIG")) is not None and not Path(named).is_file():
        raise ConfigurationError(f"GREENPAPER_CONFIG names {named}, which does not exist")
    try:
        return Settings(**{name: value for name, value in flags.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(
            f"setting {name}: {first['msg']}; see `greenpaper config` for what it takes"
        ) from error
    except (ValueError, OSError) as error:
        raise ConfigurationError(f"settings cannot be read: {error}") from error
