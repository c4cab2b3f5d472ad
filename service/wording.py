"""Every sentence that the service says in its own words: refusals, leads and labels. Prompts are in
`service.prompts`."""

from __future__ import annotations

import re

from corpus.models import StatementKind
from service.answering.answer_types import AnswerType

NOT_IN_CORPUS = "These documents do not say. The passages closest to your question are listed below."
NOTHING_CLOSE = "These documents do not say, and nothing in them comes close to your question."
OFF_TOPIC = "This question is not about {title}, and the documents held here do not deal with it."
UNCLEAR = "I am not sure what you are asking about. {asks_back}"
OTHER_LANGUAGE = (
    "This question seems to be in {asked}. It can be asked in {served} only: the documents held here are in "
    "{languages}."
)
HELP_BARE = "Ask about {title}, and the answer quotes what each side says. These documents hold the words of {who}."
HELP = HELP_BARE + " For example: {examples}"
ASK_WHAT_ABOUT = "Which proposal, group or organisation do you mean?"
ASK_WHAT_ELSE = "What would you like to know about {topic}?"
ASK_WHAT_OF = "What would you like to know of {who}: a proposal, a figure, a view on something?"
SILENT = "{who} says nothing on this in these documents."
SILENT_ITSELF = "{who} says nothing on this in its own documents."

LEAD_COMMITMENT = ("commits", "commit")
LEAD_PROPOSAL = ("proposes", "propose")
LEAD_QUESTION = ("asks", "ask")
LEAD_RECOMMENDATION = ("recommends", "recommend")
LEAD_CONCERN = ("is concerned", "are concerned")
LEAD_SUPPORT = ("supports", "support")
LEAD_STATES = ("says", "say")
LEAD = "{who} {verb}: {quote}"
LEAD_REPORTED = "According to {reporter}, {who} says: {quote}"
LEAD_REPORTED_STATEMENT = "According to {reporter}, {statement}"
SAYS = "{who} says: {statement}"
AS_REPORTED = "{organisation}, as reported by {reporter}"

NOT_MENTIONED = "{who} {does} not mention {subject} (0 of {passages} passages)."
NOBODY_MENTIONS = "These documents do not mention {subject} (0 of {passages} passages)."
NOT_GIVEN = "{who} {gives} no {thing} {preposition} {subject}."
NOT_ANSWERED = "These documents do not say what is asked here about “{subject}”."
NO_WORDS_OF = "These documents hold no words of {who}."
MENTIONS_NOTHING = "{who} does not mention it."
NEAREST = "The nearest words are: {lead}"
NEAREST_BELOW = "The nearest words stand below."
NEAREST_LISTED = "The passages closest to your question are listed below."
CONTRADICTED = "No: {lead}"
PARAGRAPHS = "{first} to {last}"
QUOTED_BY = "{who}, quoted by {organisation},"

# What is asked for, as a sentence names it that says that it is not there, and what joins it to what it is of.
_THINGS = {
    AnswerType.COUNT: ("number", "for"),
    AnswerType.SHARE: ("share or percentage", "for"),
    AnswerType.MONEY: ("sum of money", "for"),
    AnswerType.TIME: ("date", "for"),
    AnswerType.DURATION: ("length of time", "for"),
    AnswerType.PERSON: ("name", "for"),
    AnswerType.PLACE: ("place", "for"),
    AnswerType.REASON: ("reason", "for"),
}

SUGGEST_SECTION = "What does {who} say about {topic}?"
SUGGEST_BOTH = "What do {who} and {other} say about {topic}?"


def attributed(who: str, verb: tuple[str, str], quote: str) -> str:
    """Quoted words with who says them; `verb` is the one of a singular and of a plural subject."""
    return LEAD.format(who=who, verb=verb[_is_joint(who)], quote=quote)


def _is_joint(who: str) -> bool:
    """Whether a name is that of several bodies together: "BPS, BACP and UKCP", not "Work, Health and Care Board"."""
    names = re.split(r", | and ", re.sub(r"\(.*?\)", "", who))
    return len(names) > 2 and all(name.strip().isupper() for name in names)


def not_mentioned(who: str, subject: str, passages: int) -> str:
    """That somebody, as a question names them, never says its subject in so many passages."""
    return NOT_MENTIONED.format(
        who=_opening(who), does="do" if _several(who) else "does", subject=subject, passages=f"{passages:,}"
    )


def name_of(kind: AnswerType) -> str:
    """What a kind of thing asked for is called."""
    return _THINGS.get(kind, ("answer", "on"))[0]


def not_given(kind: AnswerType, who: str, subject: str) -> str:
    """That the figure, date … asked for is not there; `who` is empty where nobody in particular was asked."""
    thing, preposition = _THINGS.get(kind, ("answer", "on"))
    return NOT_GIVEN.format(
        who=_opening(who) if who else "These documents",
        gives="give" if not who or _several(who) else "gives",
        thing=thing,
        preposition=preposition,
        subject=subject,
    )


def _opening(who: str) -> str:
    return who[:1].upper() + who[1:]


def _several(who: str) -> bool:
    """Whether a name is a plural: "the psychologists", not "Severn Networks"."""
    return who.lower().startswith("the ") and who[-1:] == "s" and who[-2:] != "ss" and who[4:5].islower()


OVERVIEW = "This overview of {what} is assembled from the documents' own words and not drafted."
OVERVIEW_OF_WHO = "what {who} says"
OVERVIEW_OF_SEVERAL = "what {who} say"
OVERVIEW_OF_DOCUMENT = "“{title}” ({who})"
OVERVIEW_OF_CHAPTER = "the chapter “{chapter}” of “{title}”"
OVERVIEW_OF_TOPIC = "what each says on “{topic}”"
OVERVIEW_OF_DIFFERENCES = "where {who} differ"
OVERVIEW_ANSWERED_BY = "Those who speak to it in these documents: {who}."
OVERVIEW_SILENT = "{who} does not mention it in these documents."
OVERVIEW_NO_DIFFERENCE = "{who}: nothing in these documents is against a proposal of the government."
OVERVIEW_QUESTION = "Question {number}"
OVERVIEW_AIMS = "What it is for"
OVERVIEW_OF_LIST = "the {kind} of {who}{topic}"
OVERVIEW_OF_QUESTIONS = "the questions that “{title}” asks{topic}"
OVERVIEW_COUNTED = "({shown} of {total})"
OVERVIEW_LIST_ON = " on “{topic}”"
OVERVIEW_LISTS = {
    StatementKind.RECOMMENDATION: "recommendations",
    StatementKind.PROPOSAL: "proposals",
    StatementKind.CONCERN: "concerns",
    StatementKind.COMMITMENT: "commitments",
}
