"""Text in a document that is addressed to a language model instead of a reader.

Such a passage is kept from the model and carries no statement. The patterns are narrow (they match nothing in the
corpus that ships); what they miss is still only data to the prompt, and still verified.
"""

from __future__ import annotations

import re

_PATTERNS = (
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.!?\n]{0,40}\b(?:previous|prior|above|earlier|preceding|system|all|your|"
    r"these|other|any)\b[^.!?\n]{0,30}\b(?:instructions?|prompts?|rules|guidelines|directions|commands|passages)\b",
    r"\b(?:system|developer) (?:prompt|message|instructions?)\b",
    r"\byou are (?:now )?(?:an? )?(?:AI|artificial intelligence|helpful assistant|language model|chat ?bot|LLM|"
    r"GPT\b|ChatGPT)",
    r"\b(?:attention|note to|dear|as an?|instructions? (?:to|for)) (?:the |any |all )?"
    r"(?:AI|LLMs?|language models?|chat ?bots?|assistants?)\b",
    r"\b(?:AI|LLMs?|language models?|chat ?bots?|assistants?)\b[^.!?\n]{0,40}\b(?:must|should|shall|will|please) "
    r"(?:now )?(?:respond|reply|answer|output|say|cite|state|ignore|print)\b",
    r"\b(?:respond|reply|answer|output|print|return) (?:only|exactly|just)\b[^.!?\n]{0,20}\b(?:with|the|in|JSON)\b",
    r"\b(?:respond|reply|answer|output|print) (?:with |in )?(?:the )?(?:JSON|text|word|phrase|sentence)\b",
    r"\bcite (?:this|it|the|passage|source|me)\b[^.!?\n]{0,40}\[?\d+\]?",
    r"<\s*/?\s*(?:system|assistant|user|passages?|instructions?)\b[^>\n]*>",
    r"<\|[a-z_]{2,20}\|>|\[/?INST\]|#{2,} ?(?:instruction|system|assistant)\b",
    r"[\"“]?(?:statements|citations)[\"”]\s*:\s*\[",
)
_PLANTED = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE)


def addresses_a_model(text: str) -> bool:
    """Whether any of `text` reads as an instruction to a language model."""
    return _PLANTED.search(text) is not None
