"""The short answer on top: who says what, in whole sentences that answer best, so that it can be read out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.models import Role, StatementKind
from service import wording
from service.answering.display import tidy
from service.answering.english import FUNCTION_WORDS
from service.found import Quotation

MAX_WORDS = 60
MAX_WORDS_OF_SEVERAL = 120
# A further sentence must be at least this likely to answer beside the best one; and of another speaker.
_ALSO_ANSWERS = 0.15
_SPEAKS_TOO = 0.6
_MOST_SENTENCES = 3
_LEAST_ROOM = 8
_ITEM_WORDS = 24
_SAYS_SOMETHING = 12
_VERB_WORDS = 2  # "is concerned:"
_CLAUSE_END = re.compile(r"[,;:–—]\s|\s(?=\()|\s[-–—]\s")
_MARKER = re.compile(r"\[\d+\]")
# What joins a sentence to one that the short answer leaves out.
_JOINING = re.compile(
    r"^(?:however(?=,| (?:there|the|this|these|it|we|they)\b)|moreover|furthermore|therefore|thus|instead|"
    r"additionally|in addition|nevertheless|similarly|consequently|secondly|thirdly|finally|"
    r"as (?:mentioned|noted|outlined) \w+|and|but|yet)\b,?\s+",
    re.IGNORECASE,
)
# What joins an item of a list to the one that follows it.
_GOES_ON = re.compile(r"\s*(?:[;,]\s*(?:and|or|but)?|\b(?:and|or))\s*$", re.IGNORECASE)
_LEADS = {
    StatementKind.COMMITMENT: wording.LEAD_COMMITMENT,
    StatementKind.PROPOSAL: wording.LEAD_PROPOSAL,
    StatementKind.QUESTION: wording.LEAD_QUESTION,
    StatementKind.RECOMMENDATION: wording.LEAD_RECOMMENDATION,
    StatementKind.CONCERN: wording.LEAD_CONCERN,
    StatementKind.SUPPORT: wording.LEAD_SUPPORT,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A sentence that may open the answer: its words, how likely it answers, its kind and where it stands.

    `statement` and `position` order sentences as they are shown; `note` is what a reader must know before the words;
    it `depends` where it points back to the sentence before it.
    """

    who: str
    text: str
    probability: float
    kind: StatementKind | None
    statement: int
    position: int
    markers: str
    reporter: str | None = None
    note: str = ""
    depends: bool = False

    @property
    def words(self) -> int:
        return len(self.text.split()) + len(self.note.split())

    @property
    def voice(self) -> tuple[str, str | None]:
        return self.who, self.reporter


def lead(answers: Sequence[Answer], *, several: bool) -> str:
    """The best of `answers` in whole sentences: within MAX_WORDS, or each speaker's within MAX_WORDS_OF_SEVERAL.

    Where one position is asked for, another speaker is heard only where nearly as likely to be meant.
    """
    voices = list(dict.fromkeys(answer.voice for answer in answers))
    if several and len(voices) > 1:
        return " ".join(map(_sentences, _shared_out([[a for a in answers if a.voice == voice] for voice in voices])))
    return _sentences(_best(answers, MAX_WORDS))


def _shared_out(by_voice: Sequence[Sequence[Answer]]) -> list[list[Answer]]:
    """The best of each voice within its share of the words; a voice says no more than its best sentence where the words
    for another's would be cut for it."""
    left = MAX_WORDS_OF_SEVERAL
    chosen: dict[int, list[Answer]] = {}
    waiting = sorted(range(len(by_voice)), key=lambda at: (_needed(by_voice[at]), at))
    while waiting:
        share = left // len(waiting)
        at = waiting.pop(0)
        spare = left - sum(_needed(by_voice[other]) for other in waiting)
        chosen[at] = _best(by_voice[at], min(share, max(_needed(by_voice[at]), spare)))
        left -= _needed(chosen[at][:1]) + sum(answer.words for answer in chosen[at][1:])
    return [chosen[at] for at in range(len(by_voice))]


def _needed(answers: Sequence[Answer]) -> int:
    """The words of the likeliest with what introduces it."""
    likeliest = min(answers, key=lambda a: (-a.probability, a.statement, a.position))
    return likeliest.words + _introduction(likeliest)


def listed(items: Sequence[Answer]) -> str:
    """A list as the answer: what it is a list of, then its items in their order within MAX_WORDS_OF_SEVERAL.

    An item that goes on is cut where its first clause ends.
    """
    first = items[0]
    left = MAX_WORDS_OF_SEVERAL - _introduction(first) - len(first.note.split())
    texts: list[str] = []
    for item in items:
        text = shortened(item.text, _ITEM_WORDS).rstrip(" .;,")
        if len(text.split()) > left:
            break
        texts.append(text)
        left -= len(text.split())
    return _of_one_voice([replace(first, text="; ".join(texts))])


def _best(answers: Sequence[Answer], words: int) -> list[Answer]:
    """The likeliest that fit into `words`, likeliest first; one that is too long is shortened where nothing fits."""
    ordered = sorted(answers, key=lambda a: (-a.probability, a.statement, a.position))
    if not ordered:
        return []
    likeliest = ordered[0]
    chosen: list[Answer] = []
    left = words
    for answer in ordered:
        if answer.probability < _ALSO_ANSWERS * likeliest.probability or len(chosen) == _MOST_SENTENCES:
            break
        if answer in chosen:
            continue
        new_voice = bool(chosen) and answer.voice not in {other.voice for other in chosen}
        if new_voice and answer.probability < _SPEAKS_TOO * likeliest.probability:
            continue
        cost = answer.words + (_introduction(answer) if not chosen or new_voice else 0)
        if cost > left:
            if chosen or answer is not likeliest:
                continue
            room = left - _introduction(answer) - len(answer.note.split())
            # Cut to the room there is, it has none for the sentence that it points back to.
            answer = replace(answer, text=shortened(answer.text, room), depends=False)
            cost = answer.words + _introduction(answer)
        before = _antecedent(answer, answers)
        if before is not None and before not in chosen and before.words <= left - cost:
            chosen.append(before)
            left -= before.words
        chosen.append(answer)
        left -= cost
        if left < _LEAST_ROOM:
            break
    return chosen


def _antecedent(answer: Answer, answers: Sequence[Answer]) -> Answer | None:
    """The sentence that one points back to, where it is quoted too."""
    place = (answer.statement, answer.position - 1)
    return next((a for a in answers if answer.depends and (a.statement, a.position) == place), None)


def _introduction(answer: Answer) -> int:
    reported = len(answer.reporter.split()) + 2 if answer.reporter else 0
    return len(answer.who.split()) + _VERB_WORDS + reported


def _sentences(chosen: Sequence[Answer]) -> str:
    """The chosen ones as text: by speaker, likeliest speaker first, each speaker's as they stand in the answer."""
    voices = list(dict.fromkeys(answer.voice for answer in chosen))
    return " ".join(_of_one_voice([a for a in chosen if a.voice == voice]) for voice in voices)


def _of_one_voice(chosen: Sequence[Answer]) -> str:
    first = max(chosen, key=lambda a: a.probability)
    in_order = [first, *sorted((a for a in chosen if a is not first), key=lambda a: (a.statement, a.position))]
    if all(a.statement == first.statement for a in chosen):
        in_order.sort(key=lambda a: a.position)
    runs: list[list[Answer]] = []
    for answer in in_order:
        last = runs[-1][-1] if runs else None
        if last is None or (answer.statement, answer.position) != (last.statement, last.position + 1):
            runs.append([])
        runs[-1].append(answer)
    # The lead-in of a list is said before the first of its items alone.
    befores = [run[0].note for run in runs]
    pieces = [
        _quoted(run, note if note not in befores[:at] else "")
        for at, (run, note) in enumerate(zip(runs, befores, strict=True))
    ]
    kind = first.kind if len({a.kind for a in chosen}) == 1 else None
    verb = _LEADS.get(kind, wording.LEAD_STATES) if kind else wording.LEAD_STATES
    if first.reporter is not None:
        return wording.LEAD_REPORTED.format(reporter=first.reporter, who=first.who, quote=" ".join(pieces))
    return wording.attributed(first.who, verb, " ".join(pieces))


def _quoted(run: Sequence[Answer], note: str) -> str:
    text = " ".join(answer.text for answer in run)
    return f"“[{note}] {text}” {run[-1].markers}" if note else f"“{text}” {run[-1].markers}"


def sentence_to_read(text: str) -> str:
    """A sentence without marks, without quotation marks open at an end, and without what joins it to the one before."""
    text = _GOES_ON.sub("", text)
    bare = _JOINING.sub("", _unquoted(tidy(text))).rstrip(":")
    return bare[:1].upper() + bare[1:] if bare != _unquoted(tidy(text)) else bare


def shortened(text: str, words: int) -> str:
    """The longest beginning of a sentence that ends at a clause and has at most `words` words; from a break in the
    first third on, else the words themselves."""
    if len(text.split()) <= words:
        return text
    ends = [match.start() for match in _CLAUSE_END.finditer(text)]
    fitting = [end for end in ends if words // 3 <= len(text[:end].split()) <= words]
    if fitting:
        return text[: fitting[-1]].rstrip(" ,;:–—-")
    return " ".join(text.split()[:words])


def _unquoted(text: str) -> str:
    """Without quotation marks around the whole or open at an end: the lead gets marks of its own."""
    bare = text.strip()
    if bare[:1] in '“"' and not re.search(r"[“”\"]", bare[1:].rstrip('”".')):
        return bare.strip('“”"')
    if bare[:1] == "“" and bare.count("“") > bare.count("”"):
        return bare[1:]
    if bare[-1:] == "”" and bare.count("”") > bare.count("“"):
        return bare[:-1]
    return bare


def may_open(text: str) -> bool:
    """Whether a sentence can be read out by itself: no lead-in without its list, no question, no mere label, and none
    that holds what could be taken for the number of a citation.

    What ends in a colon says something where it is long, has a clause before it and does not break off at the colon.
    """
    bare = tidy(text).rstrip("*_ ")
    words = bare.split()
    if _MARKER.search(bare):
        return False
    if bare.endswith(":"):
        return len(words) >= _SAYS_SOMETHING and "," in bare and words[-1].rstrip(":").lower() not in FUNCTION_WORDS
    return len(words) >= 3 and not bare.endswith("?")


def spoken_of(speaker: str) -> str:
    """A speaker as the subject of a clause that somebody else's name opens: "the Minister for Canals"."""
    bare = f"the {speaker[4:]}" if speaker.startswith("The ") else speaker
    return f"{bare}," if "," in bare else bare


def who_says(quotation: Quotation, quoting: str) -> str:
    """The speaker as shown in the answer; a quoted one with the organisation whose document quotes."""
    voice = quotation.voice
    if voice.reported_by is not None:
        return spoken_of(voice.speaker)
    if voice.role is Role.AUTHOR or "quoted" in voice.speaker.lower():
        return voice.speaker
    return wording.QUOTED_BY.format(who=voice.speaker, organisation=quoting)
