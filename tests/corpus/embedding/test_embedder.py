"""The packaged embedding model: unit vectors that do not depend on company, and tokens that are the text's own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.embedding import EmbeddingInput, TransformerEmbedder
from corpus.errors import ConfigurationError

TEXT = "We will recruit 300 advisers. They will work in Jobcentres."
INPUT = EmbeddingInput("HM Government – Work coaches", TEXT, ((0, 29), (30, 59)), "Work coaches")


def test_everything_is_of_unit_length_and_of_the_models_dimension(embedder: TransformerEmbedder) -> None:
    encoding = embedder.encode_passages([INPUT])[0]
    assert encoding.heading is not None
    for vectors in (encoding.vector[None], encoding.sentences, encoding.tokens, encoding.heading[None]):
        assert vectors.shape[1] == embedder.dimension == 384
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert len(encoding.sentences) == 2


def test_tokens_are_the_texts_without_its_context(embedder: TransformerEmbedder) -> None:
    with_context, without = (
        embedder.encode_passages([EmbeddingInput(context, TEXT, ())])[0] for context in (INPUT.context, "")
    )
    np.testing.assert_array_equal(with_context.token_ids, without.token_ids)
    assert len(with_context.tokens) == len(with_context.token_ids)
    assert with_context.heading is None


def test_a_passage_is_encoded_the_same_beside_a_longer_one(embedder: TransformerEmbedder) -> None:
    longer = EmbeddingInput("", TEXT * 4, ((0, 29),))
    alone, beside = embedder.encode_passages([INPUT])[0], embedder.encode_passages([longer, INPUT])[1]
    np.testing.assert_allclose(alone.vector, beside.vector, atol=1e-5)
    np.testing.assert_allclose(alone.sentences, beside.sentences, atol=1e-5)
    np.testing.assert_allclose(alone.tokens, beside.tokens, atol=1e-4)


def test_a_sentence_past_the_models_window_still_has_a_vector(embedder: TransformerEmbedder) -> None:
    text = "word " * 600 + "The last sentence."
    encoding = embedder.encode_passages([EmbeddingInput("", text, ((0, 100), (3000, len(text))))])[0]
    np.testing.assert_allclose(np.linalg.norm(encoding.sentences, axis=1), 1.0, atol=1e-5)


def test_a_question_is_nearer_to_its_answer_than_to_another_text(embedder: TransformerEmbedder) -> None:
    question = embedder.encode_queries(["How many advisers will be hired?"])[0]
    right, wrong = embedder.encode_texts([TEXT, "Bananas ripen faster in a warm kitchen."])
    assert question.vector @ right > question.vector @ wrong + 0.2
    assert len(question.words) == len(question.tokens) == len(question.token_ids)
    assert question.words[0] == "How"


def test_a_model_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="GREENPAPER_EMBEDDING_MODEL"):
        TransformerEmbedder(str(tmp_path / "nowhere"))
