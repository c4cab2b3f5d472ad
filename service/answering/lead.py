"""The short answer on top: one sentence a side that says who says what, in the words that answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.models import Role, StatementKind
from service import wording
from service.answering.display import ELLIPSIS, tidy
from service.found import Quotation

_CLAUSE = re.compile(r"(?<=[,;:–])\s+|\s+(?=(?:which|because|so that|where|while|although|including|such as)\b)")
# What joins a sentence to one that the short answer leaves out.
_JOINING = re.compile(
    r"^(?:however(?=,| (?:there|the|this|these|it|we|they)\b)|moreover|furthermore|therefore|thus|instead|"
    r"additionally|in addition|nevertheless|similarly|consequently|secondly|thirdly|finally|"
    r"as (?:mentioned|noted|outlined) \w+|and|but|yet)\b,?\s+",
    re.IGNORECASE,
)
_LEADS = {
    StatementKind.COMMITMENT: wording.LEAD_COMMITMENT,
    StatementKind.PROPOSAL: wording.LEAD_PROPOSAL,
    StatementKind.QUESTION: wording.LEAD_QUESTION,
    StatementKind.RECOMMENDATION: wording.LEAD_RECOMMENDATION,
    StatementKind.CONCERN: wording.LEAD_CONCERN,
    StatementKind.SUPPORT: wording.LEAD_SUPPORT,
}


def lead_sentence(
    who: str,
    sentence: str,
    kind: StatementKind | None,
    numbers: Sequence[int],
    *,
    words: int,
    wanted: Sequence[str],
    reporter: str | None = None,
) -> str:
    """``who`` and the words of `sentence` that hold most of `wanted`, at most `words` of them, with markers.

    `reporter` is who reports these words of the government, where it is not its own document.
    """
    template = _LEADS.get(kind, wording.LEAD_STATES) if kind else wording.LEAD_STATES
    markers = "".join(f"[{number}]" for number in numbers)
    quote = f"“{excerpt(sentence, words, wanted)}”"
    if reporter is not None:
        return wording.LEAD_REPORTED.format(reporter=reporter, who=who, quote=quote, markers=markers)
    return template.format(who=who, quote=quote, markers=markers)


def excerpt(sentence: str, words: int, wanted: Sequence[str]) -> str:
    """At most `words` words of a sentence, cut at clauses around those that hold most of `wanted`."""
    text = _JOINING.sub(f"{ELLIPSIS} ", _unquoted(tidy(sentence)))
    if len(text.split()) <= words:
        return text.rstrip(".")
    clauses = _CLAUSE.split(text)
    best: tuple[float, int, int] = (-1.0, 0, 1)
    for start in range(len(clauses)):
        for end in range(start + 1, len(clauses) + 1):
            piece = " ".join(clauses[start:end])
            length = len(piece.split())
            if length > words:
                break
            held = sum(word.lower() in piece.lower() for word in wanted)
            if (score := held + length / 100 - (0.2 if start else 0.0)) > best[0]:
                best = (score, start, end)
    _, start, end = best
    piece = " ".join(clauses[start:end])
    if best[0] < 0 or len(piece.split()) > words:
        return " ".join(text.split()[:words]) + f" {ELLIPSIS}"
    piece = piece.strip(" ,;:–.")
    return f"{ELLIPSIS + ' ' if start else ''}{piece}{' ' + ELLIPSIS if end < len(clauses) else ''}"


def _unquoted(text: str) -> str:
    """Without quotation marks around the whole or open at an end: the excerpt gets marks of its own."""
    bare = text.strip()
    if bare[:1] in '“"' and not re.search(r"[“”\"]", bare[1:].rstrip('”".')):
        bare = bare.strip('“”"')
    elif bare[:1] == "“" and bare.count("“") > bare.count("”"):
        bare = bare[1:]
    return bare


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
