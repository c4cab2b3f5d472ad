"""Writes drafted entries into a corpus's manifest, which stays a file that a person reads and mends."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from corpus.manifest import MANIFEST_NAME, Manifest, load_manifest
from corpus.models import Side
from ingest.intake.draft import NOT_STATED, Draft

_HEAD = "# Drafted by `greenpaper add`: look through what is marked as guessed, and mend it here.\n"


def entry_table(draft: Draft, file: str, pages: str | None, original: str) -> str:
    """The ``[[document]]`` of a draft, in TOML."""
    lines = ["[[document]]", _line("id", draft.id)]
    fields = {
        "title": draft.title,
        "publisher": draft.publisher,
        "organisation": draft.organisation if draft.organisation != draft.publisher else "",
        "side": draft.side.value,
        "date": draft.date,
    }
    for name, value in fields.items():
        if value:
            why = draft.guessed.get(name)
            lines.append(_line(name, value) + (f"  # guessed: {why}" if why else ""))
    for name, value in (("licence", draft.licence), ("source", draft.source)):
        lines.append(_line(name, value) + ("  # please state it" if value == NOT_STATED else ""))
    lines.append(_line("file", file))
    if pages:
        lines.append(_line("pages", pages))
    lines.append(_line("original", original))
    if draft.aliases:
        lines.append(f"aliases = [{', '.join(map(_quoted, draft.aliases))}]")
    if draft.consultation:
        lines.append("consultation = true  # guessed: it asks the questions")
    return "\n".join(lines) + "\n"


def corpus_head(drafts: Sequence[Draft]) -> str:
    """The sections of a new manifest that stand before its documents."""
    asks = next((draft for draft in drafts if draft.consultation), drafts[0])
    officials = dict.fromkeys(
        name
        for draft in drafts
        if draft.side is Side.GOVERNMENT
        for name in (draft.publisher, *draft.aliases)
        if name != "the government"
    )
    bodies = ", ".join(map(_quoted, officials))
    return (
        f"{_HEAD}\n[consultation]\n{_line('title', asks.title)}\n\n"
        "# Who counts as the government wherever they are quoted; add the titles of its ministers and officials.\n"
        f"[government]\nofficial_titles = []\nofficial_bodies = [{bodies}]\n"
    )


def append_entries(root: Path, tables: Sequence[str], head: str) -> Manifest:
    """Adds the entries to the manifest in `root`, made with `head` where there is none, and returns it as read again.

    Raises ManifestError where the result is no valid manifest; the file is then as it was.
    """
    path = root / MANIFEST_NAME
    before = path.read_bytes() if path.is_file() else None
    text = before.decode("utf-8-sig").rstrip() + "\n" if before is not None else head
    path.write_text("\n".join((text, *tables)), encoding="utf-8")
    try:
        return load_manifest(root)
    except Exception:
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)
        raise


def _line(name: str, value: str) -> str:
    return f"{name} = {_quoted(value)}"


def _quoted(value: str) -> str:
    """A TOML string: JSON's, which escapes as TOML does."""
    return json.dumps(" ".join(value.split()), ensure_ascii=False).replace("\x7f", "")
