"""The shipped corpus and a synthetic one of another style, parsed once for all tests of ingest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from corpus.manifest import Manifest, load_manifest, read_document
from corpus.models import Document, DocumentEntry, OfficialVoices, Passage, Side
from ingest.passages import build_passages

CORPUS = Path(__file__).parents[2] / "corpus"
FIXTURES = Path(__file__).parent / "fixtures"
WATERWAYS = OfficialVoices(
    official_titles=("Minister",),
    official_bodies=("Department for Waterways",),
    unofficial_titles=("Shadow Minister",),
    organisation="HM Government",
)


def count_words(text: str) -> int:
    """Stands in for a tokeniser: four tokens for three words."""
    return len(text.split()) * 4 // 3


def make_document(
    text: str,
    *,
    side: Side = Side.STAKEHOLDER,
    consultation: bool = False,
    organisation: str = "Boaters' Union",
    quoted_speaker: str | None = None,
    title: str = "Response to Clear Waters",
) -> Document:
    entry = DocumentEntry(
        id="sample", title=title, publisher=organisation, organisation=organisation, speaker=organisation, side=side,
        date="2030", licence="none", attribution="", source="none", file="none", consultation=consultation,
        quoted_speaker=quoted_speaker,
    )  # fmt: skip
    return Document(entry=entry, text=text, sha256="0" * 64)


@pytest.fixture(scope="session")
def parse() -> Callable[..., list[Passage]]:
    """Parses a text as a response, or as `make_document`'s arguments say."""

    def _parse(text: str, **how: object) -> list[Passage]:
        document = make_document(text, **how)  # type: ignore[arg-type]
        return build_passages(document, WATERWAYS, count_tokens=count_words)

    return _parse


@pytest.fixture(scope="session")
def manifest() -> Manifest:
    return load_manifest(CORPUS)


@pytest.fixture(scope="session")
def documents(manifest: Manifest) -> Mapping[str, Document]:
    return {entry.id: read_document(manifest.root, entry) for entry in manifest.documents}


@pytest.fixture(scope="session")
def passages(manifest: Manifest, documents: Mapping[str, Document]) -> Mapping[str, list[Passage]]:
    return {
        name: build_passages(document, manifest.officials, count_tokens=count_words)
        for name, document in documents.items()
    }


@pytest.fixture(scope="session")
def waterways() -> Document:
    return make_document(
        (FIXTURES / "waterways-paper.txt").read_text(encoding="utf-8"),
        side=Side.GOVERNMENT, consultation=True, organisation="HM Government",
        title="Clear Waters: a plan for inland waterways",
    )  # fmt: skip


@pytest.fixture(scope="session")
def boaters() -> Document:
    return make_document((FIXTURES / "boaters-response.txt").read_text(encoding="utf-8"), quoted_speaker="boater")
