"""Passages on disk, one JSON line each, read by row; and columns of what they can be filtered by."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexCorruptError
from corpus.models import BlockKind, Passage, Role, Sentence, Side, Span, StatementKind, Voice, as_pairs

_LINES = "passages.jsonl"
_OFFSETS = "passages.offsets.npy"
_COLUMNS = "passages.columns.npy"
_VALUES = "passages.values.json"
_CACHED_PASSAGES = 50_000
_EVERY_ROW = slice(None)
_FILTERED = ("side", "organisation", "document", "block", "kind", "quoted", "reported_by")
_KIND_SEPARATOR = " "


def kinds_of(passage: Passage) -> frozenset[str]:
    """What a passage can be found by: its own kind and its sentences'."""
    kinds = {passage.kind, *(sentence.kind for sentence in passage.sentences)}
    return frozenset(kind.value for kind in kinds if kind is not None)


def passage_to_json(passage: Passage) -> dict[str, Any]:
    voice = passage.voice
    return {
        "id": passage.id,
        "document_id": passage.document_id,
        "voice": [voice.speaker, voice.role.value, voice.side.value, voice.organisation, voice.reported_by],
        "block": passage.block.value,
        "text": passage.text,
        "spans": as_pairs(passage.spans),
        "section": list(passage.section),
        "sentences": [[s.text, as_pairs(s.spans), s.kind.value if s.kind else None] for s in passage.sentences],
        "order": passage.order,
        "paragraph": passage.paragraph,
        "page": passage.page,
        "lead_in": passage.lead_in,
        "kind": passage.kind.value if passage.kind else None,
    }


def passage_from_json(record: dict[str, Any]) -> Passage:
    speaker, role, side, organisation, reported_by = record["voice"]
    return Passage(
        id=record["id"],
        document_id=record["document_id"],
        voice=Voice(speaker, Role(role), Side(side), organisation, reported_by),
        block=BlockKind(record["block"]),
        text=record["text"],
        spans=_spans(record["spans"]),
        section=tuple(record["section"]),
        sentences=tuple(
            Sentence(text, _spans(pairs), StatementKind(kind) if kind else None)
            for text, pairs, kind in record["sentences"]
        ),
        order=record["order"],
        paragraph=record["paragraph"],
        page=record["page"],
        lead_in=record["lead_in"],
        kind=StatementKind(record["kind"]) if record["kind"] else None,
    )


def write_passages(folder: Path, passages: Iterable[Passage]) -> int:
    """Writes the store into `folder` and returns how many passages there are."""
    offsets = [0]
    ids: list[str] = []
    columns = {name: _Column() for name in _FILTERED}
    with (folder / _LINES).open("wb") as file:
        for passage in passages:
            offsets.append(offsets[-1] + file.write(json.dumps(passage_to_json(passage)).encode() + b"\n"))
            ids.append(passage.id)
            columns["side"].append(passage.side.value)
            columns["organisation"].append(passage.organisation)
            columns["document"].append(passage.document_id)
            columns["reported_by"].append(passage.reported_by or "")
            columns["block"].append(passage.block.value)
            columns["quoted"].append("" if passage.voice.role is Role.AUTHOR else passage.voice.speaker)
            columns["kind"].append(_KIND_SEPARATOR.join(sorted(kinds_of(passage))))
    np.save(folder / _OFFSETS, np.asarray(offsets, dtype=np.int64))
    np.save(folder / _COLUMNS, np.asarray([columns[name].rows for name in _FILTERED], dtype=np.int32))
    values = {name: list(columns[name].codes) for name in _FILTERED}
    (folder / _VALUES).write_text(json.dumps({"ids": ids, "values": values}), encoding="utf-8")
    return len(offsets) - 1


class _Column:
    """The values of one column as numbers, in the order in which they first came."""

    def __init__(self) -> None:
        self.codes: dict[str, int] = {}
        self.rows = array("i")

    def append(self, value: str) -> None:
        self.rows.append(self.codes.setdefault(value, len(self.codes)))


class PassageStore:
    """Read access by row (0-based, in the order written) and by id; safe for several threads."""

    def __init__(self, folder: Path) -> None:
        try:
            self._offsets: NDArray[np.int64] = np.load(folder / _OFFSETS)
            columns: NDArray[np.int32] = np.load(folder / _COLUMNS)
            named = json.loads((folder / _VALUES).read_text(encoding="utf-8"))
            values: dict[str, list[str]] = {name: named["values"][name] for name in _FILTERED}
            self.ids: list[str] = named["ids"]
            self._bytes = np.memmap(folder / _LINES, dtype=np.uint8, mode="r") if len(self) else np.zeros(0, np.uint8)
        except (OSError, ValueError, KeyError) as error:
            raise IndexCorruptError(
                f"the passages of the index cannot be read ({error}); rebuild: greenpaper ingest --rebuild"
            ) from error
        if int(self._offsets[-1]) != len(self._bytes):
            raise IndexCorruptError("the passages of the index are cut short; rebuild: greenpaper ingest --rebuild")
        self._rows = {id_: row for row, id_ in enumerate(self.ids)}
        self._codes = {name: {value: code for code, value in enumerate(values[name])} for name in _FILTERED}
        self._columns = dict(zip(_FILTERED, columns, strict=True))
        self.at = lru_cache(maxsize=_CACHED_PASSAGES)(self._at)

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def _at(self, row: int) -> Passage:
        start, end = int(self._offsets[row]), int(self._offsets[row + 1])
        return passage_from_json(json.loads(self._bytes[start:end].tobytes()))

    def row(self, passage_id: str) -> int | None:
        return self._rows.get(passage_id)

    def get(self, passage_id: str) -> Passage | None:
        row = self.row(passage_id)
        return None if row is None else self.at(row)

    def values(self, column: str) -> list[str]:
        """The distinct values of a column, one of ``side``, ``organisation``, ``document``, ``kind``, ``quoted`` and
        ``reported_by``.

        ``quoted`` is the speaker of what is not its author's own and ``reported_by`` who reports the government's
        words; both are empty elsewhere.
        """
        if column == "kind":
            return sorted({kind for value in self._codes[column] for kind in value.split(_KIND_SEPARATOR) if kind})
        return list(self._codes[column])

    def mask(
        self, column: str, values: Iterable[str], rows: NDArray[np.int64] | slice = _EVERY_ROW
    ) -> NDArray[np.bool_]:
        """Which of `rows` (n,) have one of `values` in `column`."""
        values = frozenset(values)
        if column == "kind":
            codes = [
                code for own, code in self._codes[column].items() if not values.isdisjoint(own.split(_KIND_SEPARATOR))
            ]
        else:
            codes = [self._codes[column][value] for value in values if value in self._codes[column]]
        accepted = np.zeros(len(self._codes[column]), dtype=np.bool_)
        accepted[codes] = True
        return np.asarray(accepted[self._columns[column][rows]])

    def quoted(self) -> list[tuple[str, Side]]:
        """Everybody quoted who is not the author, with the sides that they are quoted for."""
        speakers, sides = list(self._codes["quoted"]), list(self._codes["side"])
        pairs = np.unique(np.stack([self._columns["quoted"], self._columns["side"]]), axis=1).T if len(self) else ()
        return [(speakers[speaker], Side(sides[side])) for speaker, side in pairs if speakers[speaker]]

    def rows_of_document(self, document_id: str) -> list[int]:
        """The document's rows in reading order."""
        return [int(row) for row in np.flatnonzero(self.mask("document", [document_id]))]


def _spans(pairs: Iterable[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)
