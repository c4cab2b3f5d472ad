"""From drafts to a gold set: finds where each quotation stands and every further place that says the very same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from corpus.errors import GoldError
from corpus.models import Span
from corpus.quotes import quote_at, squeeze
from eval.gold_set import Question, question_from, read_rows, split_of


def occurrences(text: str, quotation: str) -> list[Span]:
    """Where the words of `quotation` stand in `text`, whatever white space divides them; [] for an empty quotation."""
    words = squeeze(quotation).split(" ")
    if not any(words):
        return []
    pattern = r"\s+".join(re.escape(word) for word in words)
    return [Span(match.start(), match.end()) for match in re.finditer(pattern, text)]


def resolve(drafts: Iterable[Path], texts: Mapping[str, str], sides: Mapping[str, str]) -> list[Question]:
    """The questions of the draft files with offsets and splits.

    `texts` and `sides` are by document id. Words that stand again in the same document, or in another document of the
    evidence's side, become further places. Raises GoldError naming the question whose quotation stands nowhere.
    """
    questions = []
    for path in drafts:
        for row, where in read_rows(path)[1]:
            for item in row.get("evidence", []):
                item["places"] = _places(item, texts, sides, where)
            row["split"] = split_of(str(row.get("id"))).value
            questions.append(question_from(row, where))
    return questions


def _places(
    item: Mapping[str, Any], texts: Mapping[str, str], sides: Mapping[str, str], where: str
) -> list[dict[str, Any]]:
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for place in item.get("places", []):
        document_id, quotation = str(place.get("document_id")), str(place.get("quote", ""))
        if document_id not in texts:
            raise GoldError(f"{where}: unknown document {document_id!r}")
        if not occurrences(texts[document_id], quotation):
            raise GoldError(f"{where}: {quotation[:60]!r} does not stand in {document_id}")
        of_side = [name for name in texts if sides[name] == item.get("side") and name != document_id]
        for name in [document_id, *of_side]:
            for span in occurrences(texts[name], quotation):
                quote = quote_at(texts[name], [span])
                new = {"document_id": name, "quote": quote, "start": span.start, "end": span.end}
                found.setdefault((name, span.start), new)
    return list(found.values())
