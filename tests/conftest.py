"""One shared index of the real corpus per session, made by the real pipeline with the real model."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

os.environ.setdefault("HF_HUB_OFFLINE", "1")

from corpus.embedding import TransformerEmbedder
from corpus.index import Index
from corpus.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def embedder() -> TransformerEmbedder:
    """The packaged embedding model."""
    return TransformerEmbedder()


@pytest.fixture(scope="session")
def settings() -> Settings:
    """The default settings with the index in step with the corpus: `make setup` has usually done the work."""
    return load_settings(data_dir=Path(os.environ.get("GREENPAPER_TEST_DATA_DIR", ROOT / ".greenpaper")))


@pytest.fixture(scope="session")
def index(settings: Settings, embedder: TransformerEmbedder) -> Index:
    import greenpaper
    from ingest.pipeline import ingest

    ingest(settings, lambda: embedder, calibration=greenpaper.calibration())
    from corpus.index import Generations

    return Index(Generations(settings.data_dir).current(), model=embedder.name)
