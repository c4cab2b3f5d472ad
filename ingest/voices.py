"""Who speaks in each block of a document: its author, somebody quoted, or a case study.

Rules, in the order they are tried: a turn of a transcript or a reader's comment; a case study's whole group; a
quotation left open by the paragraph before; a paragraph that opens with a quotation mark; a block quotation; a
paragraph that the one before introduces; quotations inside the author's paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.models import BlockKind, Document, OfficialVoices, Role, Side, Voice
from ingest.blocks import Block
from ingest.case_studies import case_voices
from ingest.correspondence import enclosed_letters, writer_at
from ingest.flow import Flow
from ingest.minutes import are_minutes, reported_in
from ingest.quotation import MIN_WORDS, Quote, find_quotes, in_single_marks
from ingest.quoted_voices import QuotedVoices
from ingest.reporting import REPORTING, Reporter, reports, tells_of_somebody
from ingest.segments import Segment, Spoken, at_the_end, settled, split
from ingest.sentences import sentences_of, split_sentences
from ingest.speakers import Speaker
from ingest.speech import QuoteInContext, quotations_in
from ingest.transcript import comment_of, opens_comments, turns_of

_SILENT = frozenset({BlockKind.FOOTNOTE, BlockKind.REFERENCE, BlockKind.TABLE, BlockKind.QUESTION})
_LOOK_AHEAD = 4
# What follows a quotation in its paragraph is its signature, and nothing else where it is shorter still.
_SIGNED_WORDS, _ONLY_SIGNED_WORDS = 45, 30
# Words in marks at that length, below a few sentences that name one person with an office, are theirs.
_FEW_SENTENCES, _STANDS_ALONE = 3, 25
_TOLD = re.compile(r"\b(?:said|says?|states?|stated|reads?|wrote|writes|continues?|adds?|told [\w ]+)\s*:\s*$", re.I)
# From this share of a sentence on, and these words, what it quotes is what it says.
_MOSTLY, _MOSTLY_WORDS = 0.45, 10


def author_of(document: Document) -> Voice:
    """The voice of the document's author, as the manifest names it."""
    entry = document.entry
    return Voice(entry.speaker, Role.AUTHOR, entry.side, entry.organisation)


def attribute(document: Document, blocks: Sequence[Block], officials: OfficialVoices) -> list[list[Segment]]:
    """For each block the voices in it, in order; clauses that only report ("Smith said:") are left out."""
    return _Attribution(document, blocks, officials).run()


class _Attribution:
    def __init__(self, document: Document, blocks: Sequence[Block], officials: OfficialVoices) -> None:
        self._document = document
        self._blocks = blocks
        self._author = author_of(document)
        self._flows = [Flow.of(document.text, block.pieces).text.replace("\xa0", " ") for block in blocks]
        self._reporter = Reporter(document.text.replace("\xa0", " "), officials)
        self._turns = turns_of(self._flows)
        self._letters = enclosed_letters(document, officials)
        self._minutes = are_minutes(self._flows, document.entry.title)
        self._open: Voice | None = None
        self._turn: Voice | None = None
        self._last_quoted: Voice | None = None
        self._introduced: Voice | None = None
        self._quoted = QuotedVoices(document, officials)
        self._found: list[list[Segment]] = []

    def run(self) -> list[list[Segment]]:
        cases = case_voices(self._blocks, self._flows, self._reporter, self._quoted)
        found = self._found
        before: Block | None = None
        for index, block in enumerate(self._blocks):
            text = self._flows[index]
            self._reporter.next_paragraph()
            if block.kind in _SILENT:
                found.append([Segment(0, len(text), self._author)])
                continue
            if before is None or before.section != block.section or before.group != block.group or block.prefix:
                self._open = self._introduced = self._last_quoted = None
            if before is None or before.section != block.section:
                self._reporter.forget()
                self._turn = None
            start = self._take_turn(index, block, text)
            writer = writer_at(self._letters, block.pieces[0].start)
            if self._turn is not None:
                segments = self._in_turn(self._turn, start, self._block(index, block, text))
            elif writer is not None:
                segments = self._in_turn(self._quoted.of(writer), 0, self._block(index, block, text))
            elif self._minutes and block.kind is BlockKind.PARAGRAPH:
                segments = self._in_minutes(index, block, text)
            elif block.group in cases:
                segments = [Segment(0, len(text), cases[block.group], BlockKind.CASE_STUDY)]
            else:
                segments = self._block(index, block, text)
            found.append(segments)
            before = block
        return settled(found, self._flows, self._quoted)

    def _take_turn(self, index: int, block: Block, text: str) -> int:
        """Notes who speaks from here on in a transcript or a reader's comment; returns where their words begin."""
        turn = self._turns.get(index)
        if turn is None and block.section and opens_comments(block.section[-1]):
            turn = comment_of(text)
        if turn is None:
            return 0
        asks = turn.who in (self._document.entry.organisation, *self._document.entry.aliases)
        self._turn = self._author if asks else self._quoted.of(self._reporter.taking_turn(turn))
        return turn.start

    def _in_turn(self, voice: Voice, start: int, segments: Sequence[Segment]) -> list[Segment]:
        """What is the author's elsewhere is in a turn the voice of who takes it; whom they quote is quoted."""
        return [
            Segment(
                max(part.start, start),
                part.end,
                voice if part.voice == self._author else part.voice,
                BlockKind.QUOTATION,
            )
            for part in segments
            if part.end > start
        ]

    def _in_minutes(self, index: int, block: Block, text: str) -> list[Segment]:
        """A paragraph of minutes: whose words it reports; where it reports nobody's, as any other."""
        reported = reported_in(text)
        if not reported:
            return self._block(index, block, text)
        segments: list[Segment] = []
        at = 0
        for part in reported:
            if text[at : part.start].strip():
                segments.append(Segment(at, part.start, self._author))
            voice = self._quoted.of(self._reporter.present(part.who))
            if segments and segments[-1].voice == voice and segments[-1].end >= part.start - 1:
                segments[-1] = Segment(segments[-1].start, part.end, voice)
            else:
                segments.append(Segment(part.start, part.end, voice))
            at = part.end
        if text[at:].strip():
            segments.append(Segment(at, len(text), self._author))
        return segments

    # Quotations.

    def _block(self, index: int, block: Block, text: str) -> list[Segment]:
        carried, introduced = self._open, self._introduced
        self._open = self._introduced = None
        if block.attribution and self._last_quoted is not None:
            return [Segment(0, len(text), self._last_quoted, BlockKind.QUOTATION)]
        if carried is not None and not block.glyph and self._goes_on(index):
            return self._continued(text, carried)
        if (text[:1] in '“"' or in_single_marks(text)) and not block.glyph:
            return self._opening(index, text)
        if block.quoted:
            voice = self._set_apart(index)
            if voice is not None:
                self._last_quoted = voice
                return [Segment(0, len(text), voice, BlockKind.QUOTATION)]
        if introduced is not None and not block.glyph and not block.prefix:
            return self._set_off(index, text, introduced)
        if introduced is not None and block.glyph and text[:1] in "“\"‘'":
            self._introduced = introduced
            return [Segment(0, len(text), introduced, BlockKind.QUOTATION)]
        return self._inline(index, block, text)

    def _goes_on(self, index: int) -> bool:
        """Whether an open quotation goes on here: a near paragraph opens with a mark, or closes what none opened."""
        for ahead in range(index, min(index + _LOOK_AHEAD, len(self._blocks))):
            block, text = self._blocks[ahead], self._flows[ahead]
            if block.section != self._blocks[index].section or block.prefix or block.glyph or block.kind in _SILENT:
                return False
            if text[:1] in '“"':
                return True
            quotes = find_quotes(text)
            if quotes:
                return not quotes[0].opened
        return False

    def _continued(self, text: str, voice: Voice) -> list[Segment]:
        quotes = find_quotes(text, carried=True)
        first = quotes[0] if quotes else Quote(0, len(text), False, False)
        self._last_quoted = voice
        if not first.closed:
            self._open = voice
            return [Segment(0, len(text), voice, BlockKind.QUOTATION)]
        return split(text, self._author, [(first, voice)])

    def _opening(self, index: int, text: str) -> list[Segment]:
        """A paragraph that begins with a quotation mark."""
        quote = Quote(0, len(text), True, True) if in_single_marks(text) else find_quotes(text)[0]
        tail = text[quote.end :].strip()
        short = len(quote.words(text)) < MIN_WORDS
        earlier = self._earlier(index)
        speaker: Speaker | None = None
        if tail:
            attributed = self._reporter.attributed(tail) if len(tail.split()) <= 40 else None
            speaker = self._reporter.after(tail, earlier) or attributed
            if speaker is None and (short or len(tail.split()) > 25):
                return self._inline(index, self._blocks[index], text)
            if speaker is not None and speaker is attributed:
                quote = Quote(quote.start, len(text), True, True)
        elif short and self._document.entry.side is Side.STAKEHOLDER and not self._quoting(index):
            return self._inline(index, self._blocks[index], text)
        if speaker is None and index + 1 < len(self._blocks) and self._blocks[index + 1].attribution and quote.closed:
            speaker = self._reporter.attributed(self._flows[index + 1])
        if speaker is None:
            speaker = self._named_before(index)
        voice = self._quoted.of(speaker)
        if speaker is not None:
            self._quoted.remember(text, quote, voice)
        elif self._last_quoted is not None:
            voice = self._last_quoted
        else:
            voice = self._quoted.recalled(text, quote) or voice
        self._last_quoted = voice
        if not quote.closed:
            self._open = voice
        spoken = self._quotations(index, text, [(quote, voice)])
        if len(spoken) > 1:
            self._last_quoted = at_the_end(text, spoken)
        return split(text, self._author, spoken)

    def _resumed(self, text: str, spoken: Sequence[Spoken], quote: Quote) -> Spoken | None:
        """A quotation that goes on after a clause which only says who speaks: “It is,” she said. “It was.”"""
        if not spoken:
            return None
        before, voice = spoken[-1]
        between = text[before.end : quote.start]
        broken = re.search(r"[,?!…–—-]\W?$", text[before.start : before.end]) is not None
        only = len(between.split()) <= 14 and len(sentences_of(between)) == 1 and bool(REPORTING.search(between))
        return (quote, voice) if broken and only and between.rstrip()[-1:] in ".,:" else None

    def _set_apart(self, index: int) -> Voice | None:
        """Who speaks in a block quotation without marks: as below it or before it is said; None for a mere call-out."""
        for ahead in range(index + 1, min(index + 1 + _LOOK_AHEAD, len(self._blocks))):
            if self._blocks[ahead].attribution:
                return self._quoted.of(self._reporter.signed(self._flows[ahead]))
            if not self._blocks[ahead].quoted:
                break
        before = self._blocks[index - 1] if index else None
        if before is not None and before.quoted and not before.attribution:
            return self._last_quoted
        speaker = self._named_before(index)
        introduced = before is not None and self._flows[index - 1].rstrip().endswith(":")
        return self._quoted.of(speaker) if speaker is not None or introduced else None

    def _quoting(self, index: int) -> bool:
        return self._last_quoted is not None or (index > 0 and self._flows[index - 1].rstrip().endswith(":"))

    def _named_before(self, index: int) -> Speaker | None:
        """The speaker that the paragraph right before introduces: it ends in a colon, or its last sentence reports."""
        if index == 0 or self._last_quoted is not None:
            return None
        before = self._blocks[index - 1]
        if before.section != self._blocks[index].section or before.glyph or before.group != self._blocks[index].group:
            return None
        sentences = sentences_of(self._flows[index - 1])
        if not sentences:
            return None
        last = sentences[-1]
        colon = last.rstrip().endswith(":")
        if colon or (reports(last) and len(sentences) <= 2):
            return self._reporter.introduced(last, [*self._earlier(index - 1), *sentences[:-1]])
        if len(sentences) <= _FEW_SENTENCES and len(self._flows[index].split()) >= _STANDS_ALONE:
            return self._reporter.alone_in(sentences)
        return None

    def _set_off(self, index: int, text: str, voice: Voice) -> list[Segment]:
        """A paragraph without marks that the one before introduced."""
        self._last_quoted = voice
        quotes = find_quotes(text)
        if quotes and not quotes[0].opened:
            return split(text, self._author, [(quotes[0], voice)])
        following = index + 1
        if (
            following < len(self._blocks)
            and self._flows[following][:1] in '“"'
            and self._blocks[following].section == self._blocks[index].section
        ):
            self._open = voice
        return [Segment(0, len(text), voice, BlockKind.QUOTATION)]

    def _inline(self, index: int, block: Block, text: str) -> list[Segment]:
        """The author's paragraph, with the quotations in it that are speech of their own."""
        spoken = self._quotations(index, text, [])
        self._last_quoted = at_the_end(text, spoken)
        self._introduce(index, block, text)
        if not spoken:
            return [Segment(0, len(text), self._author)]
        return split(text, self._author, spoken)

    def _quotations(self, index: int, text: str, spoken: Sequence[Spoken]) -> list[Spoken]:
        """`spoken` with the further speech in a paragraph; takes note of the sources that the author names between."""
        found = list(spoken)
        earlier = self._earlier(index)
        at = found[-1][0].end if found else 0
        for quote in self._candidates(index, text):
            if quote.start < at:
                continue
            for sentence in sentences_of(text[at : quote.start]):
                self._reporter.hear(sentence, earlier)
            at = quote.end
            speech = (
                self._resumed(text, found, quote)
                or self._speech(text, quote, earlier)
                or self._reported(text, quote, earlier)
            )
            if speech is not None:
                found.append(speech)
                at = max(at, speech[0].end)
                self._open = None if quote.closed else speech[1]
        for sentence in sentences_of(text[at:]):
            self._reporter.hear(sentence, [*earlier, *sentences_of(text[:at])])
        return found

    def _candidates(self, index: int, text: str) -> list[Quote]:
        quotes = quotations_in(text)
        unmarked = re.search(r"\b(?:says?|said|states?|reads?|wrote):\s+(?=[A-Z])", text)
        following = index + 1
        if (
            unmarked
            and not quotes
            and following < len(self._flows)
            and self._flows[following][:1] in '“"'
            and not self._blocks[following].prefix
        ):
            quotes.append(Quote(unmarked.end(), len(text), False, False))
        return sorted(quotes, key=lambda quote: quote.start)

    def _speech(self, text: str, quote: Quote, earlier: Sequence[str]) -> Spoken | None:
        """The quotation with its voice where it is speech, up to the end of a signature behind it."""
        said = QuoteInContext(text, quote)
        bracketed = said.bracketed
        if bracketed is not None and said.is_speech(attributed=True):
            who = bracketed.group("who")
            return Quote(quote.start, quote.end + bracketed.end(), True, True), self._quoted.of(Speaker(who))
        context = [*earlier, *said.context]
        speaker = self._reporter.after(said.tail, context) if said.could_be_attributed else None
        if not said.is_speech(attributed=speaker is not None or said.told_of):
            return None
        if speaker is None and said.lead:
            speaker = self._reporter.introduced(said.lead, context)
        signature = said.signature
        if speaker is None and signature and len(said.tail.split()) <= _SIGNED_WORDS:
            speaker = self._reporter.attributed(signature.group("who"))
            if speaker is not None:
                whole = len(said.tail.split()) <= _ONLY_SIGNED_WORDS
                quote = Quote(quote.start, len(text) if whole else quote.end + signature.end(), True, True)
        if speaker is None and said.begins_anew:
            speaker = self._reporter.introduced("and", context)
        voice = self._quoted.of(speaker)
        if speaker is None:
            voice = self._quoted.recalled(text, quote) or voice
        else:
            self._quoted.remember(text, quote, voice)
        return quote, voice

    def _reported(self, text: str, quote: Quote, earlier: Sequence[str]) -> Spoken | None:
        """A sentence that is mostly another's words: "Carers UK found that they are “…”" is Carers UK's."""
        start, end = next(((s, e) for s, e in split_sentences(text) if s <= quote.start < e), (0, 0))
        words, lead = len(quote.words(text)), text[start : quote.start]
        if quote.end > end or words < _MOSTLY_WORDS or words < _MOSTLY * len(text[start:end].split()):
            return None
        speaker = self._reporter.named_in(lead, earlier)
        somebody = speaker is None and tells_of_somebody(lead) and reports(lead)
        if speaker is None and not somebody:
            return None
        return Quote(start, end, True, True), self._quoted.of(speaker)

    def _introduce(self, index: int, block: Block, text: str) -> None:
        """Notes that the next paragraph, without marks of its own, is quoted: this one's last words introduce it."""
        if index + 1 >= len(self._blocks) or not text.rstrip().endswith(":") or self._open is not None:
            return
        following, words = self._blocks[index + 1], self._flows[index + 1]
        if following.section != block.section or following.prefix:
            return
        last = (sentences_of(text) or [text])[-1]
        told = _TOLD.search(last.rstrip()) is not None
        quoted_list = following.glyph and words[:1] in "“\"‘'" and told
        lost_mark = (
            not following.glyph
            and words[:1] not in '“"'
            and index + 2 < len(self._blocks)
            and self._flows[index + 2][:1] in '“"'
            and self._blocks[index + 2].section == block.section
        )
        if quoted_list or (not following.glyph and words[:1] not in '“"' and (told or lost_mark)):
            speaker = self._reporter.introduced(last, [*self._earlier(index), *sentences_of(text)[:-1]])
            self._introduced = self._quoted.of(speaker)

    def _earlier(self, index: int) -> list[str]:
        """The last sentences the author says in the paragraph before, for pronouns."""
        if index == 0 or self._blocks[index - 1].section != self._blocks[index].section:
            return []
        flow = self._flows[index - 1]
        said = [flow[part.start : part.end] for part in self._found[index - 1] if part.voice == self._author]
        return [sentence for words in said for sentence in sentences_of(words)][-3:]
