"""A cross-encoder named by the setting decides the order; the one here is tiny and random, and made on the spot."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import ConfigurationError
from service.retrieval.reranker import CrossEncoderReranker, reranker_named
from tests.service.retrieval.passages import passage


@pytest.fixture(scope="module")
def cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder = tmp_path_factory.mktemp("cross-encoder")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "who", "pays", "work", "coaches", "health", "mind"]
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        num_labels=1, initializer_range=1.0,
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizerFast(vocab={word: number for number, word in enumerate(words)}).save_pretrained(folder)
    return folder


def test_every_passage_gets_a_score_of_its_own_and_the_same_each_time(cross_encoder: Path) -> None:
    rerank = CrossEncoderReranker(str(cross_encoder))
    passages = [passage("work coaches"), passage("mind pays"), passage("health of coaches")]
    scores = rerank("who pays for work", passages)
    assert len(set(scores)) == 3
    assert rerank("who pays for work", passages) == pytest.approx(scores)


def test_the_score_of_a_passage_does_not_depend_on_its_company(cross_encoder: Path) -> None:
    rerank = CrossEncoderReranker(str(cross_encoder))
    alone = rerank("who pays", [passage("mind pays")])
    assert rerank("who pays", [passage("work"), passage("mind pays")])[1] == pytest.approx(alone[0], abs=1e-5)


def test_no_setting_no_reranker() -> None:
    assert reranker_named("") is None


def test_a_model_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="GREENPAPER_RERANKER"):
        CrossEncoderReranker(str(tmp_path / "nowhere"))
