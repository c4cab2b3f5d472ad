"""Other models than the packaged one: exported once, kept by content, and clear errors where they cannot be had."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from corpus.embedding import TransformerEmbedder
from corpus.embedding.bert import bert_graph
from corpus.embedding.models import packaged_folder
from corpus.errors import ConfigurationError

TEXTS = ["We will recruit 300 advisers.", "Bananas ripen faster in a warm kitchen.", ""]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packaged model in a folder of its own, as any sentence-transformers model may lie somewhere."""
    copy = tmp_path_factory.mktemp("elsewhere") / "model"
    shutil.copytree(packaged_folder(), copy)
    return copy


@pytest.mark.slow
def test_a_model_is_exported_once_and_then_read_without_torch(
    folder: Path, tmp_path: Path, embedder: TransformerEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = TransformerEmbedder(str(folder), exports=tmp_path / "models")
    assert (first.name, first.dimension) == (str(folder), embedder.dimension)
    cosines = (first.encode_texts(TEXTS) * embedder.encode_texts(TEXTS)).sum(axis=1)
    assert cosines.min() >= 0.999
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    again = TransformerEmbedder(str(folder), exports=tmp_path / "models")
    np.testing.assert_array_equal(again.encode_texts(TEXTS), first.encode_texts(TEXTS))
    assert len(os.listdir(tmp_path / "models")) == 1


def test_a_model_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="GREENPAPER_EMBEDDING_MODEL"):
        TransformerEmbedder(str(tmp_path / "nowhere"))


def test_without_the_extra_packages_the_error_names_them(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(ConfigurationError, match=r"greenpaper\[models\]"):
        TransformerEmbedder(str(folder), exports=tmp_path)


def test_a_folder_with_another_kind_of_network_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no BERT"):
        bert_graph(tmp_path)
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "mpnet"}))
    shutil.copy(packaged_folder() / "model.safetensors", tmp_path)
    with pytest.raises(ConfigurationError, match="model_type is 'mpnet'"):
        bert_graph(tmp_path)
