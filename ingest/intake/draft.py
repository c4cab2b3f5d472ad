"""A manifest entry drafted from what a file says of itself and from its first page; what was guessed is marked."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from corpus.abbreviations import learn_abbreviations
from corpus.models import Side
from corpus.page_map import PAGE_BREAK
from ingest.readers.port import Reading
from ingest.readers.table import TABLES

NOT_STATED = "not stated"
_FIRST_PAGE = 3_000  # characters, where the format has no pages
_LONGEST_TITLE = 30  # words
_LONGEST_ACRONYM = 5  # letters
_TOP = 25  # paragraphs, among which a title without a mark stands
_MONTHS = "|".join(calendar.month_name[1:])
_DATE = re.compile(
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? )?(?P<month>{_MONTHS})(?: (?P<later>\d{{1,2}})(?:st|nd|rd|th)?)?"
    rf",? (?P<year>(?:19|20)\d\d)\b",
    re.I,
)
_DEADLINE = re.compile(r"\b(?:by|before|until|till|than|latest)\b[^.]{0,40}$", re.I)
_SUBJECT = re.compile(r"\W*(?:sub(?:ject)?|re)\s*[:.–-]+\s*(?P<title>.{10,250})", re.I)
_MADE_BY = re.compile(r"^microsoft (?:word|powerpoint) - |\.(?:docx?|pdf|odt|rtf|txt|indd|pages)$", re.I)
_STAMP = re.compile(r"[\s_-]*\b(?:\d{6,8}|v\d+(?:\.\d+)*|final|clean|draft)\b[\s_-]*$", re.I)
# Titles of those who answer, and of those who ask.
_ANSWERS = re.compile(
    r"\b(?:respon(?:se|ses|d|ds|ding)|counter-?comments?|comments?|submission|reply|letter|representation|feedback|views"
    r"|evidence (?:from|of|by|to))\b",
    re.I,
)
_ASKS = re.compile(
    r"\b(?:consultation (?:paper|document)|(?:green|white|discussion|issues|options) paper|call for (?:evidence|views)"
    r"|(?:notice of )?proposed rule(?:making)?|public consultation|a consultation)\b",
    re.I,
)
_INVITES = re.compile(
    r"\b(?:comments?|views|responses|submissions)\b[^.]{0,80}\b(?:invited|requested|sought|welcomed?|sent to)\b"
    r"|\brequested to (?:furnish|send|submit|give)\b"
    r"|\b(?:we|the \w+) (?:seeks?|invites?|requests?|welcomes?) (?:\w+ ){0,3}(?:comments?|views|responses)\b",
    re.I,
)
_THANKS = re.compile(
    r"\bthank\w* [^.]{0,60}\b(?:for|opportunity)\b|\bin response to\b|\bopportunity to (?:comment|submit|respond)", re.I
)
_NUMBERED_QUESTION = re.compile(r"^[\W_]*(?:question|q)[ .-]?\d{1,3}[a-z]?\s*[:.)–—-]", re.I | re.M)
# What the name of a file says of its kind, its state and its day, and not of whose it is.
_GENERIC = re.compile(
    r"(?:respon[sd]\w*|submission|comments?|consultation|paper|letter|reply|briefing|note|minutes|transcript|statement|"
    r"report|evidence|roundtable|meeting|final|draft|copy|corrected|revised|document|doc|scan\w*|version|v?\d+|"
    rf"fwd?|re|to|on|of|the|and|for|from|by|in|{_MONTHS})",
    re.I,
)
_NAME_LINE = re.compile(r"[A-Z][\w&.,’'()-]*(?: (?:of|and|for|the|in|on|&|[A-Z(][\w&.,’'()-]*)){0,9}")


@dataclass(frozen=True, slots=True)
class Draft:
    """A manifest entry in the making.

    `guessed` maps a field to where its guess comes from; `warnings` are for a person.
    """

    id: str
    title: str
    publisher: str
    side: Side
    date: str
    organisation: str = ""
    aliases: tuple[str, ...] = ()
    consultation: bool = False
    licence: str = NOT_STATED
    source: str = NOT_STATED
    guessed: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was read: its path and what it holds."""

    path: Path
    reading: Reading

    @property
    def first_page(self) -> str:
        """The text of the first page that has a few words, the running heads of pages before it."""
        pages = [page for page in self.reading.text.split(PAGE_BREAK) if len(page.split()) >= 8]
        first = (pages or [self.reading.text])[0][:_FIRST_PAGE]
        return "\n\n".join((*self.reading.left_out, first))


def drafts_for(
    taken: Sequence[Taken], ids: Sequence[str] = (), *, consults: bool = False, government: Sequence[str] = ()
) -> list[Draft]:
    """A draft for each file. `ids` are in use; `consults` says that the corpus has a document that asks the questions,
    `government` who published its government documents.
    """
    asks = None if consults else _who_asks(taken)
    used = set(ids)
    official = list(government)
    about = "" if asks is None else _title(taken[asks])[0]
    order = sorted(range(len(taken)), key=lambda at: at != asks)
    made: dict[int, Draft] = {}
    for at in order:
        draft = _draft(taken[at], used, asks=at == asks, official=official, about=about)
        used.add(draft.id)
        if draft.side is Side.GOVERNMENT:
            official += [draft.publisher, *draft.aliases]
        made[at] = draft
    return [made[at] for at in range(len(taken))]


def _who_asks(taken: Sequence[Taken]) -> int | None:
    """Which of the files asks the consultation's questions; None where none seems to."""
    scores = [_asking(one) for one in taken]
    best = max(range(len(taken)), key=lambda at: scores[at], default=None)
    return best if best is not None and scores[best] >= 2 else None


def _asking(one: Taken) -> int:
    title, _ = _title(one)
    page, text = one.first_page, one.reading.text
    score = 2 * bool(_ASKS.search(title) or (_ASKS.search(page) and not _ANSWERS.search(page)))
    score -= 3 * bool(_ANSWERS.search(title))
    score += bool(_INVITES.search(text)) + (len(_NUMBERED_QUESTION.findall(text)) >= 2)
    letter = any(_SUBJECT.fullmatch(block) or block.startswith("Dear ") for block in _blocks(page))
    return score - 2 * bool(_THANKS.search(text[: 2 * _FIRST_PAGE])) - 2 * letter


def _draft(one: Taken, used: set[str], *, asks: bool, official: Sequence[str], about: str) -> Draft:
    title, title_from = _title(one)
    when, when_from = _when(one)
    abbreviations = learn_abbreviations([one.reading.text])
    if asks:
        publisher, publisher_from = _who_consults(one, title)
        title, title_from = (title, title_from) if title else (_spoken(one.path.stem), "the file's name")
    else:
        publisher, publisher_from = _who_answers(one, title, official, abbreviations, about)
        if one.path.suffix.lower() in TABLES:
            publisher, publisher_from = f"Respondents in {one.path.name}", "a table of many"
            title, title_from = f"Responses in {one.path.name}", "the file's name"
        if not title and publisher == _spoken(one.path.stem):
            title, title_from = publisher, "the file's name"
        elif not title:
            title, title_from = f"Response of {publisher}", "publisher"
        elif _ASKS.search(title) and not _ANSWERS.search(title):  # the title of the paper that it answers
            title = f"Response of {publisher} to “{title}”"
    guessed = {"title": title_from, "date": when_from, "publisher": publisher_from}
    known = {_key(name) for name in official}
    side = Side.GOVERNMENT if asks or _key(publisher) in known else Side.STAKEHOLDER
    guessed["side"] = (
        "it asks the questions" if asks else "as the consultation's" if side is Side.GOVERNMENT else "usual"
    )
    short = next((short for short, long in abbreviations.items() if _key(long) == _key(publisher)), "")
    short = short or _initials(publisher, one.reading.text)
    aliases = tuple(dict.fromkeys(filter(None, (short, publisher, "the government" if asks else ""))))
    warnings = [] if not one.reading.scanned else [_scanned(one.reading)]
    return Draft(
        id=_id(one.path.stem, used),
        title=title,
        publisher=publisher,
        organisation=publisher,
        side=side,
        date=when,
        aliases=aliases,
        consultation=asks,
        guessed=guessed,
        warnings=(*warnings, *one.reading.notices),
    )


def _scanned(reading: Reading) -> str:
    pages = ", ".join(map(str, reading.scanned[:10])) + (" …" if len(reading.scanned) > 10 else "")
    what = f"pages {pages} are pictures" if len(reading.scanned) > 1 else f"page {pages} is a picture"
    return f"{what} without text, and not in the corpus; recognise the text (OCR) and add the file again"


def _title(one: Taken) -> tuple[str, str]:
    """The document's title and where it is from; ("", "") where nothing but the file's name tells."""
    blocks = _blocks(one.first_page)
    subject = next((match for block in blocks if (match := _SUBJECT.fullmatch(block))), None)
    if subject is not None:
        return subject["title"], "subject on the first page"
    said = _STAMP.sub("", _MADE_BY.sub("", _MADE_BY.sub("", one.reading.properties.title))).strip()
    own = [said] if _is_title(said) and _key(said) != _key(one.path.stem) else []
    headings = [block for block in blocks if block.startswith("#") and _is_title(block)]
    short = [block for block in blocks[:_TOP] if _is_title(block)]
    for telling in (_ANSWERS, _ASKS):
        for candidates, where in ((headings, "heading"), (own, "the file's properties"), (short, "first page")):
            if found := [block.lstrip("# ") for block in candidates if telling.search(block)]:
                return max(found, key=lambda block: len(block.split())), where
    if own:
        return said, "the file's properties"
    if headings:
        return min(headings, key=lambda block: len(block) - len(block.lstrip("#"))).lstrip("# "), "first heading"
    return "", ""


def _blocks(page: str) -> list[str]:
    """The paragraphs of a page, each in one line."""
    return [" ".join(block.replace("*", "").split()) for block in re.split(r"\n\s*\n", page) if block.strip()]


def _is_title(block: str) -> bool:
    """Whether a paragraph can be a title: a few words, not a sentence, a file's name or a number."""
    words = re.findall(r"[^\W\d_]{2,}", block)
    return len(words) >= 2 and len(block.split()) <= _LONGEST_TITLE and not re.search(r"[_\\]|[.,;:?]$", block)


def _when(one: Taken) -> tuple[str, str]:
    """ISO date and where it is from: the first page's first that is no deadline, else the file's own."""
    page = one.first_page
    for match in _DATE.finditer(page):
        if _DEADLINE.search(page[max(0, match.start() - 60) : match.start()]):
            continue
        month = next(n for n in range(1, 13) if calendar.month_name[n].lower() == match["month"].lower())
        day = match["day"] or match["later"]
        iso = f"{match['year']}-{month:02d}" + (f"-{int(day):02d}" if day and 1 <= int(day) <= 31 else "")
        return iso, "first page"
    if re.fullmatch(r"\d{4}-\d\d-\d\d", one.reading.properties.date):
        return one.reading.properties.date, "the file's properties"
    return date.fromtimestamp(one.path.stat().st_mtime).isoformat()[:4], "when the file was saved"


def _who_consults(one: Taken, title: str) -> tuple[str, str]:
    """Who publishes a consultation: the name on its first page that its text has most often."""
    text = one.reading.text
    names = [name for name in _name_lines(one.first_page) if _key(name) != _key(title)]
    counts = {name: _times(name, text) for name in names}
    best = max(counts, key=lambda name: (counts[name], len(name)), default="")
    if best and counts[best] >= 2:
        return best, "name on the first page"
    abbreviations = Counter({long: text.count(short) for short, long in learn_abbreviations([one.first_page]).items()})
    if abbreviations:
        return abbreviations.most_common(1)[0][0], "first page"
    if one.reading.properties.author and " " in one.reading.properties.author:
        return one.reading.properties.author, "the file's properties"
    return (names[0], "first page") if names else (_spoken(one.path.stem), "the file's name")


def _who_answers(
    one: Taken, title: str, official: Sequence[str], abbreviations: Mapping[str, str], about: str
) -> tuple[str, str]:
    """Who answers: whom the file is named after, else a name that opens or signs it and is not whom it addresses.

    The words of the title that the consultation has, `about`, name nobody.
    """
    text = one.reading.text
    known = {_key(name) for name in official}
    shared = {word.casefold() for word in re.findall(r"\w+", about)}
    tokens = [
        token
        for token in re.split(r"[\W_]+", one.path.stem)
        if len(token) > 1 and not _GENERIC.fullmatch(token) and token.casefold() not in shared
    ]
    for length in range(len(tokens), 0, -1):
        runs = [tokens[at : at + length] for at in range(len(tokens) - length + 1)]
        forms = Counter(dict(_form_in(text, words) for words in runs))
        form, times = next(((f, n) for f, n in forms.most_common() if _key(f) not in known), ("", 0))
        if times:
            return _in_full(_longer(form, text), abbreviations, text), "the file's name, as the text writes it"
    if one.path.suffix.lower() == ".eml" and one.reading.properties.author:
        return one.reading.properties.author, "who sent it"
    short = len(tokens) == 1 and tokens[0].isalpha() and len(tokens[0]) <= _LONGEST_ACRONYM
    if short and not re.search(re.escape(tokens[0]), text, re.I):
        return tokens[0].upper(), "the file's name"
    names = [name for page in (one.first_page, text[-_FIRST_PAGE:]) for name in _name_lines(page)]
    others = [name for name in names if _key(name) not in known and _key(name) not in _key(title)]
    counted = Counter({name: _times(name, text) for name in others})
    if counted and counted.most_common(1)[0][1] >= 2:
        return counted.most_common(1)[0][0], "name on the first or last page"
    if tokens and all(token.isalpha() for token in tokens):
        return _spoken(" ".join(tokens)), "the file's name"
    if one.reading.properties.author:
        return one.reading.properties.author, "the file's properties"
    return _spoken(one.path.stem), "the file's name"


def _longer(form: str, text: str) -> str:
    """A name with the words that the text mostly goes on with: "Marrowby" is Marrowby City Council."""
    names = Counter(re.findall(rf"\b{re.escape(form)}(?:[ \t]+(?:(?:of|for|and)[ \t]+)?[A-Z][\w’'-]+)+", text))
    longer, times = names.most_common(1)[0] if names else ("", 0)
    return longer if times >= 2 and not form.isupper() else form


def _in_full(form: str, abbreviations: Mapping[str, str], text: str) -> str:
    """What a short form stands for, with the word before it where only that accounts for all of its letters."""
    long = abbreviations.get(form)
    if long is None:
        return form
    longer: Counter[str] = Counter(re.findall(rf"\b[A-Z][\w’'-]+ {re.escape(long)}", text))
    fuller = max(longer, key=lambda name: longer[name], default=long)
    return fuller if _capitals(fuller) == form.upper() != _capitals(long) else long


def _capitals(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _form_in(text: str, words: Sequence[str]) -> tuple[str, int]:
    """How the text most often writes these words where it writes them as a name, and how often; ("", 0) if never."""
    letters = len("".join(words))
    if letters < 2:
        return "", 0
    pattern = r"[\s&.-]*".join(map(re.escape, words))
    matches = (" ".join(match.split()) for match in re.findall(rf"\b{pattern}\b", text, re.I))
    found = Counter(matches)
    names = Counter({m: n for m, n in found.items() if m.isupper() or (m[0].isupper() and letters > 2)})
    # A word that the text mostly writes small is no name, though a sentence begins with it.
    return names.most_common(1)[0] if 2 * names.total() > found.total() else ("", 0)


def _times(name: str, text: str) -> int:
    return len(re.findall(rf"\b{re.escape(name)}(?!\w)", text, re.I))


def _name_lines(page: str) -> list[str]:
    """Short lines that read as a name of more than one word."""
    lines = [line.strip("#*> \f\t") for line in page.split("\n")]
    return [line for line in lines if 2 <= len(line.split()) <= 9 and _NAME_LINE.fullmatch(line)]


def _initials(name: str, text: str) -> str:
    """A name's initials where the text uses them as its short form; empty where it does not."""
    initials = _capitals(name)
    used = len(re.findall(rf"\b{re.escape(initials)}\b", text)) if len(initials) >= 3 else 0
    return initials if used >= 3 else ""


def _spoken(stem: str) -> str:
    """A file's name as words."""
    words = " ".join(word for word in re.split(r"[_\s.-]+", stem) if word) or stem
    return words if words[:1].isupper() else words[:1].upper() + words[1:]


def _id(stem: str, used: set[str]) -> str:
    base = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:50].strip("-") or "document"
    number, id_ = 2, base
    while id_ in used:
        id_, number = f"{base}-{number}", number + 1
    return id_


def _key(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.lower()))


def with_id(draft: Draft, id_: str) -> Draft:
    """The draft under the id of the entry that it takes the place of."""
    return replace(draft, id=id_)
