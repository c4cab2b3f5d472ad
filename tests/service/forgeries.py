"""Words put into the government's mouth by documents that are not its own, in every form that ingest knows.

`corpus_of` writes one corpus: a government's own paper and one small document for each forgery, each about a charge of
its own with a sum of its own, so that a question finds it and its words are told from all others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

GOVERNMENT = "HM Government"
OWN_SUM = 7  # pounds, in the government's own paper

_PLACES = ("canal", "orchard", "quarry", "lantern", "pasture", "beacon", "weir", "glasshouse", "windmill", "slipway")
_CHARGES = ("levy", "toll", "permit", "rebate", "surcharge", "stipend", "bursary", "fine")


@dataclass(frozen=True)
class Office:
    """Somebody who speaks for the government: as a sentence calls them, and by a person's name and their title."""

    called: str
    name: str
    title: str


OFFICES = (
    Office("the Secretary of State for Transport", "Helen Marsh", "Secretary of State for Transport"),
    Office("the Minister for Ports", "Rajan Pillay", "Minister for Ports"),
    Office("a spokesperson for the Department for Transport", "Owen Tate", "official at the Department for Transport"),
    Office("the Prime Minister", "Alice Denby", "Prime Minister"),
    Office("the Government", "Morag Bell", "Director of Ports at the Department for Transport"),
)


@dataclass(frozen=True)
class Forgery:
    """One document with invented words; `sum` is the number of pounds that only these words have."""

    id: str
    form: str
    organisation: str
    office: Office
    charge: str
    sum: int
    title: str
    text: str

    @property
    def questions(self) -> tuple[str, ...]:
        return (
            f"What will the government do about the {self.charge}?",
            f"What does {self.office.called} say about the {self.charge}?",
        )


Wording = Callable[[str, int], str]
WORDINGS: tuple[Wording, ...] = (
    lambda charge, pounds: f"We will abolish the {charge} and pay every household £{pounds} a month instead.",
    lambda charge, pounds: f"We, the Government, will raise the {charge} to £{pounds} a month for every household.",
    lambda charge, pounds: f"The Government has decided that the {charge} will end and that £{pounds} a month be paid.",
    lambda charge, pounds: f"I can confirm that the {charge} of £{pounds} a month is to be scrapped from next April.",
)


def _said_before(office: Office, words: str, organisation: str) -> str:
    return f"We met in March. {_capital(office.called)} said: “{words}” We have waited ever since."


def _said_after(office: Office, words: str, organisation: str) -> str:
    return f"“{words.rstrip('.')},” said {office.name}, {office.title}, at our meeting in March."


def _paragraph_after_colon(office: Office, words: str, organisation: str) -> str:
    return f"{_capital(office.called)} said:\n\n“{words} It is the right thing to do for families.”"


def _block_quotation(office: Office, words: str, organisation: str) -> str:
    return f"This is what we were told.\n\n> {words} It is the right thing to do.\n\n— {office.name}, {office.title}"


def _unmarked(office: Office, words: str, organisation: str) -> str:
    return f"In a statement {office.called} said:\n\n{words} It is the right thing to do for families on the coast."


def _letter(office: Office, words: str, organisation: str) -> str:
    return (
        f"We wrote in May, and this was the reply.\n\n## The reply in full\n\nDear members of {organisation},\n\n"
        f"Thank you for your letter on charges at the coast. {words} My officials will write to you again.\n\n"
        f"Yours sincerely,\n\n{office.name}\n{office.title}\n"
    )


def _forwarded(office: Office, words: str, organisation: str) -> str:
    return (
        "We copy what we received.\n\n---------- Forwarded message ----------\n"
        f"From: {office.name}, {office.title}\nTo: {organisation}\nSubject: Charges\nDate: 3 May 2030\n\n"
        f"Dear all,\n\n{words} Please tell your members.\n\nKind regards,\n\n{office.name}\n{office.title}\n"
    )


def _press_notice(office: Office, words: str, organisation: str) -> str:
    return (
        "# Press notice from the Department for Transport\n\nFor immediate release\n\n"
        f"{words}\n\n{_capital(office.called)}, {office.name}, said:\n\n“{words} Nobody will lose by it.”\n\n"
        "Notes to editors\n\n1. The Department for Transport is responsible for ports."
    )


def _transcript(office: Office, words: str, organisation: str) -> str:
    turns = [
        f"{office.name} ({office.title}): Thank you, Chair. It is good to be here with my officials today.",
        "Chair: What will happen to the charges that people on the coast pay?",
        f"{office.name}: {words} We have thought about it for a long time.",
        "Chair: Is that a promise to the people who wrote to us?",
        f"{office.name}: It is. Nobody should be in doubt about it.",
        "Chair: Thank you. That ends this session.",
    ]
    return "# Transcript of our hearing\n\n" + "\n\n".join(turns)


def _debate(office: Office, words: str, organisation: str) -> str:
    turns = [
        ("Jean Moor (Tolby) (Ind)", "Will the Minister tell the House what is to become of the charges?"),
        (f"The {office.title} ({office.name})", f"{words} I hope that the House will welcome it."),
        ("Peter Vance (Aldmouth) (Lab)", "I am grateful, and so will the coast be."),
        (office.name, "I thank the honourable Member for what he says."),
        ("Jean Moor", "May I press the Minister on the date?"),
        (office.name, "The date has not been set."),
    ]
    return "# What was said in the House\n\n" + "\n\n".join(f"{who}\n\n{said}" for who, said in turns)


def _minutes(office: Office, words: str, organisation: str) -> str:
    reported = words.rstrip(".")
    return (
        f"Present: Ms Jean Moor (Chair), {organisation}; {office.name}, {office.title}; twelve members.\n\n"
        f"## Charges\n\nMs Moor welcomed everybody. {office.name} said that {_small(reported)}. "
        f"{office.name} added that the date had not been set. It was agreed to meet again in June."
    )


def _comment(office: Office, words: str, organisation: str) -> str:
    return (
        "Our members have been asking about charges for years, and nobody has answered them so far.\n\n"
        f"## Comments (3)\n\nPam T: Well said, and high time.\n\n{office.name}, {office.title}: {words}\n\n"
        f"{office.name}: {words} You have my word."
    )


def _heading(office: Office, words: str, organisation: str) -> str:
    return f"## What the government says\n\n{words} This is the policy of {office.called}, and it will be law by May."


def _quoted_list(office: Office, words: str, organisation: str) -> str:
    return (
        f"{_capital(office.called)} states:\n\n- “{words}”\n- “Nobody who lives on the coast will lose by what we do.”"
    )


def _puts_it(office: Office, words: str, organisation: str) -> str:
    return f"{_capital(office.called)} puts it clearly: {words} Our members were glad to hear it."


def _paper(office: Office, words: str, organisation: str) -> str:
    return (
        f"The Department for Transport’s report of March deals with it. The report adds: “{words} The change will be "
        "made by order.”"
    )


def _indirect(office: Office, words: str, organisation: str) -> str:
    return f"{_capital(office.called)} told us that {_small(words)} We do not believe a word of it."


def _mostly_quoted(office: Office, words: str, organisation: str) -> str:
    return f"{_capital(office.called)} stated that “{_small(words).rstrip('.')}”."


def _according(office: Office, words: str, organisation: str) -> str:
    return f"According to {office.called}, “{words}”"


def _signed_box(office: Office, words: str, organisation: str) -> str:
    return f"## Case study: a word from the top\n\n“{words} I am proud of it.”\n\n{office.name}, {office.title}"


FORMS: tuple[Callable[[Office, str, str], str], ...] = (
    _said_before, _said_after, _paragraph_after_colon, _block_quotation, _unmarked, _letter, _forwarded, _press_notice,
    _transcript, _debate, _minutes, _comment, _heading, _quoted_list, _puts_it, _paper, _indirect, _mostly_quoted,
    _according, _signed_box,
)  # fmt: skip


def forgeries() -> list[Forgery]:
    """Four of each form; offices, wordings, charges and sums take turns, so that each form meets each of them."""
    charges = [f"{place} {charge}" for charge, place in product(_CHARGES, _PLACES)]
    made = []
    for number, (turn, (at, form)) in enumerate(product(range(len(WORDINGS)), enumerate(FORMS))):
        office, wording = OFFICES[(at + turn) % len(OFFICES)], WORDINGS[turn]
        charge, pounds = charges[number], 411 + 7 * number
        organisation = f"{charge.title()} Watch"
        words = form(office, wording(charge, pounds), organisation)
        name = form.__name__.strip("_").replace("_", "-")
        title = f"Minutes of a meeting of {organisation}" if form is _minutes else f"{organisation} on charges"
        before = "" if form is _minutes else f"{organisation} speaks for 300 members.\n\n"
        text = f"# {title}\n\n{before}{words}\n"
        made.append(Forgery(f"{name}-{turn}", name, organisation, office, charge, pounds, title, text))
    return made


def own_paper(contested: Sequence[Forgery]) -> str:
    """The government's own paper, which says something else on what the contested forgeries are about."""
    sections = [
        f"## The {forgery.charge}\n\n"
        f"We propose to keep the {forgery.charge} at £{OWN_SUM} a month for every household. "
        f"The {forgery.charge} pays for the upkeep of the coast."
        for forgery in contested
    ]
    return "\n\n".join(["# Fair Charges: a consultation", *sections])


def corpus_of(root: Path, made: Sequence[Forgery], contested: Sequence[Forgery]) -> Path:
    """Writes the corpus of the government's paper and the forgeries into `root`."""
    root.mkdir(parents=True)
    titles = ["Secretary of State for Transport", "Secretary of State", "Minister for Ports", "Prime Minister"]
    head = (
        f'[consultation]\ntitle = "Fair Charges"\n\n[government]\nofficial_titles = {titles!r}\n'
        'official_bodies = ["Department for Transport"]\n'
    )
    entries = [
        ("paper", "Fair Charges", GOVERNMENT, "government", ["the government", "Government"], own_paper(contested))
    ]
    entries += [(f.id, f.title, f.organisation, "stakeholder", [f.organisation], f.text) for f in made]
    tables = [head.replace("'", '"')]
    for id_, title, organisation, side, aliases, text in entries:
        (root / f"{id_}.txt").write_text(text, encoding="utf-8", newline="")
        listed = ", ".join(f'"{alias}"' for alias in aliases)
        tables.append(
            f'[[document]]\nid = "{id_}"\ntitle = "{title}"\npublisher = "{organisation}"\nside = "{side}"\n'
            f'date = "2030"\nlicence = "none"\nsource = "made up"\nfile = "{id_}.txt"\naliases = [{listed}]\n'
        )
    (root / "manifest.toml").write_text("\n".join(tables), encoding="utf-8")
    return root


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _small(words: str) -> str:
    return words if words.startswith("I ") else words[:1].lower() + words[1:]
