"""What the canned engine is asked in the tests and the screenshots, and what it answers: sentences of the corpus."""

from __future__ import annotations

from corpus.models import StatementKind
from tests.browser.canned_engine import Line, Script

ADVISERS = "How will work coaches be supported to help people with mental health problems?"
FOLLOW_UP = "And what about sanctions?"
RECIPE = "How do I bake a sourdough loaf?"
NEAR_MISS = "What is the starting salary of a Disability Employment Adviser?"
CASE = "What do people say about their own experience?"
FIRST_QUESTIONS = (
    ADVISERS,
    "What does the government propose for the Work Capability Assessment?",
    "What do stakeholders say about sanctions?",
    "Who supports changing Statutory Sick Pay?",
)

SCRIPTS = (
    Script(
        "work coaches be supported",
        "The government is recruiting up to 300 more Disability Employment Advisers to support work coaches [1]. "
        "Mind and the psychologists say that work coaches lack the training and face a conflict of roles [4][5].",
        (
            Line("green-paper", "up to 300 more Disability Employment Advisers", StatementKind.COMMITMENT),
            Line("green-paper", "These advisers will work alongside work coaches", StatementKind.COMMITMENT),
            Line("green-paper", "Where people want to work, and have the potential", StatementKind.POSITION),
            Line("mind-response", "concerned that many Work Coaches do not currently have", StatementKind.CONCERN),
            Line("bps-response", "we are concerned that there are some inherent difficulties", StatementKind.CONCERN),
            Line("bps-response", "should be trialled before roll out", StatementKind.RECOMMENDATION),
        ),
        silent=("Politics and Insights",),
    ),
    Script(
        "and what about sanctions",
        "Mind says that the fear of sanctions drives mistrust [1].",
        (Line("mind-response", "The fear of benefit sanctions drives mistrust", StatementKind.CONCERN),),
        related=(Line("green-paper", "Where people want to work, and have the potential"),),
    ),
    Script(
        "own experience",
        "A person in a case study lost her hearing and found meetings challenging [2]. The Work and Pensions Secretary "
        "is quoted on what the right support can do [1].",
        (
            Line("green-paper", "I struggled in the workplace", StatementKind.EXPERIENCE),
            Line("pni-blog", "having the right support in place for disabled people", StatementKind.POSITION),
        ),
    ),
    Script(
        "salary",
        "These documents do not say what an adviser is paid. They say how many are recruited.",
        reason="not_in_corpus",
        related=(
            Line("green-paper", "up to 300 more Disability Employment Advisers"),
            Line("mind-response", "additional Disability Employment Advisers"),
        ),
        suggestions=("How many Disability Employment Advisers will be recruited?", "What will the advisers do?"),
    ),
    Script("why", "Which proposal do you mean?", reason="unclear"),
    Script("", "This question is not about work, health and disability.", reason="off_topic"),
)
