"""A question's way before anything is looked up: what was meant, what was changed, what can be said at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpus.abbreviations import Expander
from corpus.index import Index
from service import wording
from service.answering.terms import content_words
from service.draft import Verdict
from service.retrieval.pipeline import Retriever
from service.schemas import Change, Turn
from service.understanding.clarity import asks_back
from service.understanding.follow_up import FollowUps
from service.understanding.help import asks_for_help
from service.understanding.language import Languages
from service.understanding.preamble import Preambles
from service.understanding.spelling import repaired, with_capitals
from service.understanding.subject import is_subject
from service.understanding.vocabulary import WORD, Vocabulary

# One word in four may be shared by chance: "cup", in a question on the World Cup.
_SHARED = 0.25
# Makes a question that stands alone of one with its history; None where it cannot.
Reword = Callable[[str, Sequence[Turn]], str | None]


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as it is answered. `alone` is it before history; `context` other wordings that help to find.

    `subject` says that it only names what it is about, `help` that it asks about the service; `verdict` refuses it.
    """

    question: str
    alone: str
    changes: tuple[Change, ...] = ()
    context: tuple[str, ...] = ()
    subject: bool = False
    help: bool = False
    verdict: Verdict | None = None

    def changed(self, question: str, change: Change) -> Understood:
        """The same with another wording, and what made it, where it is another."""
        if question == self.question:
            return self
        alone = self.alone if change == "history" else question
        return replace(self, question=question, alone=alone, changes=tuple(dict.fromkeys((*self.changes, change))))

    def without_history(self) -> Understood:
        """As the question stands alone: what was said before must not lend it its subject."""
        changes = tuple(change for change in self.changes if change != "history")
        return replace(self, question=self.alone, changes=changes, context=())


class Understanding:
    """Understands questions to one open index; safe for several threads."""

    def __init__(self, index: Index, retriever: Retriever) -> None:
        texts = [document.text for document in index.documents.values()]
        entries = [document.entry for document in index.documents.values()]
        names = [name for entry in entries for name in (entry.organisation, *entry.aliases)]
        self.vocabulary = Vocabulary(texts, names, lambda word: bool(index.lexical.search(word, 1)))
        self.follow_ups = FollowUps(retriever.attribution.named, retriever.naming, self.vocabulary.specific)
        self._naming = retriever.naming
        self._expander: Expander = retriever.expander
        self._languages = Languages(texts, self.vocabulary)
        self._preambles = Preambles(
            self.vocabulary,
            lambda text: retriever.attribution.named(text).unmistakable,
            self.follow_ups.dependence.points_elsewhere,
        )

    def warm(self) -> None:
        """Reads the vocabulary, which the first question would else wait for."""
        self.vocabulary.near("warm", 1)

    def understand(
        self, text: str, history: Sequence[Turn] = (), *, as_typed: bool = False, reword: Reword = lambda *_: None
    ) -> Understood:
        """The question in `text`; with `as_typed` its very words, and no more is done than to see that it is one."""
        asked = Understood(text.strip(), text.strip())
        if not as_typed:
            asked = asked.changed(self._preambles.question_proper(asked.question), "preamble")
        language = self._languages.foreign(asked.question)
        if language is not None:
            return replace(asked, verdict=Verdict(False, 0.0, "unclear", says=self._in_another(language)))
        if not as_typed:
            asked = asked.changed(repaired(asked.question, self.vocabulary), "spelling")
            asked = asked.changed(with_capitals(asked.question, self.vocabulary), "spelling")
        if asks_for_help(asked.question):
            return replace(asked, help=True)
        if history and not as_typed and not self._of_nothing_here(asked.question):
            context = self.follow_ups.context(asked.question, history)
            alone = reword(asked.question, history) or self.follow_ups.standalone(asked.question, history)
            asked = replace(asked.changed(alone, "history"), context=context)
        asked = replace(asked, subject=is_subject(asked.question))
        if asked.subject and len(asked.question.split()) == 1 and not as_typed:
            asked = asked.changed(self._expander.spell_out(asked.question), "abbreviation")
        back = asks_back(asked.question, self._naming, self.vocabulary)
        return asked if back is None else replace(asked, verdict=Verdict(False, 0.0, "unclear", back))

    def shares_words(self, question: str) -> bool:
        """Whether enough of a question's words are what the corpus is about that it is no other subject's."""
        words = content_words(question)
        return sum(map(self.vocabulary.characteristic, words)) > _SHARED * len(words)

    def _of_nothing_here(self, question: str) -> bool:
        """Whether all that a question speaks of is unknown to the documents: then it goes on about nothing in them."""
        content = [word for word in content_words(question) if WORD.match(word)]
        return bool(content) and not any(map(self.vocabulary.has, content))

    def _in_another(self, language: str) -> str:
        of_documents = self._languages.of_documents or ("English",)  # too short to tell
        languages = " and ".join(filter(None, (", ".join(of_documents[:-1]), of_documents[-1])))
        return wording.OTHER_LANGUAGE.format(asked=language, served=of_documents[0], languages=languages)
