"""Verification of what a language model wrote: a statement is shown only if all of this holds, and is dropped
otherwise.

Its cited passages are among those given and speak for one organisation; the words it quotes stand in them; so does
every number, date and name in it; it denies, promises and attributes nothing that they do not; and they carry it
closely enough.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from corpus.errors import QuoteError
from corpus.models import Document, DocumentEntry, Passage, Sentence, Side
from corpus.quotes import quote_at, squeeze
from service.found import FoundPassage, Quotation, Standing, Statement, standing_of
from service.language_model.assertion import contradicts, overstates
from service.language_model.cited import (
    QUOTED,
    CitedPassage,
    add_what_is_quoted,
    as_sentence,
    goes_on,
    lead_ins,
    nearest,
    quoted_texts,
    short_enough,
)
from service.language_model.names import Evidence, NameCheck, vocabulary
from service.language_model.planted import addresses_a_model
from service.language_model.quantities import misplaced, missing
from service.language_model.quotation import join_spans, locate, sentences_at
from service.language_model.reply import Proposed
from service.language_model.support import SUPPORT_THRESHOLD, Support, coverage
from service.language_model.words import WORD, content_stems, stem, words

MAX_WORDS = 60
_CANDIDATES = 4
_WORTH_ANOTHER = 0.05
_MARKER = re.compile(r"[\s,;]*\[\s*\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\s*\](?!\()|\s*【[^】]*】")
_MARKUP = re.compile(r"https?:|www\.|javascript:|data:|!?\[[^\]]*\]\(|<[^>]*>|[<>{}]|\|", re.IGNORECASE)
_FOR_ALL = re.compile(
    r"\b(?:both|all (?:sides|parties|of them)|alike|each side|either side|and the government|in common)\b",
    re.IGNORECASE,
)
_SPEAKS = (
    r"(?:says?|said|states?|proposes?|proposed|plans?|planned|wants?|believes?|recommends?|recommended|argues?|argued|supports?|"
    r"supported|opposes?|opposed|intends?|will|commits?|committed|accepts?|recognises?|acknowledges?|considers?|asks?|"
    r"asked|calls?|called|urges?|urged|welcomes?|welcomed|agrees?|agreed|disagrees?|claims?|claimed|thinks?|"
    r"announced|pledged|(?:is|are) "
    r"(?:concerned|committed|planning|proposing|considering|consulting|investing|introducing|asking|calling))"
)


class Fault(StrEnum):
    """Why a statement was dropped; the label of the metric."""

    MALFORMED = "malformed"
    NO_CITATION = "no_citation"
    UNKNOWN_CITATION = "unknown_citation"
    ALTERED_QUOTE = "altered_quote"
    MIXED_SIDES = "mixed_sides"
    NUMBER = "number"
    NAME = "name"
    ATTRIBUTION = "attribution"
    CONTRADICTION = "contradiction"
    OVERSTATEMENT = "overstatement"
    PLANTED = "planted"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The statements that one proposed statement became (two where it was split), or why it became none."""

    statements: tuple[Statement, ...] = ()
    fault: Fault | None = None


class _FailedError(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class StatementVerifier:
    """Verifies statements against the passages that the model was given.

    `documents` are the corpus by id, for canonical texts and for the names that organisations go by; `abbreviations`
    maps short forms to long ones.
    """

    def __init__(
        self,
        documents: Mapping[str, Document],
        support: Support,
        abbreviations: Mapping[str, str] | None = None,
        threshold: float = SUPPORT_THRESHOLD,
    ) -> None:
        self.documents = documents
        self._support = support
        self._entries = [document.entry for document in documents.values()]
        known = {name for entry in self._entries for name in (entry.organisation, *entry.aliases)}
        self._names = NameCheck(tuple(sorted(known)), dict(abbreviations or {}))
        self._threshold = threshold
        self._vocabulary = lru_cache(maxsize=64)(lambda document_id: vocabulary([documents[document_id].text]))

    def verify(
        self, proposed: Proposed, passages: Sequence[FoundPassage], *, for_all: bool = False, whole: str = ""
    ) -> Verdict:
        """The verdict on one statement; `passages[i]` is what the model knows as number i + 1.

        With `for_all` it may speak for several organisations at once ("both want …"), and stands only if each one's own
        words carry it; words reported of the government carry nothing beside others. Where it is one item of a list, in
        words of the passage, the quotations may carry it as part of the `whole` list.
        """
        try:
            return Verdict(tuple(self._verified(proposed, passages, for_all, whole)))
        except _FailedError as failed:
            return Verdict(fault=failed.fault)

    def says_who(self, text: str, passage: Passage) -> bool:
        """Whether `text` names whose words the passage is: the organisation, its document's author, or the speaker."""
        names = {passage.organisation, passage.voice.speaker}
        for entry in self._entries:
            if _same_body(entry, passage):
                names |= {entry.organisation, entry.publisher, entry.speaker, *entry.aliases}
        if passage.side is Side.GOVERNMENT:
            names.add(Side.GOVERNMENT.value)
        return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) for name in names if name)

    def _verified(
        self, proposed: Proposed, passages: Sequence[FoundPassage], for_all: bool, whole: str
    ) -> list[Statement]:
        text = _cleaned(proposed.text)
        numbers = list(dict.fromkeys([*proposed.citations, *(number for number, _ in proposed.quotes)]))
        if not numbers:
            raise _FailedError(Fault.NO_CITATION)
        if not all(1 <= number <= len(passages) for number in numbers):
            raise _FailedError(Fault.UNKNOWN_CITATION)
        cited = [self._cited(number, proposed, passages[number - 1]) for number in numbers]
        groups: dict[Standing, list[CitedPassage]] = {}
        for item in cited:
            groups.setdefault(standing_of(item.passage), []).append(item)
        reported = any(standing.reported for standing in groups)
        if len(groups) > 1 and (reported if for_all else _FOR_ALL.search(text)):
            raise _FailedError(Fault.MIXED_SIDES)
        statements: list[Statement] = []
        faults: list[Fault] = []
        for group in groups.values():
            try:
                beside = [item.passage for item in cited if for_all and item not in group]
                statements.append(self._statement(text, group, beside, passages, whole))
            except _FailedError as failed:
                faults.append(failed.fault)
        if not statements or (for_all and faults):
            raise _FailedError(faults[0] if len(groups) == 1 else Fault.MIXED_SIDES)
        return statements

    def _cited(self, number: int, proposed: Proposed, found: FoundPassage) -> CitedPassage:
        """The passage with the sentences in which the model's quotations stand, if it gave any."""
        passage = found.passage
        if addresses_a_model(passage.text):
            raise _FailedError(Fault.PLANTED)
        try:
            canonical = self.documents[passage.document_id].text
            if squeeze(quote_at(canonical, passage.spans)) != squeeze(passage.text):
                raise _FailedError(Fault.ALTERED_QUOTE)
        except (KeyError, QuoteError) as error:
            raise _FailedError(Fault.UNKNOWN_CITATION) from error
        cited = CitedPassage(found, canonical)
        for quote_number, quote in proposed.quotes:
            if quote_number != number:
                continue
            spans = locate(quote, canonical, passage.spans)
            if spans is None:
                raise _FailedError(Fault.ALTERED_QUOTE)
            cited.add(sentences_at(passage, spans) or [as_sentence(canonical, spans)])
        return cited

    def _statement(
        self,
        text: str,
        group: list[CitedPassage],
        beside: Sequence[Passage],
        passages: Sequence[FoundPassage],
        whole: str,
    ) -> Statement:
        for item in group:
            item.sentences = nearest(text, item.sentences)
            if not item.sentences:
                item.add(self._best_sentences(text, item))
        add_what_is_quoted(text, group)
        self._complete_numbers(text, group)
        around = [found.passage for found in passages if any(goes_on(found.passage, item.passage) for item in group)]
        group = self._carrying(text, group, [*beside, *around])
        self._check(text, group, beside, around)
        if not self._carried(text, group) and not (whole and self._carried(whole, group)):
            raise _FailedError(Fault.UNSUPPORTED)
        quotations = tuple(self._quotation(text, item) for item in group)
        return Statement(text, quotations, next((q.kind for q in quotations if q.kind is not None), None))

    def _best_sentences(self, text: str, item: CitedPassage) -> list[Sentence]:
        """The sentence of the passage that carries the statement best, and another where the two carry it much better.

        A passage without sentences stands whole.
        """
        sentences = item.passage.sentences or (as_sentence(item.canonical, item.passage.spans),)
        likely = sorted(sentences, key=lambda sentence: -coverage(text, [sentence.text]))[:_CANDIDATES]
        best = max(likely, key=lambda sentence: self._support(text, [sentence.text]))
        alone = self._support(text, [best.text])
        joint = [(self._support(text, [best.text, other.text]), other) for other in likely if other is not best]
        together, second = max(joint, key=lambda pair: pair[0], default=(0.0, best))
        return [best, second] if together >= alone + _WORTH_ANOTHER else [best]

    def _complete_numbers(self, text: str, group: list[CitedPassage]) -> None:
        """Adds the sentences of the cited passages that hold a number of the statement which no quotation holds yet."""
        for item in group:
            for sentence in item.passage.sentences:
                lacking = missing(text, " \n ".join(quoted_texts(group)))
                if not lacking:
                    return
                if len(missing(text, " \n ".join([*quoted_texts(group), sentence.text]))) < len(lacking):
                    item.add([sentence])

    def _carrying(self, text: str, group: list[CitedPassage], around: Sequence[Passage]) -> list[CitedPassage]:
        """Without the citations that do not carry the statement, where others do and no number or name is lost."""
        if len(group) == 1:
            return group
        kept = [item for item in group if self._support(text, item.texts()) >= self._threshold]
        if kept and not missing(text, " \n ".join(quoted_texts(kept))):
            lost = set(self._names.missing(text, self._evidence(kept, around)))
            if lost <= set(self._names.missing(text, self._evidence(group, around))):
                return kept
        return group

    def _check(
        self, text: str, group: list[CitedPassage], beside: Sequence[Passage], around: Sequence[Passage]
    ) -> None:
        """Raises _FailedError with the first thing in `text` that the quoted sentences do not bear out.

        `beside` are passages of others whom the statement speaks for as well, `around` those that the cited ones go on
        from or lead to, where somebody's name may stand.
        """
        quoted = quoted_texts(group)
        if not all(short_enough(item.sentences) for item in group):
            raise _FailedError(Fault.UNSUPPORTED)
        for match in QUOTED.finditer(text):
            words_quoted = match.group(1) or match.group(2)
            if not any(locate(words_quoted, item.canonical, item.passage.spans) for item in group):
                raise _FailedError(Fault.ALTERED_QUOTE)
        if missing(text, " \n ".join(quoted)):
            raise _FailedError(Fault.NUMBER)
        if misplaced(text, quoted):
            raise _FailedError(Fault.NUMBER)
        if self._names.missing(text, self._evidence(group, [*beside, *around])):
            raise _FailedError(Fault.NAME)
        if self._speaks_for_another(text, [item.passage for item in group] + list(beside), " ".join(quoted)):
            raise _FailedError(Fault.ATTRIBUTION)
        if contradicts(text, quoted):
            raise _FailedError(Fault.CONTRADICTION)
        if overstates(text, [*quoted, *lead_ins(group)]):
            raise _FailedError(Fault.OVERSTATEMENT)
        if text.endswith("?") and not any("?" in words_shown for words_shown in quoted):
            raise _FailedError(Fault.MALFORMED)

    def _carried(self, text: str, group: list[CitedPassage]) -> bool:
        """Whether the quotations carry `text`, or with the lead-ins over them all of it but the names of who speaks.

        Names and attribution are verified by themselves: "Mind says that …" need not stand in Mind's own words.
        """
        quoted = quoted_texts(group)
        if self._support(text, quoted) >= self._threshold:
            return True
        shown = [*quoted, *lead_ins(group)]
        passages = [item.passage for item in group]
        speaking = [name for p in passages for name in (p.organisation, p.voice.speaker, p.reported_by or "")]
        for entry in self._entries:
            if any(_same_body(entry, passage) for passage in passages):
                speaking += [entry.organisation, *entry.aliases]
        names = set(content_stems(" ".join(speaking))) - {
            known for words_shown in shown for known in content_stems(words_shown)
        }
        said = WORD.sub(lambda match: "" if stem(match.group()) in names else match.group(), text)
        return self._support(squeeze(said), shown) >= self._threshold

    def _evidence(self, group: list[CitedPassage], beside: Sequence[Passage]) -> Evidence:
        labels: list[str] = []
        context: list[str] = []
        known: set[str] = set()
        for item in group:
            passage = item.passage
            labels += [passage.voice.speaker, passage.organisation, passage.reported_by or ""]
            context += [*passage.section, passage.lead_in or ""]
            context.append(self.documents[passage.document_id].entry.title)
            known |= self._vocabulary(passage.document_id)
        for entry in self._entries:
            if any(_same_body(entry, passage) for passage in (group[0].passage, *beside)):
                context += [entry.organisation, *entry.aliases]
        context += [passage.text for passage in beside if any(goes_on(passage, item.passage) for item in group)]
        text = " \n ".join(item.passage.text for item in group)
        return Evidence(text, tuple(labels), tuple(context), frozenset(known))

    def _speaks_for_another(self, text: str, speaking: Sequence[Passage], quoted: str) -> bool:
        """Whether the statement says what another organisation thinks where its quotations do not make it speak."""
        own_entries = [entry for entry in self._entries if any(_same_body(entry, passage) for passage in speaking)]
        own = {name.casefold() for entry in own_entries for name in entry.aliases}
        for entry in (entry for entry in self._entries if entry not in own_entries):
            names = {name for name in (entry.organisation, *entry.aliases) if name.casefold() not in own}
            # The passage may name it in another of its ways: "a DWP spokesman", "a spokesman for the Department …".
            if any(_speaks(name, text) for name in names) and not any(_speaks(name, quoted) for name in names):
                return True
        return False

    def _quotation(self, text: str, item: CitedPassage) -> Quotation:
        spans = join_spans(item.canonical, (span for sentence in item.sentences for span in sentence.spans))
        kind = max(item.sentences, key=lambda sentence: self._support(text, [sentence.text])).kind
        return Quotation(
            passage=item.passage,
            spans=spans,
            quote=quote_at(item.canonical, spans),
            score=item.found.score,
            kind=kind or item.passage.kind,
            also=item.found.also,
            place=item.found.at(spans),
        )


def _speaks(name: str, text: str) -> bool:
    """Whether somebody of this name is made to say, want or do something in a text."""
    bare = re.escape(name.removeprefix("the ").removesuffix("s"))
    return re.search(rf"(?<!\w){bare}(?:s|['’]s?)?\s+(?:\w+\s+){{0,2}}?{_SPEAKS}\b", text, re.IGNORECASE) is not None


def _same_body(entry: DocumentEntry, passage: Passage) -> bool:
    """Whether a document is by the passage's organisation; all who speak for the government are one body."""
    return entry.organisation == passage.organisation or entry.side is passage.side is Side.GOVERNMENT


def _cleaned(raw: str) -> str:
    """The statement as it would be shown. Raises _FailedError where it is no plain sentence."""
    visible = "".join(
        c
        for c in unicodedata.normalize("NFC", raw)
        if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co")
    )
    text = squeeze(_MARKER.sub("", visible).replace("**", "").replace("`", ""))
    text = re.sub(r"^(?:[-•*–]|\d{1,2}[.)])\s+", "", text)
    if addresses_a_model(text):
        raise _FailedError(Fault.PLANTED)
    if _MARKUP.search(text) or len(words(text)) > MAX_WORDS or len(set(content_stems(text))) < 2:
        raise _FailedError(Fault.MALFORMED)
    return text if text[-1] in '.?!…”’"' else f"{text}."
