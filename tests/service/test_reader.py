"""The reader: every character of a document once, in order, at its offset, whatever the passages are like."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import example, given
from hypothesis import strategies as st

from corpus.models import BlockKind, Passage, Role, Side, Span, Voice
from corpus.quotes import quote_at
from service.reader import Reader, Shape, emphasised, lay_out, voice_line

AUTHOR = Voice("A Ministry", Role.AUTHOR, Side.GOVERNMENT, "A Ministry")
QUOTED = Voice("Jo Bloggs", Role.QUOTED, Side.STAKEHOLDER, "Jo Bloggs")


def passage(
    text: str,
    *spans: tuple[int, int],
    id_: str = "p",
    block: BlockKind = BlockKind.PARAGRAPH,
    voice: Voice = AUTHOR,
    section: tuple[str, ...] = (),
) -> Passage:
    placed = tuple(Span(start, end) for start, end in spans)
    return Passage(id_, "d", voice, block, quote_at(text, placed), placed, section, (), 0)


def at(text: str, words: str) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


class _Runs(HTMLParser):
    """The characters of each run by offset, and the ids in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[tuple[int, int, str]] = []
        self.ids: list[str] = []
        self._open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given_ = dict(attrs)
        run = "data-s" in given_
        if run:
            self.runs.append((int(given_["data-s"] or 0), int(given_["data-e"] or 0), ""))
        if given_.get("id"):
            self.ids.append(given_["id"] or "")
        self._open.append(run)

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        assert any(self._open), f"{data!r} stands at no offset"
        start, end, text = self.runs[-1]
        self.runs[-1] = (start, end, text + data)


def read(reader: Reader) -> _Runs:
    runs = _Runs()
    for group in reader.groups:
        for block in group.blocks:
            runs.feed(str(block.html))
    runs.close()
    return runs


def check(text: str, reader: Reader) -> None:
    """Each run holds exactly the characters at its offsets; only white space is left out; nothing comes twice."""
    position = 0
    for start, end, shown in read(reader).runs:
        assert shown == text[start:end]
        assert start >= position
        assert not text[position:start].strip()
        position = end
    assert not text[position:].strip()


def test_headings_numbers_bullets_and_text_between() -> None:
    text = "Contents\n\n1: Trees\n\n87. We will **plant** trees.\n\n- Oaks\n- Elms\n\nFooter 3\n"
    passages = [
        passage(text, at(text, "We will **plant** trees."), id_="a", section=("1: Trees",)),
        passage(text, at(text, "Oaks"), at(text, "Elms"), id_="b", block=BlockKind.BULLET, section=("1: Trees",)),
    ]
    reader = lay_out(text, passages)
    check(text, reader)
    shapes = [(block.shape, block.level) for group in reader.groups for block in group.blocks]
    assert shapes == [
        (Shape.LINES, 0),
        (Shape.HEADING, 2),
        (Shape.PARAGRAPH, 0),
        (Shape.ITEM, 0),
        (Shape.ITEM, 0),
        (Shape.LINES, 0),
    ]
    assert [block.html.striptags() for block in reader.contents] == ["1: Trees"]
    paragraph = reader.groups[2].blocks[0].html
    assert '<span class="number">' in paragraph
    assert "<strong>plant</strong>" in paragraph
    assert read(reader).ids == ["a", "b"]


def test_a_voice_of_its_own_stands_apart() -> None:
    text = "She said: “Trees are good.” We agree.\n"
    passages = [
        passage(text, at(text, "She said:"), id_="a"),
        passage(text, at(text, "“Trees are good.”"), id_="b", voice=QUOTED),
        passage(text, at(text, "We agree."), id_="c"),
    ]
    reader = lay_out(text, passages)
    check(text, reader)
    assert [(group.kind, group.voice) for group in reader.groups] == [
        ("single", None),
        ("voice", QUOTED),
        ("single", None),
    ]


def test_one_voice_on_one_line_is_one_paragraph() -> None:
    text = "One sentence. Another one.\n\nA third.\n"
    passages = [
        passage(text, at(text, "One sentence."), id_="a"),
        passage(text, at(text, "Another one."), id_="b"),
        passage(text, at(text, "A third."), id_="c"),
    ]
    reader = lay_out(text, passages)
    check(text, reader)
    assert len(reader.groups) == 2


def test_heading_levels_never_jump() -> None:
    text = "Deep\n\nWords.\n\nTop\n\nMore.\n"
    passages = [
        passage(text, at(text, "Words."), id_="a", section=("x", "y", "Deep")),
        passage(text, at(text, "More."), id_="b", section=("Top",)),
    ]
    levels = [block.level for group in lay_out(text, passages).groups for block in group.blocks if block.level]
    assert levels == [2, 2]


def test_markup_in_a_document_is_text() -> None:
    text = "<img src=x onerror=alert(1)> & <script>alert(2)</script>\n\n**<b>x</b>**\n"
    html = "".join(str(block.html) for group in lay_out(text, []).groups for block in group.blocks)
    assert "<img" not in html
    assert "<script" not in html
    assert "<b>" not in html
    check(text, lay_out(text, []))


def test_emphasis_keeps_every_character() -> None:
    shown = emphasised("a **bold** and *slanted* word, 2 * 3 * 4")
    assert shown.count("<strong>bold</strong>") == 1
    assert shown.count("<em>slanted</em>") == 1
    assert shown.striptags() == "a **bold** and *slanted* word, 2 * 3 * 4"


def test_a_voice_is_named_as_people_do() -> None:
    assert voice_line("Mind", Role.AUTHOR, "A Reply") == "Mind"
    assert voice_line("Jo", Role.QUOTED, "A Reply") == "Jo, quoted in A Reply"
    assert voice_line("Jo", Role.CASE_STUDY, "A Plan") == "Jo, case study in A Plan"
    assert voice_line("a person, quoted by Mind", Role.QUOTED, "A Reply") == "a person, quoted by Mind"


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[Passage]]:
    """A text of any kind with passages anywhere in it, overlapping or not."""
    text = draw(st.text(st.sampled_from("ab 1.-•*\n“”<&\U0001f333é"), min_size=1, max_size=120))
    passages = []
    for number in range(draw(st.integers(0, 5))):
        cuts = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=4)))
        spans = [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if text[a:b].strip()]
        if spans:
            block = draw(st.sampled_from(list(BlockKind)))
            voice = draw(st.sampled_from([AUTHOR, QUOTED]))
            passages.append(passage(text, *spans, id_=f"p{number}", block=block, voice=voice, section=("a", "b a")))
    return text, passages


@given(documents())
@example(("**", []))
def test_no_character_is_lost_or_shown_twice(document: tuple[str, list[Passage]]) -> None:
    text, passages = document
    reader = lay_out(text, passages)
    check(text, reader)
    assert sorted(read(reader).ids) == sorted(passage.id for passage in passages)
