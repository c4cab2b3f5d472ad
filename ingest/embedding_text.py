"""What of a passage is embedded and indexed: its words, with the headings and abbreviations that they rest on."""

from __future__ import annotations

import hashlib

from corpus.abbreviations import Expander
from corpus.embedding import EmbeddingInput
from corpus.models import DocumentEntry, Passage, Role
from corpus.quotes import squeeze

_MAX_CONTEXT_CHARACTERS, _MAX_LEAD_IN_CHARACTERS = 320, 160
_SHORT_WORDS = 50


def context_of(passage: Passage, entry: DocumentEntry) -> str:
    """Who speaks, and under which headings."""
    voice = passage.voice
    parts = [entry.organisation if voice.role is Role.AUTHOR else voice.speaker]
    parts += [squeeze(heading.replace("*", "")) for heading in passage.section[-2:]]
    return " – ".join(dict.fromkeys(part for part in parts if part))[:_MAX_CONTEXT_CHARACTERS]


def lead_in_of(passage: Passage) -> str:
    """What introduces the list that the passage is an item of; empty where it is none."""
    return squeeze((passage.lead_in or "").replace("*", ""))[:_MAX_LEAD_IN_CHARACTERS]


def embedding_input(passage: Passage, entry: DocumentEntry, expander: Expander) -> EmbeddingInput:
    """The passage for the embedding model, after what introduces it; sentence ranges are characters of that, in order.

    "Gaps in a CV" says little without "What keeps people from working:", so before short items those words are matched
    one by one too.
    """
    long_forms = [form for form in expander.additions(passage.text) if " " in form][:4]
    context = " – ".join([context_of(passage, entry), *long_forms])
    short = len(passage.text.split()) <= _SHORT_WORDS
    lead_in = lead_in_of(passage)
    lead = f"{lead_in} " if short and lead_in else ""
    ranges: list[tuple[int, int]] = []
    position = 0
    for sentence in passage.sentences:
        start = passage.text.find(sentence.text, position)
        if start < 0:
            start = position
        end = min(start + len(sentence.text), len(passage.text))
        ranges.append((len(lead) + start, len(lead) + end))
        position = end
    heading = squeeze(passage.section[-1].replace("*", "")) if passage.section else ""
    if lead_in and not lead:
        context = f"{context} – {lead_in}"
    return EmbeddingInput(context, lead + passage.text, tuple(ranges), heading)


def lexical_texts(passage: Passage, entry: DocumentEntry, expander: Expander) -> tuple[str, str]:
    """`(text, context)` for the lexical index, both with abbreviations and long forms added."""
    text = " ".join([passage.text.replace("*", ""), *expander.additions(passage.text)])
    return text, f"{context_of(passage, entry)} {lead_in_of(passage)}".rstrip()


def encoding_key(model: str, item: EmbeddingInput) -> str:
    """A hash of all that an encoding depends on: equal keys mean that nothing need be embedded again."""
    record = repr((model, item.context, item.text, item.sentences, item.heading))
    return hashlib.sha256(record.encode("utf-8", "surrogatepass")).hexdigest()
