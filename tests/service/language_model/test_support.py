"""Support is high for words that carry a statement and low for words beside the point."""

from __future__ import annotations

import pytest

from corpus.embedding import TransformerEmbedder
from service.language_model.support import SUPPORT_THRESHOLD, EmbeddingSupport, coverage
from tests.fakes import WordHashEmbedder


def test_coverage_is_the_share_of_content_words_whatever_their_form() -> None:
    assert coverage("Advisers were recruited.", ["They will recruit an adviser."]) == 1.0
    assert coverage("Advisers were dismissed.", ["They will recruit an adviser."]) == 0.5
    assert coverage("It is so.", ["It is so."]) == 0.0
    assert coverage("Advisers were recruited.", []) == 0.0


def test_a_text_is_embedded_once() -> None:
    embedder = WordHashEmbedder()
    support = EmbeddingSupport(embedder)
    assert support("one thing", ["one thing", "other"]) > support("one thing", ["other"])
    assert sorted(embedder.embedded) == sorted(set(embedder.embedded))


def test_nothing_supports_without_quotes() -> None:
    assert EmbeddingSupport(WordHashEmbedder())("one thing", []) == 0.0


@pytest.mark.parametrize(
    ("text", "quote", "supported"),
    [
        (
            "Sanctions make people with mental health problems worse.",
            "For people with mental health problems, sanctions make things worse.",
            True,
        ),
        (
            "Sanctions make people with mental health problems worse.",
            "People with mental health problems want to work.",
            False,
        ),
        (
            "The government will recruit 300 advisers.",
            "We will recruit around 300 additional Disability Employment Advisers.",
            True,
        ),
        ("The government will recruit 300 advisers.", "The weather was fine in October.", False),
    ],
)
def test_the_threshold_tells_support_from_neighbourhood(
    embedder: TransformerEmbedder, text: str, quote: str, supported: bool
) -> None:
    assert (EmbeddingSupport(embedder)(text, [quote]) >= SUPPORT_THRESHOLD) is supported
