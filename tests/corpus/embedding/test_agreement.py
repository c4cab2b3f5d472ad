"""The packaged model says what torch says of the same weights, and the same bytes of a text in any company."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.embedding import EmbeddingInput, TransformerEmbedder
from corpus.embedding.models import packaged_folder
from corpus.index import Index

LEAST_COSINE = 0.999
ODD = [
    "",
    " ",
    "a",
    "?!…",
    "\u00a0\u200b\u00ad",
    "Ünïcödé, naïve café, Straße, İstanbul",
    "£9.2 billion (4.5%) in 2015/16 – “half of it”",
    "👩🏽\u200d🦽 accessible 🚌",
    "日本語の文章です。 العربية עברית",
    "[CLS] [MASK] [SEP] [PAD] [UNK]",
    "supercalifragilisticexpialidocious" * 20,
    "word " * 600,
    "\n\n\tTabs\tand\r\nlines\n",
    "Fit note",
    "What does the Green Paper propose on the Work Capability Assessment?",
]


@pytest.fixture(scope="module")
def torch_model() -> Any:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(packaged_folder()), device="cpu", local_files_only=True)


@pytest.fixture(scope="module")
def texts(index: Index) -> list[str]:
    """Odd texts, and passages of the corpus from end to end."""
    rows = range(0, len(index.passages), max(1, len(index.passages) // 40))
    return ODD + [index.passages.at(row).text for row in rows]


def test_vectors_of_texts_are_torchs(embedder: TransformerEmbedder, torch_model: Any, texts: list[str]) -> None:
    theirs = torch_model.encode(texts, normalize_embeddings=True, convert_to_numpy=True)
    cosines = (embedder.encode_texts(texts) * theirs).sum(axis=1)
    assert cosines.min() >= LEAST_COSINE, texts[int(cosines.argmin())][:80]


def test_vectors_of_tokens_are_torchs(embedder: TransformerEmbedder, torch_model: Any, texts: list[str]) -> None:
    for text in texts:
        encoded = torch_model.tokenizer(text, truncation=True, max_length=256, return_offsets_mapping=True)
        kept = [at for at, (start, end) in enumerate(encoded["offset_mapping"]) if end > start]
        ours = embedder.encode_queries([text])[0]
        assert ours.token_ids.tolist() == [encoded["input_ids"][at] for at in kept], text[:80]
        if kept:
            states = torch_model.encode(text, output_value="token_embeddings").cpu().numpy()[kept]
            cosines = (ours.tokens * states).sum(axis=1) / np.linalg.norm(states, axis=1)
            assert cosines.min() >= LEAST_COSINE, text[:80]


def test_a_text_has_the_same_bytes_in_any_company(texts: list[str], embedder: TransformerEmbedder) -> None:
    together = embedder.encode_queries(texts)
    for text, beside in zip(texts[::5], together[::5], strict=True):
        for alone in (embedder.encode_queries([text])[0], embedder.encode_queries([text])[0]):
            assert_equal(alone.vector, beside.vector)
            assert_equal(alone.tokens, beside.tokens)
    passages = [EmbeddingInput("Mind – Work", text, ((0, len(text)),)) for text in texts]
    for passage, beside_passages in list(zip(passages, embedder.encode_passages(passages), strict=True))[::5]:
        assert_equal(embedder.encode_passages([passage])[0].sentences, beside_passages.sentences)


def test_the_number_of_threads_changes_no_byte(texts: list[str], embedder: TransformerEmbedder) -> None:
    assert_equal(TransformerEmbedder(threads=1).encode_texts(texts), embedder.encode_texts(texts))


def assert_equal(one: NDArray[Any], other: NDArray[Any]) -> None:
    assert one.shape == other.shape
    assert one.tobytes() == other.tobytes()
