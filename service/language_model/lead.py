"""The short answer that a language model wrote over all sides, verified sentence by sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.models import Span
from corpus.quotes import squeeze
from service import wording
from service.answering.lead import spoken_of, who_says
from service.found import FoundPassage, Quotation, Standing, Statement, standing_of
from service.language_model.cited import MAX_QUOTED_SENTENCES
from service.language_model.reply import Proposed
from service.language_model.support import coverage
from service.language_model.verification import Fault, StatementVerifier
from service.language_model.words import FUNCTION_WORDS, sentences

LEAD_WORDS = 60
LEAD_WORDS_OF_SEVERAL = 120
_WORTH_ANOTHER = 0.1  # the share of a sentence's words that a further quotation must add
_INSTEAD = 0.5  # the share of a dropped sentence's words that a statement must have to stand in its place
_MORE = 0.2  # the share that a further statement must add
_MARKERS = re.compile(r"\s*(?:\[\s*\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\s*\]\s*)+")
_BEHIND_THE_STOP = re.compile(r"([.!?][\"”’')]*)(\s*(?:\[[\d\s,;–-]+\]\s*)+)")
_JOINS = re.compile(r"^\W*(?:(?:and|but|while|whereas|although|though|however|yet)\b,?\s*)*", re.IGNORECASE)
_JOINED = re.compile(r"^[\s,;]*(?:and|but|while|whereas|although|though)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"^(?:it|they)\s+(?=\w)", re.IGNORECASE)
_REPEATED = 0.8
_SPACED = re.compile(r"\s+([,;])")

Key = tuple[str, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class LeadPart:
    """Words of one sentence up to its marks of citation, and the statements that they are, one a position."""

    text: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class VerifiedLead:
    """The sentences that stand, each in parts, and why the others do not."""

    sentences: tuple[tuple[LeadPart, ...], ...]
    faults: Mapping[Fault, int]

    @property
    def statements(self) -> list[Statement]:
        """All parts as statements of their own."""
        return [statement for sentence in self.sentences for part in sentence for statement in part.statements]


def verified_lead(
    answer: str,
    passages: Sequence[FoundPassage],
    proposed: Sequence[Proposed],
    verifier: StatementVerifier,
    written: Sequence[Statement] = (),
) -> VerifiedLead:
    """Each sentence of `answer` that its own citations carry, whole; of one that speaks for several, each part.

    One that rests on words reported of the government rests on nothing else, so that it can say who reports them.
    `proposed` are the statements of the same reply that stood: their quotations say which words of a passage are meant,
    and a sentence without a mark of citation may rest on one of them. `written` are the statements that they became:
    where a sentence falls, those that say most of it stand in its place.
    """
    faults: Counter[Fault] = Counter()
    sentences_read: list[tuple[str, tuple[LeadPart, ...]]] = []
    for sentence in lead_sentences(answer):
        parts, fault = _verified(sentence, passages, proposed, verifier)
        if fault is not None:
            faults[fault] += 1
        sentences_read.append((sentence, parts))
    said = [part.text for _, parts in sentences_read for part in parts]
    kept: list[tuple[LeadPart, ...]] = []
    for sentence, parts in sentences_read:
        instead = [] if parts else _instead(sentence, written, said)
        said += [statement.text for statement in instead]
        kept += [parts] if parts else [(LeadPart(statement.text, (statement,)),) for statement in instead]
    return VerifiedLead(tuple(kept), faults)


def _instead(sentence: str, written: Sequence[Statement], said: Sequence[str]) -> list[Statement]:
    """The statements that say most of a dropped sentence, but for what the short answer, `said`, says already.

    The first has half of its words at least; one after it adds a share of them.
    """
    left = [statement for statement in written if coverage(statement.text, said) < _REPEATED]
    chosen: list[Statement] = []
    while left:
        held = [statement.text for statement in chosen]
        best = max(left, key=lambda statement: coverage(sentence, [*held, statement.text]))
        if coverage(sentence, [*held, best.text]) < (coverage(sentence, held) + _MORE if held else _INSTEAD):
            break
        chosen.append(best)
        left.remove(best)
    return chosen


def lead_sentences(answer: str) -> list[str]:
    """The sentences of a short answer as the model wrote it, each with its own marks of citation."""
    plain = squeeze(answer).replace("**", "").replace("`", "")
    return sentences(_BEHIND_THE_STOP.sub(_before_the_stop, plain))


def _before_the_stop(match: re.Match[str]) -> str:
    return f" {match.group(2).strip()}{match.group(1)} "


def _verified(
    sentence: str, passages: Sequence[FoundPassage], proposed: Sequence[Proposed], verifier: StatementVerifier
) -> tuple[tuple[LeadPart, ...], Fault | None]:
    """The sentence in parts, and why it or its rest does not stand: what is joined on with "and" may fall alone."""
    parts: list[LeadPart] = []
    for text, numbers in _parts(sentence, passages):
        bare = _JOINS.sub("", text).strip(" ,;:")
        bare = bare[:1].upper() + bare[1:]
        fault: Fault | None = Fault.NO_CITATION
        for choice in [numbers] if numbers else _likely(bare, proposed):
            verdict = verifier.verify(Proposed(bare, choice, _quotes(bare, choice, proposed)), passages, for_all=True)
            if verdict.fault is not None and proposed:  # the passage may carry it with other words than were quoted
                verdict = verifier.verify(Proposed(bare, choice), passages, for_all=True)
            fault = verdict.fault
            if fault is None:
                parts.append(LeadPart(text, verdict.statements))
                break
        if fault is not None and parts and _JOINED.match(text):
            return (*parts[:-1], replace(parts[-1], text=f"{parts[-1].text.rstrip(' ,;')}.")), fault
        if fault is not None:
            return (), fault
    standings = {statement.standing for part in parts for statement in part.statements}
    if len(standings) > 1 and any(standing.reported for standing in standings):
        return (), Fault.MIXED_SIDES
    return tuple(parts), None


def _parts(sentence: str, passages: Sequence[FoundPassage]) -> list[tuple[str, tuple[int, ...]]]:
    """The sentence as (words, passage numbers): in one where all numbers are of one position, else cut at its marks.

    Words behind the last mark, beyond a full stop, belong to the whole sentence.
    """
    marks = list(_MARKERS.finditer(sentence))
    every = _numbers(" ".join(match.group() for match in marks))
    bare = squeeze(re.sub(r"\s+([.,;:!?])", r"\1", _MARKERS.sub(" ", sentence)))
    known = [passages[number - 1].passage for number in every if 1 <= number <= len(passages)]
    one = len({standing_of(passage) for passage in known}) <= 1
    tail = sentence[marks[-1].end() :].strip(" .!?\"”’')") if marks else ""
    if one or tail or len(marks) < 2:
        return [(bare, every)]
    found: list[tuple[str, tuple[int, ...]]] = []
    at = 0
    for match in marks:
        found.append((squeeze(sentence[at : match.start()]), _numbers(match.group())))
        at = match.end()
    end = sentence[at:].strip()
    return [*found[:-1], (found[-1][0] + end, found[-1][1])]


def _numbers(marks: str) -> tuple[int, ...]:
    found: list[int] = []
    for low, high in re.findall(r"(\d{1,3})(?:\s*[–-]\s*(\d{1,3}))?", marks):
        found += range(int(low), int(high) + 1) if high else [int(low)]
    return tuple(dict.fromkeys(found))


def _likely(text: str, proposed: Sequence[Proposed]) -> list[tuple[int, ...]]:
    """The citations of the statements that share most with a sentence without any, best first."""
    ranked = sorted(proposed, key=lambda item: -coverage(text, [item.text, *item.items]))
    return list(dict.fromkeys(item.citations for item in ranked if item.citations))[:3]


def _quotes(text: str, numbers: Sequence[int], proposed: Sequence[Proposed]) -> tuple[tuple[int, str], ...]:
    """For each passage the quotations of statements that hold most of `text`, each of them more than those before."""
    chosen: list[tuple[int, str]] = []
    for number in numbers:
        left = {words for item in proposed for n, words in item.quotes if n == number}
        held: list[str] = []
        while left:
            best = max(sorted(left), key=lambda words: coverage(text, [*held, words]))
            if held and coverage(text, [*held, best]) < coverage(text, held) + _WORTH_ANOTHER:
                break
            held.append(best)
            left.discard(best)
        chosen += [(number, words) for words in held[:MAX_QUOTED_SENTENCES]]
    return tuple(chosen)


def lead_text(lead: VerifiedLead, shown: Sequence[Statement], verifier: StatementVerifier) -> str:
    """The sentences with the numbers of their citations, within the words of a short answer; each says whose it is.

    `shown` are the statements of the answer, in order; a sentence of which a citation is in none of them is left out,
    and so is what others report of the government where its own words are among them.
    """
    numbers = _numbered(shown)
    own = {statement.side for statement in shown if not statement.standing.reported}
    cited = [
        sentence
        for sentence in lead.sentences
        if all(_cited(part, numbers) for part in sentence)
        and not any(standing.reported and standing.side in own for standing in _standings(sentence))
    ]
    several = len({standing.organisation for sentence in cited for standing in _standings(sentence)}) > 1
    most = LEAD_WORDS_OF_SEVERAL if several else LEAD_WORDS
    said: list[str] = []
    before: Standing | None = None
    for sentence in cited:
        text = _SPACED.sub(r"\1", " ".join(_marked(part.text, _cited(part, numbers)) for part in sentence))
        text = _saying_whose(text, sentence[0].statements[0].quotations[0], before, verifier)
        if said and len(_MARKERS.sub(" ", " ".join([*said, text])).split()) > most:
            break
        said.append(text)
        before = sentence[-1].statements[-1].standing
    return " ".join(said)


def _standings(sentence: Sequence[LeadPart]) -> list[Standing]:
    return [statement.standing for part in sentence for statement in part.statements]


def _numbered(statements: Sequence[Statement]) -> dict[Key, int]:
    """The number of each citation, in order of first use."""
    numbers: dict[Key, int] = {}
    for statement in statements:
        for quotation in statement.quotations:
            numbers.setdefault((quotation.passage.id, quotation.spans), len(numbers) + 1)
    return numbers


def _saying_whose(text: str, quotation: Quotation, before: Standing | None, verifier: StatementVerifier) -> str:
    """A sentence with the name of whose it is, if that does not stand there or with the sentence `before` it.

    Where somebody is quoted in another's document, that one is named too; words reported of the government always open
    with who reports them.
    """
    standing = standing_of(quotation.passage)
    if standing.reported_by is not None:
        return _as_reported(text, quotation, standing.reported_by)
    quoting = verifier.documents[quotation.passage.document_id].entry.organisation
    if standing.organisation == quoting:
        said = standing == before or verifier.says_who(text, quotation.passage)
        if not said and _PRONOUN.match(text):  # the sentence that named it fell
            return _PRONOUN.sub(lambda _: f"{standing.organisation} ", text, count=1)
        return text if said else f"{standing.organisation}: {text}"
    said = verifier.says_who(text, quotation.passage) and _names(text, quoting)
    return text if said else f"{who_says(quotation, quoting).rstrip(',')}: {text}"


def _as_reported(text: str, quotation: Quotation, reporter: str) -> str:
    if text.startswith(wording.LEAD_REPORTED_STATEMENT.format(reporter=reporter, statement="")):
        return text
    speaker = quotation.voice.speaker
    if _names(text, quotation.passage.organisation) or _names(text, speaker):
        first, _, rest = text.partition(" ")
        text = f"{first.lower() if first.casefold() in FUNCTION_WORDS else first} {rest}"
    else:
        text = wording.SAYS.format(who=spoken_of(speaker), statement=text)
    return wording.LEAD_REPORTED_STATEMENT.format(reporter=reporter, statement=text)


def _names(text: str, name: str) -> bool:
    return name.removeprefix("The ").casefold() in text.casefold()


def _cited(part: LeadPart, numbers: Mapping[Key, int]) -> list[int]:
    """The numbers of the citations that hold all words that a part rests on; empty where one has none."""
    found: list[int] = []
    for quotation in (quotation for statement in part.statements for quotation in statement.quotations):
        holding = [number for key, number in numbers.items() if _holds(key, quotation)]
        if not holding:
            return []
        found.append(holding[0])
    return list(dict.fromkeys(found))


def _holds(key: Key, quotation: Quotation) -> bool:
    passage_id, spans = key
    return passage_id == quotation.passage.id and all(
        any(outer.start <= span.start and span.end <= outer.end for outer in spans) for span in quotation.spans
    )


def covers(statement: Statement, other: Statement) -> bool:
    """Whether the quotations of a statement hold all words that another rests on."""
    keys = [(quotation.passage.id, quotation.spans) for quotation in statement.quotations]
    return all(any(_holds(key, quotation) for key in keys) for quotation in other.quotations)


def _marked(text: str, numbers: Sequence[int]) -> str:
    """Words with marks of citation before the punctuation at their end."""
    marks = "".join(f"[{number}]" for number in numbers)
    return f"{text[:-1]} {marks}{text[-1]}" if text[-1:] in ".!?,;" else f"{text} {marks}"
