"""Lines of a column become paragraphs, headings, list items, rows and notes; the next column may go on with them."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from corpus.lines import SUPERSCRIPTS, ended, glyph_length, number_of
from corpus.page_map import PAGE_BREAK
from ingest.readers.characters import superscript
from ingest.readers.pdf.hyphens import joined
from ingest.readers.pdf.lines import Line
from ingest.readers.pieces import Piece, PieceKind

_WIDER = 1.3  # times the usual distance of two lines, from which on a paragraph ends
_INDENT = 0.8  # ems
_FAR = 0.6  # of a column's width: a line that ends so far from its edge was ended on purpose
_LIKE = 0.08  # by which sizes of one paragraph may differ
_LARGE = 1.12  # times the text's size, from which on a line is a heading
_NOTE_SIZE = 0.92  # times the text's size, below which notes are set
_BOLD = 0.85
_LONGEST_HEADING = 30  # words
_LONGEST_BOLD = 20
_LONGEST_CAPITALS = 14
_LONGEST_QUESTION = 90
_IN_A_ROW = 4  # like headings with nothing between them, which are none
_LEADER = re.compile(r"(?:\.{4,}|(?:\s\.){4,}|…{2,})\s*(?:\d{1,4}|[ivxl]{1,6})$")
_NOTE = re.compile(rf"(?P<mark>[{SUPERSCRIPTS}]{{1,3}}|\d{{1,3}}|[*†‡§])\s*(?=[^\s\d.,)%])")
_QUESTION = re.compile(r"(?:question|q)[ .-]?\d{1,3}[a-z]?\s*[:.)–—-]?\s", re.I)
_LETTERED = re.compile(r"\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})\)\s")


@dataclass(frozen=True, slots=True)
class Style:
    """How the text of a document is set: its size and the distance of two lines in points, whether it is all bold."""

    size: float
    leading: float
    bold: bool


@dataclass(slots=True)
class Draft:
    """A piece in the making: its lines' words so far, and where the last of them ended.

    `full` says that the last line reaches the column's right edge, `opened` that a number or glyph opens the piece.
    """

    kind: PieceKind
    text: str
    page: int
    size: float
    bold: float
    left: float
    last: Line
    lines: int = 1
    full: bool = False
    opened: bool = False
    mark: str = "-"
    cells: tuple[str, ...] = ()
    header: bool = False

    def as_piece(self, level: int = 0, kind: PieceKind | None = None) -> Piece:
        return Piece(kind or self.kind, self.text, level, self.mark, self.cells, self.header, self.page)


def style_of(columns: Sequence[Sequence[Line]]) -> Style:
    """The style that most letters of the document have."""
    sizes: Counter[float] = Counter()
    bold: Counter[bool] = Counter()
    for line in itertools.chain.from_iterable(columns):
        if not line.rows:
            sizes[_rounded(line.size)] += len(line.text)
            bold[line.bold >= _BOLD] += len(line.text)
    size = sizes.most_common(1)[0][0] if sizes else 11.0
    apart: Counter[float] = Counter()
    for lines in columns:
        edge = _edge(lines)
        for above, below in itertools.pairwise(lines):
            distance = above.base - below.base
            like = _rounded(above.size) == _rounded(below.size) == size
            if like and 0.8 * size < distance < 2.6 * size and above.right > edge - 3 * size:
                apart[round(distance * 2) / 2] += 1
    return Style(size, apart.most_common(1)[0][0] if apart else 1.2 * size, bold[True] > bold[False])


def drafts_of(lines: Sequence[Line], page: int, style: Style, counts: Counter[str]) -> tuple[list[Draft], list[Draft]]:
    """The pieces of one column in order, and the notes at its foot. `counts` are the document's words."""
    body, notes = _notes_apart(lines, style)
    return _body(body, page, style, counts), _notes(notes, page, counts)


def _body(lines: Sequence[Line], page: int, style: Style, counts: Counter[str]) -> list[Draft]:
    drafts: list[Draft] = []
    edge = _edge(lines)
    leading = _leading(lines, edge, style)
    for at, line in enumerate(lines):
        if line.rows:
            drafts += _rows(line, page)
            continue
        cells = _cells(line)
        before = lines[at - 1] if at else None
        parallel = len(cells) > 1 and any(
            len(_cells(other)) > 1 and not other.rows and abs(other.base - line.base) < 2.5 * leading
            for other in (*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2])
        )
        if parallel or _LEADER.search(line.text):
            text = "\t".join(cells) if parallel else line.text
            drafts.append(Draft(PieceKind.ROW, text, page, line.size, line.bold, line.left, line, opened=True))
            continue
        last = drafts[-1] if drafts else None
        right = _local_edge(lines, at - 1, leading, edge) if at else edge
        if last is not None and before is not None and not _breaks(last, before, line, leading, (right, edge), style):
            last.text = joined(last.text, line.text, counts)
            last.last, last.lines = line, last.lines + 1
            if last.lines == 2 and not last.opened:
                last.left = min(last.left, line.left)
            last.bold = min(last.bold, line.bold)
        else:
            drafts.append(_opening(line, page))
        drafts[-1].full = line.right > _local_edge(lines, at, leading, edge) - 4 * line.size
    return drafts


def _opening(line: Line, page: int) -> Draft:
    text = line.text
    skip = glyph_length(text)
    if skip and not _LETTERED.match(text):
        return Draft(PieceKind.ITEM, text[skip:], page, line.size, line.bold, line.left, line, opened=True)
    opened = bool(skip) or number_of(text) is not None
    return Draft(PieceKind.PARAGRAPH, text, page, line.size, line.bold, line.left, line, opened=opened)


def _breaks(last: Draft, above: Line, line: Line, leading: float, edges: tuple[float, float], style: Style) -> bool:
    """Whether `line` opens a piece of its own below `above`, the last line of `last`.

    `edges` are the right edges of the lines set like `above`, and of the column.
    """
    right, edge = edges
    if last.kind is PieceKind.ROW or abs(line.size - above.size) > _LIKE * max(line.size, above.size):
        return True
    distance = above.base - line.base
    usual = leading * max(1.0, line.size / style.size)
    if distance > _WIDER * usual or distance < 0:
        return True
    # A paragraph may open with bold words, and a bold sentence may end within a line of others.
    turns = not style.bold and (line.bold >= _BOLD) is not (above.bold >= _BOLD)
    if turns and (last.bold >= _BOLD or (line.bold >= _BOLD and ended(last.text))):
        return True
    done = ended(last.text)
    lower = line.text[:1].islower()
    parted = above.text.endswith(("-", "\u00ad"))
    fits = not parted and above.right + line.size * 0.3 + _first_word(line) + 0.5 * line.size < right
    if glyph_length(line.text) and not (lower and not _LETTERED.match(line.text)):
        return done or fits or last.opened
    if number_of(line.text) is not None and (done or fits):
        return True
    if last.opened and line.left < last.left - _INDENT * line.size and done:
        return True
    inset = line.left - (above.left if last.lines > 1 or last.opened else min(above.left, line.left))
    if inset > _INDENT * line.size and done and not (last.opened and last.lines == 1):
        return True
    if _is_centred(above, line, right):
        return False
    far = edge - above.right > _FAR * (edge - above.left)
    return far or (fits and (done or not lower))


def _is_centred(above: Line, line: Line, right: float) -> bool:
    """Whether two lines share their middle but no edge, as those of a title do."""
    middle = abs((above.left + above.right) - (line.left + line.right)) / 2
    return middle < line.size and abs(above.left - line.left) > 1.5 * line.size and above.right < right - line.size


def _rows(line: Line, page: int) -> list[Draft]:
    return [
        Draft(PieceKind.ROW, "", page, line.size, 0.0, line.left, line, cells=cells, header=at == 0, opened=True)
        for at, cells in enumerate(line.rows)
    ]


def _notes_apart(lines: Sequence[Line], style: Style) -> tuple[Sequence[Line], Sequence[Line]]:
    """The lines of the text, and those of the notes at the foot: smaller, and opened by a note's mark."""
    at = len(lines)
    while at and not lines[at - 1].rows and lines[at - 1].size <= _NOTE_SIZE * style.size:
        at -= 1
    opens = next((n for n in range(at, len(lines)) if _NOTE.match(lines[n].text)), None)
    if at == 0 and opens != 0:  # all of the column is small: a letterhead, say, which may hold a number
        opens = None
    raised = next((n for n in range(len(lines) // 2, len(lines)) if _opens_note(lines, n)), None)
    opens = min((n for n in (opens, raised) if n is not None), default=None)
    return (lines, ()) if opens is None else (lines[:opens], lines[opens:])


def _opens_note(lines: Sequence[Line], at: int) -> bool:
    """Whether a line of the text's size opens the notes: with a raised number, whose mark stands above."""
    match = _NOTE.match(lines[at].text)
    if match is None or match["mark"][0] not in SUPERSCRIPTS:
        return False
    return any(match["mark"] in line.text[1:] for line in lines[:at])


def _notes(lines: Sequence[Line], page: int, counts: Counter[str]) -> list[Draft]:
    notes: list[Draft] = []
    for line in lines:
        match = _NOTE.match(line.text)
        number = match["mark"] if match else ""
        raised = number[:1] in SUPERSCRIPTS
        follows = not notes or raised or (number.isdigit() and superscript(str(int(number) - 1)) == notes[-1].mark)
        if match is not None and follows:
            words = line.text[match.end() :]
            notes.append(Draft(PieceKind.NOTE, words, page, line.size, 0.0, line.left, line, mark=superscript(number)))
        elif notes:
            notes[-1].text = joined(notes[-1].text, line.text, counts)
    return notes


def connect(drafts: Sequence[Draft], counts: Counter[str]) -> list[Draft]:
    """The pieces of all columns and pages in order, those joined that a column or a page parted.

    What goes on over the end of a page stands behind that page's notes.
    """
    kept: list[Draft] = []
    for draft in drafts:
        at = len(kept) - 1
        while at >= 0 and kept[at].kind is PieceKind.NOTE:
            at -= 1
        last = kept[at] if at >= 0 else None
        if last is not None and draft.kind is PieceKind.ROW and _same_table(last, draft):
            if draft.header and last.page < draft.page and _header_of(kept, at) == draft.cells:
                continue
            draft.header = draft.header and last.page == draft.page
        if last is None or draft.kind is PieceKind.NOTE or not _continues(last, draft):
            kept.append(draft)
            continue
        turns = draft.page - last.page - last.text.count(PAGE_BREAK)
        last.text = _over(last.text, draft.text, turns, counts)
        last.full, last.last, last.lines = draft.full, draft.last, last.lines + draft.lines
        if turns:
            kept.append(kept.pop(at))
    return kept


def _same_table(last: Draft, draft: Draft) -> bool:
    return last.kind is PieceKind.ROW and bool(last.cells) and len(last.cells) == len(draft.cells)


def _header_of(kept: Sequence[Draft], at: int) -> tuple[str, ...]:
    return next((draft.cells for draft in reversed(kept[: at + 1]) if draft.header), ())


def _continues(last: Draft, draft: Draft) -> bool:
    if last.kind not in (PieceKind.PARAGRAPH, PieceKind.ITEM) or draft.kind is not PieceKind.PARAGRAPH:
        return False
    if draft.opened or ended(last.text) or abs(last.size - draft.size) > _LIKE * last.size:
        return False
    if (last.bold >= _BOLD) is not (draft.bold >= _BOLD):
        return False
    first = draft.text.lstrip("“‘\"'([")[:1]
    return first.islower() or (last.full and last.lines > 1)


def _over(above: str, below: str, turns: int, counts: Counter[str]) -> str:
    """Two parts of a paragraph joined, the page breaks behind the word that they part."""
    if not turns:
        return joined(above, below, counts)
    first, _, rest = below.partition(" ")
    whole = joined(above, first, counts)
    breaks = PAGE_BREAK * turns
    return f"{above}{breaks}{below}" if whole == f"{above} {first}" else f"{whole}{breaks}{rest}"


def pieces_of(drafts: Sequence[Draft], style: Style) -> list[Piece]:
    """The pieces, headings told by how they are set, their levels by size."""
    classes = {id(draft): kind for draft in drafts if (kind := _heading_class(draft, style)) is not None}
    for _, group in itertools.groupby(drafts, key=lambda draft: classes.get(id(draft))):
        run = list(group)
        if len(run) >= _IN_A_ROW and classes.get(id(run[0])) is not None:
            for draft in run[:-1] if len(run[-1].text.split()) < len(run[0].text.split()) * 3 else run:
                classes.pop(id(draft))  # an address or a list in bold
    ranks = {kind: rank for rank, kind in enumerate(sorted(set(classes.values()), reverse=True), start=1)}
    pieces: list[Piece] = []
    list_left: float | None = None
    for draft in drafts:
        if (kind := classes.get(id(draft))) is not None:
            pieces.append(draft.as_piece(min(ranks[kind], 6), PieceKind.HEADING))
        elif draft.kind is PieceKind.ROW and not draft.cells:
            pieces.append(draft.as_piece(kind=PieceKind.PARAGRAPH))
        elif draft.kind is PieceKind.ITEM:
            list_left = draft.left if list_left is None else min(list_left, draft.left)
            pieces.append(draft.as_piece(int(draft.left > list_left + _INDENT * draft.size)))
            continue
        else:
            pieces.append(draft.as_piece())
        if draft.kind is not PieceKind.NOTE:
            list_left = None
    return pieces


def _heading_class(draft: Draft, style: Style) -> tuple[float, bool] | None:
    """Size and weight of a heading; None for what is none."""
    text = draft.text
    words = len(text.split())
    letters = re.sub(r"[\W\d_]+", "", text)
    if draft.kind is not PieceKind.PARAGRAPH or len(letters) < 3 or PAGE_BREAK in text:
        return None
    strong = draft.bold >= _BOLD and not style.bold
    if strong and words <= _LONGEST_QUESTION and _QUESTION.match(text):
        return _rounded(draft.size), strong
    if words > _LONGEST_HEADING:
        return None
    if draft.size >= _LARGE * style.size and not text.endswith((",", ";")):
        return _rounded(draft.size), strong
    if draft.size < _NOTE_SIZE * style.size or re.search(r"[.,;?!]$", text):
        return None
    capitals = letters == letters.upper() and len(letters) >= 6 and words <= _LONGEST_CAPITALS and text[-1] != ":"
    if (strong and words <= _LONGEST_BOLD) or capitals:
        return _rounded(style.size), strong
    return None


def _cells(line: Line) -> tuple[str, ...]:
    """The cells of a line; a list's glyph or a paragraph's number is no cell."""
    first, *others = line.cells
    if others and (glyph_length(f"{first} x") or number_of(f"{first} x") is not None):
        return (f"{first} {others[0]}", *others[1:])
    return line.cells


def _first_word(line: Line) -> float:
    """The width of the first word in points, by the line's mean width of a character."""
    word = line.text.split(" ", 1)[0]
    return len(word) * (line.right - line.left) / max(1, len(line.text))


def _edge(lines: Sequence[Line]) -> float:
    """The right edge that a column's lines reach, one in twenty aside."""
    edges = sorted(line.right for line in lines)
    return edges[(len(edges) * 19) // 20] if edges else 0.0


def _local_edge(lines: Sequence[Line], at: int, leading: float, edge: float) -> float:
    """The right edge of the lines set like line `at` around it: text that is indented on both sides has its own."""
    line = lines[at]
    reach = line.right
    alone = True
    for way in (-1, 1):
        other = at + way
        while (
            0 <= other < len(lines)
            and abs(lines[other].base - lines[other - way].base) <= _WIDER * leading
            and abs(lines[other].left - line.left) < 3
        ):
            reach = max(reach, lines[other].right)
            alone = False
            other += way
    return edge if alone or reach > edge - 2 * line.size else reach


def _leading(lines: Sequence[Line], edge: float, style: Style) -> float:
    """The distance of two lines in this column: wider than the document's where its full lines stand wider apart."""
    apart = [
        above.base - below.base
        for above, below in itertools.pairwise(lines)
        if above.right > edge - 2 * above.size and 0 < above.base - below.base < 2.6 * style.size
    ]
    return max(style.leading, median(apart)) if len(apart) >= 4 else style.leading


def _rounded(size: float) -> float:
    return round(size * 2) / 2
