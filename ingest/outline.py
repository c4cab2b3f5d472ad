"""The outline of a document whose headings are marked by nothing but their wording and place."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from corpus.lines import plain
from ingest.blocks import Block

_CHAPTER = re.compile(
    r"(?:chapter|part|section)\s+(?:\d+|[ivx]+|one|two|three|four|five|six|seven|eight|nine|ten)\b|\d{1,2}:\s", re.I
)
_DOTTED = re.compile(r"(\d{1,2}(?:\.\d{1,2})+)\.?\s")
_LETTERED = re.compile(
    r"(proposal|option|measure|theme|issue|topic|area|action|aim)s? (?:[A-Z]|\d{1,2}|[ivx]+)\b(?![’'])", re.I
)
_ORDINAL = re.compile(r"\d{1,2}\.\s")
_TOP = re.compile(
    r"executive summary|(?:ministerial |joint )?foreword|preface|(?:appendix|annex)\b.*|summary of .*|"
    r"recommendations|references|bibliography|"
    r"glossary|acknowledgements|about .{0,40}",
    re.I,
)
_STRUCTURAL = re.compile(
    r"introduction|conclusions?|(?:chapter )?summary|summary of .*|background|next steps|overview", re.I
)


@dataclass(slots=True)
class Heading:
    """A heading's words and what they alone say about its rank; `firm` headings are never a diagram's lettering."""

    text: str
    key: str
    listed: bool
    chapter: bool
    rank: int | None
    question: bool
    colon: bool
    firm: bool
    marked: bool = False
    leaf: bool = True
    dropped: bool = False
    restart: bool = False

    @classmethod
    def of(cls, text: str, block: Block, contents: set[str]) -> Heading:
        key = plain(text)
        listed = key in contents
        chapter = bool(_CHAPTER.match(text)) or bool(_ORDINAL.match(text))
        dotted = _DOTTED.match(text)
        rank = block.rank or (dotted.group(1).count(".") + 1 if dotted else None)
        question, colon = text.endswith("?"), text.endswith(":")
        firm = (
            listed
            or chapter
            or rank is not None
            or question
            or colon
            or bool(_TOP.fullmatch(text) or _STRUCTURAL.fullmatch(text))
        )
        return cls(text, key, listed, chapter, rank, question, colon, firm, marked=block.rank is not None)


class Outline:
    """Follows the headings through a document and keeps the path of those in force.

    A heading repeated in the body ("Your views") is a child of what stands before it; one that a summary repeats
    is a section of its chapter; a heading right under another is its child.
    """

    def __init__(
        self,
        headings: dict[int, Heading],
        counts: Counter[str],
        *,
        summary: re.Pattern[str],
        views: re.Pattern[str],
        titled: bool = False,
    ) -> None:
        self._headings = headings
        self._counts = counts
        self._summary = summary
        self._views = views
        self._titled = titled
        self._known = self._in_summaries()
        self._contents = any(heading.listed for heading in headings.values())
        self._stack: list[tuple[int, Heading]] = []
        self._entered: list[tuple[int, Heading]] = []
        self._boxed: list[tuple[int, Heading]] | None = None
        self._plain = 2
        self._parent = 2
        self._question: int | None = None
        self._closed = True
        self._last = -2
        self.told = False

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(heading.text for _, heading in self._stack)

    @property
    def in_views(self) -> bool:
        return any(self._views.fullmatch(heading.text) or self._asks(heading) for _, heading in self._stack)

    def _asks(self, heading: Heading) -> bool:
        return bool(re.fullmatch(r".*summary of (?:the )?(?:consultation )?questions", heading.text, re.I))

    def is_structural(self, heading: Heading) -> bool:
        return bool(
            _STRUCTURAL.fullmatch(heading.text) or self._views.fullmatch(heading.text) or heading.key in self._known
        )

    def box(self, heading: Heading) -> None:
        if self._boxed is None:
            self._boxed = [(level, other) for level, other in self._stack if not self._views.fullmatch(other.text)]
        self._stack = [*self._boxed, (9, heading)]

    def leave_box(self) -> None:
        if self._boxed is not None:
            self._stack, self._boxed = self._boxed, None

    def enter(self, index: int, heading: Heading) -> None:
        self.leave_box()
        level = self._sibling(heading) or self._level(index, heading)
        while self._stack and self._stack[-1][0] >= level:
            self._stack.pop()
        self._stack.append((level, heading))
        self._entered.append((level, heading))
        self._last = index
        if level == 1:
            self.told = False

    def _sibling(self, heading: Heading) -> int | None:
        """The level of the heading that opened with the same label and another letter: "Proposal B" as "Proposal A"."""
        label = _LETTERED.match(heading.text)
        if label is None or heading.listed or heading.marked:
            return None
        for level, other in reversed(self._entered):
            match = _LETTERED.match(other.text)
            if match is not None and match.group(1).lower() == label.group(1).lower():
                self._plain = self._parent = level + 1
                self._question, self._closed = None, False
                return level
        return None

    def _in_summaries(self) -> set[str]:
        """Headings that stand both in the body and under a summary or an appendix."""
        inside: Counter[str] = Counter()
        outside: set[str] = set()
        summary = False
        for heading in self._headings.values():
            if self._summary.fullmatch(heading.text):
                summary = True
            elif (
                (heading.chapter and not summary)
                or heading.listed
                or (summary and heading.chapter and heading.text[0].isdigit() and not self._appended(heading))
            ):
                summary = False
            else:
                if summary:
                    inside[heading.key] += 1
                else:
                    outside.add(heading.key)
        return {key for key, count in inside.items() if count > 1 or key in outside}

    def _appended(self, heading: Heading) -> bool:
        return self._counts[heading.key] > 1

    def _level(self, index: int, heading: Heading) -> int:
        under_summary = (
            bool(self._stack) and bool(self._summary.fullmatch(self._stack[0][1].text)) and self._stack[0][0] == 1
        )
        adjacent = self._last == index - 1
        child = self._stack[-1][0] + 1 if self._stack else 1
        if heading.marked and heading.rank is not None:
            return self._ranked(heading.rank)
        if heading.listed or (
            heading.restart and not heading.question and not heading.colon and len(heading.key.split()) >= 5
        ):
            return self._reset(1)
        if heading.chapter:
            return self._reset(
                2 if under_summary and not (heading.text[0].isdigit() and self._counts[heading.key] == 1) else 1
            )
        if heading.rank is not None:
            return self._ranked(heading.rank)
        if _TOP.fullmatch(heading.text) and not self._contents and self._counts[heading.key] == 1:
            return self._reset(1)
        if not self._stack:
            # Under a title that is no heading of the outline the first heading is one of many, not their parent.
            return 2 if self._titled and not heading.firm else self._reset(1)
        if self._views.fullmatch(heading.text) and not _STRUCTURAL.fullmatch(heading.text):
            self._closed = True
            return self._below()
        if _STRUCTURAL.fullmatch(heading.text):
            self._closed, self._plain = True, 2
            return 2
        if heading.key in self._known:
            self._closed = False
            self._plain = self._parent = 3
            return 3 if under_summary else 2
        if self._counts[heading.key] > 1 or (heading.colon and not heading.question):
            return child if adjacent else self._below()
        if re.match(r"(?:question|q)\s*\d+\b", heading.key):
            level = 2 if any(other.chapter or other.listed for other in self._headings.values()) else 1
            self._reset(level)
            return level
        if heading.question:
            self._question = child if adjacent else self._question or self._plain
            level, self._plain = self._question, self._question + 1
            self._parent, self._closed = self._plain, False
            return level
        return self._plain_level(index, adjacent=adjacent, child=child)

    def _plain_level(self, index: int, *, adjacent: bool, child: int) -> int:
        follows = self._headings.get(index + 1)
        parent = follows is not None and not follows.colon and self._counts[follows.key] == 1
        if adjacent and self._stack[-1][0] < 8:
            level = child
        elif self._closed:
            level = 2
        elif parent:
            level = self._parent
        else:
            level = self._plain
        if parent:
            self._parent = level
        self._plain, self._closed = level, False
        return level

    def _below(self) -> int:
        """One below the nearest heading that is neither repeated nor ends in a colon."""
        for level, heading in reversed(self._stack):
            if (self._counts[heading.key] == 1 or heading.key in self._known) and not heading.colon:
                return level + 1
        return 2

    def _ranked(self, rank: int) -> int:
        self._plain = self._parent = rank + 1
        self._question, self._closed = None, False
        return rank

    def _reset(self, level: int) -> int:
        self._plain = self._parent = level + 1
        self._question, self._closed = None, True
        return level
