"""Questions answered with recorded replies of a language model: the prompts that need one, and what stood of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from corpus.errors import AnswererError
from corpus.tokens import count_tokens
from eval.asker import Asker
from eval.errors import NoReplyError
from eval.gold_set import Question
from eval.recorded import RecordedReplies
from eval.runs import Run
from service.language_model.lead import lead_sentences
from service.language_model.reply import read_reply

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Of `questions`, how many wait for a reply; the numbers of all prompts, and of those without one."""

    questions: int
    waiting: int
    prompts: tuple[str, ...]
    unanswered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a run's questions and of the sentences that the model wrote for them.

    `missing` counts questions without the replies they need, `by_model` those answered by the model, `not_in_passages`
    those that it refused, `fallen_back` those answered or refused by rules after it was asked, by reason, and `unasked`
    those for which it was not asked. `sentences` are statements, items of lists and sentences of short answers; of them
    `dropped` were not verified, counted by reason. `too_long` counts replies beyond the settings' limit of tokens.
    """

    questions: int
    missing: int
    by_model: int
    not_in_passages: int
    fallen_back: Mapping[str, int]
    unasked: int
    sentences: int
    dropped: int
    dropped_for: Mapping[str, int] = field(default_factory=dict)
    too_long: int = 0

    def as_json(self) -> Json:
        return asdict(self) | {"dropped_share": self.dropped / self.sentences if self.sentences else None}


def write_prompts(
    asker: Asker,
    questions: Sequence[Question],
    replies: RecordedReplies,
    on_question: Callable[[Question], None] = lambda _: None,
) -> Waiting:
    """Asks every question of `asker`, whose model is `replies`; a question goes as far as there are replies.

    A follow-up needs two: its rewording, and the answer to the question reworded. So a further round may write more.
    """
    waiting = 0
    for question in questions:
        try:
            asker.ask(question.request())
        except NoReplyError:
            waiting += 1
        on_question(question)
    return Waiting(len(questions), waiting, replies.prompts, replies.unanswered)


def outcome(run: Run, replies: RecordedReplies, max_tokens: int) -> Outcome:
    """What became of `run`, which was asked afresh with `replies` as its model."""
    bodies = [row["answer"] for row in run.rows.values() if isinstance(row.get("answer"), dict)]
    fallen_back: Counter[str] = Counter()
    dropped_for: Counter[str] = Counter()
    by_model = absent = unasked = 0
    for body in bodies:
        answerer = body["answerer"]
        dropped_for.update(body.get("dropped_for") or {})
        if answerer["kind"] == "llm":
            by_model += bool(body["answered"])
            absent += not body["answered"]
        elif answerer.get("fallback"):
            fallen_back[answerer["fallback"]] += 1
        else:
            unasked += 1
    return Outcome(
        questions=len(run.gold.questions),
        missing=len(run.gold.questions) - len(bodies),
        by_model=by_model,
        not_in_passages=absent,
        fallen_back=dict(fallen_back),
        unasked=unasked,
        sentences=sum(_sentences(text) for text in replies.given.values()),
        dropped=sum(dropped_for.values()),
        dropped_for=dict(dropped_for.most_common()),
        too_long=sum(count_tokens(text) > max_tokens for text in replies.given.values()),
    )


def _sentences(text: str) -> int:
    """The sentences of a reply that are verified one by one; none where it is a reworded question or no answer."""
    try:
        reply = read_reply(text)
    except AnswererError:
        return 0
    said = sum(max(1, len(proposed.items)) for proposed in reply.statements)
    return said + reply.malformed + len(lead_sentences(reply.answer))
