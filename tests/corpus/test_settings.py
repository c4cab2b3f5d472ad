from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import ConfigurationError
from corpus.settings import Settings, load_settings


def test_flags_win_over_the_environment_and_that_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "greenpaper.toml").write_text("port = 1\nhost = 'file'\nworkers = 3\n")
    monkeypatch.setenv("GREENPAPER_PORT", "2")
    monkeypatch.setenv("GREENPAPER_HOST", "environment")
    settings = load_settings(port=4, host=None)
    assert (settings.port, settings.host, settings.workers) == (4, "environment", 3)


def test_the_file_may_begin_with_a_byte_order_mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "greenpaper.toml"
    file.write_text("port = 1\n", encoding="utf-8-sig")
    monkeypatch.setenv("GREENPAPER_CONFIG", str(file))
    monkeypatch.delenv("GREENPAPER_PORT", raising=False)
    assert load_settings().port == 1


@pytest.mark.parametrize(("name", "value"), [("GREENPAPER_PORT", "seventy"), ("GREENPAPER_PASSAGE_TOKENS", "3")])
def test_a_setting_that_is_wrong_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError, match=f"setting {name.removeprefix('GREENPAPER_').lower()}"):
        load_settings()


def test_an_unknown_key_and_a_missing_file_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "other.toml"
    monkeypatch.setenv("GREENPAPER_CONFIG", str(file))
    with pytest.raises(ConfigurationError, match="does not exist"):
        load_settings()
    file.write_text("colour = 'green'\n")
    with pytest.raises(ConfigurationError, match="setting colour"):
        load_settings()


def test_every_setting_is_described_and_secrets_are_masked() -> None:
    assert all(field.description for field in Settings.model_fields.values())
    shown = Settings(llm_api_key="hunter2", session_secret="hunter2").model_dump_json()  # type: ignore[arg-type]
    assert "hunter2" not in shown
