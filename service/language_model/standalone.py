"""Whether a model's rewording of a follow-up question is one: short, and in the conversation's own words and names."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.errors import AnswererError
from corpus.quotes import squeeze
from service.language_model.names import Evidence, NameCheck
from service.language_model.planted import addresses_a_model
from service.language_model.quantities import missing
from service.language_model.words import content_stems, words
from service.schemas import Turn

MIN_WORDS = 3
MAX_WORDS = 50
MAX_CHARACTERS = 400
# Shares of the rewording's content words that must stand in the conversation, and of the question's that must stay.
FROM_CONVERSATION = 0.7
KEPT_OF_QUESTION = 0.5


def checked_rewording(reworded: str, question: str, history: Sequence[Turn]) -> str:
    """The rewording, tidied. Raises AnswererError where it is not a rewording of the question."""
    text = squeeze(reworded)
    if not MIN_WORDS <= len(words(text)) <= MAX_WORDS or len(text) > MAX_CHARACTERS or addresses_a_model(text):
        raise AnswererError("the language model did not reword the question")
    said = " \n ".join([question, *(f"{turn.question} \n {turn.answer}" for turn in history)])
    stems, known = set(content_stems(text)), set(content_stems(said))
    own = set(content_stems(question))
    if not stems or len(stems & known) < FROM_CONVERSATION * len(stems):
        raise AnswererError("the language model reworded the question in words that nobody used")
    if own and len(stems & own) < KEPT_OF_QUESTION * len(own):
        raise AnswererError("the language model turned the question into another one")
    if missing(text, said) or NameCheck().missing(text, Evidence(said, vocabulary=frozenset(words(said.casefold())))):
        raise AnswererError("the language model put a name or a number into the question")
    return text
