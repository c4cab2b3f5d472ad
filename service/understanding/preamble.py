"""The question proper in what somebody wrote around it: greetings, stories, requests to be told, thanks.

Sentences are judged by what they are for: one that asks is kept; one that states is kept where it says something of the
subject, in words that the corpus is full of, and goes where it only speaks of who asks. In a sentence that asks, the
clause before its question word goes where it speaks of "I" and "you" alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from corpus.quotes import squeeze
from service.answering.terms import content_words
from service.answering.topics import names_in
from service.understanding.clarity import ASKING
from service.understanding.dependence import is_courtesy
from service.understanding.follow_up import as_question
from service.understanding.vocabulary import WORD, Vocabulary

_SENTENCE = re.compile(
    r"(?<=[?!])\s+|(?<=\w[.…])(?<!\b[A-Z]\.)(?<!\b(?:Mr|Dr|Ms|St|No)\.)(?<!\bMrs\.)\s+(?=[\"“‘'(]*[A-Z\d])|"
    r"(?<=\w{4}\.)\s+|\s*\n\s*"
)
_PERSON = re.compile(
    r"\b(?:i|me|my|mine|myself|we|us|our|ours|you|your|yours)(?:['’](?:m|d|ve|ll|re))?\b", re.IGNORECASE
)
_SELF = re.compile(r"\b(?:i|me|my|mine|we|us|our)(?:['’](?:m|d|ve|ll|re))?\b", re.IGNORECASE)
_QUESTION_WORD = re.compile(
    r"\b(?:(?:at|by|for|from|in|of|on|to|under|with) )?"
    r"(?:what|which|who|whom|whose|when|where|why|how|whether|if)(?:['’]s)?\b",
    re.IGNORECASE,
)
# What a question word stands behind that is asked, and not one that joins clauses ("the man who said").
_ASKS_FOR = re.compile(
    r"(?:\b(?:know|tell(?: \w+)?|wonder(?:ing|ed)?|ask(?:ing|ed)?(?: \w+)?|find out|see|explain(?: to \w+)?|check|sure|"
    r"idea|curious|say|understand|clarify|confirm|advise(?: \w+)?|remind \w+|show \w+|learn|work out|about|is|this|"
    r"question|need|want|please)|[,:;–—-])\s*$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\b(?:but|so|and)\W*$", re.IGNORECASE)
# Who asks, with the name of whom they work for: "I am an adviser at Harbour Aid".
_WORKS_FOR = re.compile(
    r"\b(?:i|we)(?: a|['’])?(?:m|re)? (?:\w+ ){0,4}?(?:at|for|with|from) (?:the )?"
    r"(?-i:[A-Z][\w’'&-]*(?: (?:of |for |and )?[A-Z][\w’'&-]*)*)",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"\W*(?:(?:and|so|but|please|also|then|well|ok(?:ay)?)\W+)*"
    r"(?:(?:can|could|would|will|do|did|are|may|might|if|is there) "
    r"(?:\w+ ){0,2}?(?:you|i|we|someone|anyone|somebody|anybody|any)\b|"
    r"(?:please )?(?:tell|let|remind|show|explain|help)\b)",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(r"(?P<frame>[^:–—]{4,}?)(?::|\s[–—-])\s+(?P<rest>.+)", re.DOTALL)
_OPENS = re.compile(r"^(?P<opening>[^,:;!?–—]{1,40}?)\s*(?:[,:;!]|\s[–—-])\s+(?P<rest>.+)$", re.DOTALL)
_ENDS = re.compile(r"^(?P<rest>.+?[^,;\s])\s*[,;–—-]\s*(?P<ending>[^,;]{1,40})$", re.DOTALL)
# An opening that says where, when or how it is meant is part of the question.
_TELLING = re.compile(
    r"(?:about|after|among|as|at|before|by|during|for|from|in|of|on|over|since|to|under|once|when|if|while|because|given|unless|until|where|with|within)\b|\w+ly$",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_OPENING_WORDS = 4
_PLAIN_WORDS = 5  # "can you tell me what" stands in the way of nothing
_ENOUGH = 2
_MUCH = 2  # a sentence with less than one in so many of the words on the subject is about something else


class Preambles:
    """Takes the question out of what is written around it.

    `named` tells whether a text names who is asked, `points` whether a question points at what stands before it.
    """

    def __init__(self, vocabulary: Vocabulary, named: Callable[[str], bool], points: Callable[[str], bool]) -> None:
        self._vocabulary = vocabulary
        self._named = named
        self._points = points

    def question_proper(self, text: str) -> str:
        """The question itself, as a sentence of its own; `text` as it is where nothing stands around it."""
        whole = squeeze(text)
        sentences = [sentence for sentence in _SENTENCE.split(text.strip()) if sentence and sentence.strip()]
        kept = self._kept([squeeze(sentence) for sentence in sentences])
        bare = [self._bare(sentence) if self._asks(sentence) else sentence for sentence in kept]
        proper = squeeze(" ".join(bare))
        return text if proper == whole or not self._content(proper) else proper

    def _kept(self, sentences: list[str]) -> list[str]:
        if len(sentences) == 1:
            return sentences
        asking = [at for at, sentence in enumerate(sentences) if self._asks(sentence)]
        if not asking:
            about = [len(self._subject(sentence)) for sentence in sentences]
            return [s for s, words in zip(sentences, about, strict=True) if words * _MUCH >= max(about)] or sentences
        full = [at for at in asking if len(self._content(self._bare(sentences[at]))) >= _ENOUGH]
        if full:
            asking = [at for at in asking if at in full or not _PERSON.search(sentences[at])]
        last = asking[-1]
        alone = self._alone(self._bare(sentences[asking[0]]))
        return [
            sentence
            for at, sentence in enumerate(sentences)
            if at in asking or self._matters(sentence, before=at < last, alone=alone)
        ]

    def _matters(self, sentence: str, *, before: bool, alone: bool) -> bool:
        """Whether a statement beside a question says what the question is about, or whom it is put to."""
        if self._names_somebody(sentence):
            return True
        return bool(self._subject(sentence)) and (not alone if _SELF.search(sentence) else before)

    def _bare(self, sentence: str) -> str:
        """A sentence that asks without what stands before and after its question."""
        text = start = self._without_ending(sentence)
        while True:
            shorter = self._without_opening(text) or self._without_request(text, plainly=text != start)
            if shorter is None:
                break
            text = shorter
        return sentence if text == sentence else as_question(text)

    def _without_opening(self, text: str) -> str | None:
        match = _OPENS.match(text)
        if match is None or ASKING.match(text) or len(match["opening"].split()) > _OPENING_WORDS:
            return None
        tells = _TELLING.match(match["opening"]) or not self._says_nothing(match["opening"])
        return match["rest"] if self._content(match["rest"]) and not tells else None

    def _without_ending(self, text: str) -> str:
        match = _ENDS.match(text.rstrip("?!. "))
        if match is None or not self._content(match.group("rest")):
            return text
        please = "please" in match["ending"].lower() and not self._content(match["ending"])
        return match["rest"] if please or is_courtesy(match["ending"]) else text

    def _without_request(self, text: str, *, plainly: bool = False) -> str | None:
        """What is asked in "I need it for a note and was wondering …"; in "could you tell me …" too if `plainly`."""
        announced = _ANNOUNCED.match(text)
        if announced is not None and self._only_announces(**announced.groupdict()) and self._content(announced["rest"]):
            return announced["rest"]
        request = _REQUEST.match(text) is not None
        if ASKING.match(text) and not request:
            return None
        for match in _QUESTION_WORD.finditer(text):
            frame, rest = text[: match.start()], text[match.start() :]
            person = _PERSON.search(frame) and _ASKS_FOR.search(frame)
            if not frame.strip() or not (person or (_GOES_ON.search(frame) and self._says_nothing(frame))):
                continue
            if request and self._subject(frame) and re.search(r"\b(?:and|or)\W*$", frame):
                return None
            plain = request and not plainly and not self._content(frame) and len(frame.split()) <= _PLAIN_WORDS
            return None if plain or self._names_somebody(frame) or not self._content(rest) else rest
        return None

    def _only_announces(self, frame: str, rest: str) -> bool:
        """Whether a text before a colon only leads up to `rest`: it may say whom the asker works for."""
        if _PERSON.search(frame) is None or self._named(frame):
            return False
        introduces = _WORKS_FOR.search(frame)
        if introduces is not None and self._alone(rest):
            frame = f"{frame[: introduces.start()]} {frame[introduces.end() :]}"
        return not self._names_somebody(frame) and len(self._subject(frame)) < _ENOUGH

    def _asks(self, sentence: str) -> bool:
        text = sentence.rstrip("\"'”’) ")
        asks = text.endswith("?") or ASKING.match(sentence) is not None or self._without_request(text) is not None
        return asks and (bool(content_words(sentence)) or not _PERSON.search(sentence))

    def _names_somebody(self, text: str) -> bool:
        """Whether a text names whoever speaks, or anybody or anything that the corpus has a name for."""
        names = [name for name in names_in(text) if " " in name]
        return self._named(text) or any(all(map(self._vocabulary.has, WORD.findall(name))) for name in names)

    def _alone(self, question: str) -> bool:
        """Whether a question needs no statement beside it; in one on "I" the asker's story counts."""
        about_asker = _SELF.search(question) is not None
        return len(self._content(question)) >= _ENOUGH and not about_asker and not self._points(question)

    def _says_nothing(self, text: str) -> bool:
        return not (self._subject(text) or self._names_somebody(text) or _DIGIT.search(text))

    def _subject(self, text: str) -> list[str]:
        return [word for word in self._content(text) if self._vocabulary.characteristic(word)]

    def _content(self, text: str) -> list[str]:
        return [word for word in content_words(text) if WORD.match(word) or _DIGIT.match(word)]
