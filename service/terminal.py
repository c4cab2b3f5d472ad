"""Answers and passages as a person reads them in a terminal: sides in headings, numbered quotes, source lines."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from corpus.models import Side
from corpus.quotes import squeeze
from service.accounting import said_apart
from service.schemas import AnswerBody, CitationBody, PassageBody

_SIDE_NAMES = {
    (Side.GOVERNMENT, False): "What the government says",
    (Side.GOVERNMENT, True): "What others report the government as saying",
    (Side.STAKEHOLDER, False): "What stakeholders say",
}


def print_answer(console: Console, body: AnswerBody) -> None:
    """The answer with each side under a heading of its own and its quotes with their sources."""
    if body.standalone_question != body.question:
        changes = ", ".join(body.understood.changes) if body.understood else ""
        why = f" ({changes}; --as-typed asks the very words)" if changes else ""
        console.print(Text(f"Understood as: {body.standalone_question}{why}", style="dim"))
    for sentence in said_apart(body):
        console.print(Text(sentence, style="yellow"))
    overview = body.form == "overview"
    first, *lines = body.answer.split("\n")
    console.print(Text(first, style="bold" if body.answered else "yellow"))
    for line in lines:
        console.print(Padding(Text(f"- {line}"), (0, 0, 0, 2)))
    side = None
    for position in () if overview else body.positions:  # an overview has said it all, topic by topic
        if (position.side, position.reported) != side:
            side = (position.side, position.reported)
            console.print()
            console.rule(_SIDE_NAMES[side], align="left")
        console.print(Text(position.organisation, style="bold"))
        for statement in position.statements:
            markers = "".join(f"[{number}]" for number in statement.citations)
            kind = f"({statement.kind}) " if statement.kind else ""
            console.print(Padding(Text(f"{kind}{statement.text} {markers}"), (0, 0, 0, 2)))
    if body.citations:
        console.print()
        console.rule("Sources", align="left")
        for citation in body.citations:
            console.print(Text(f"[{citation.number}] {source_line(citation)}"))
            console.print(Padding(Text(f"“{citation.quote}”", style="italic"), (0, 0, 0, 4)))
    if body.related:
        console.print()
        console.rule("Related passages" if body.answered else "The nearest passages", align="left")
        for passage in body.related:
            _print_passage(console, passage, 30)
    for suggestion in body.suggestions:
        console.print(Text(f"Try: {suggestion}"))


def print_passages(console: Console, passages: Sequence[PassageBody]) -> None:
    """Ranked passages with their sources."""
    if not passages:
        console.print("No passage found.")
    for rank, passage in enumerate(passages, start=1):
        console.print(Text(f"{rank}. {source_line(passage)}  ({passage.score:.2f})", style="bold"))
        console.print(Padding(Text(passage.text), (0, 0, 1, 3)))


def source_line(item: CitationBody | PassageBody) -> str:
    """Who says it, on which side, and where: speaker (side), document, section, paragraph."""
    place = [item.document_title, *(squeeze(heading.replace("*", "")) for heading in item.section[-1:])]
    if item.paragraph:
        place.append(f"paragraph {item.paragraph}")
    if item.page:
        place.append(f"page {item.page}")
    role = {"quoted": ", quoted", "case_study": ", case study"}.get(item.voice.role.value, "")
    side = f"{item.side.value}, as reported by {item.reported_by}" if item.reported_by else item.side.value
    return f"{item.voice.speaker}{role} ({side}) – " + ", ".join(place)


def _print_passage(console: Console, passage: PassageBody, words: int) -> None:
    shown = passage.text.split()
    text = " ".join(shown[:words]) + (" …" if len(shown) > words else "")
    console.print(Text(f"- {source_line(passage)}: {text}", style="dim"))
