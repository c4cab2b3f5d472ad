"""What of a passage is embedded and indexed: its words, with the headings and abbreviations that they rest on."""

from __future__ import annotations

import hashlib

from corpus.abbreviations import Expander
from corpus.embedder import EmbeddingInput
from corpus.models import DocumentEntry, Passage, Role
from corpus.quotes import squeeze

_MAX_CONTEXT_CHARACTERS = 320


def context_of(passage: Passage, entry: DocumentEntry) -> str:
    """Who speaks, under which headings, and what introduces the list that the passage is an item of."""
    voice = passage.voice
    parts = [entry.organisation if voice.role is Role.AUTHOR else voice.speaker]
    parts += [squeeze(heading.replace("*", "")) for heading in passage.section[-2:]]
    if passage.lead_in:
        parts.append(squeeze(passage.lead_in.replace("*", "")))
    return " – ".join(dict.fromkeys(part for part in parts if part))[:_MAX_CONTEXT_CHARACTERS]


def embedding_input(passage: Passage, entry: DocumentEntry, expander: Expander) -> EmbeddingInput:
    """The passage for the embedding model; sentence ranges are characters of its text, in order."""
    long_forms = [form for form in expander.additions(passage.text) if " " in form][:4]
    context = " – ".join([context_of(passage, entry), *long_forms])
    ranges: list[tuple[int, int]] = []
    position = 0
    for sentence in passage.sentences:
        start = passage.text.find(sentence.text, position)
        if start < 0:
            start = position
        end = min(start + len(sentence.text), len(passage.text))
        ranges.append((start, end))
        position = end
    heading = squeeze(passage.section[-1].replace("*", "")) if passage.section else ""
    return EmbeddingInput(context, passage.text, tuple(ranges), heading)


def lexical_texts(passage: Passage, entry: DocumentEntry, expander: Expander) -> tuple[str, str]:
    """`(text, context)` for the lexical index, both with abbreviations and long forms added."""
    text = " ".join([passage.text.replace("*", ""), *expander.additions(passage.text)])
    return text, context_of(passage, entry)


def encoding_key(model: str, item: EmbeddingInput) -> str:
    """A hash of all that an encoding depends on: equal keys mean that nothing need be embedded again."""
    record = repr((model, item.context, item.text, item.sentences, item.heading))
    return hashlib.sha256(record.encode("utf-8", "surrogatepass")).hexdigest()
