from __future__ import annotations

import pytest

from corpus.models import BlockKind, Passage, Role, Sentence, Side, Span, StatementKind, Voice
from service.answering.stance_cues import cues_of
from service.consultation.answers import Answers, Evidence
from service.consultation.stance import Balance, judge_stance, tone_of

CALM = Balance(pros=0.1, cons=0.1, heard=1.0)


def passage(*sentences: str) -> Passage:
    text = " ".join(sentences)
    spans, position = [], 0
    for sentence in sentences:
        spans.append(Span(position, position + len(sentence)))
        position += len(sentence) + 1
    return Passage(
        id="response-1",
        document_id="response",
        voice=Voice("Anglers", Role.AUTHOR, Side.STAKEHOLDER, "Anglers"),
        block=BlockKind.PARAGRAPH,
        text=text,
        spans=(Span(0, len(text)),),
        section=(),
        sentences=tuple(Sentence(s, (span,)) for s, span in zip(sentences, spans, strict=True)),
        order=0,
    )


def answers(*sentences: str, nearness: float = 0.7, direct: bool = True) -> Answers:
    found = Evidence(passage(*sentences), 0.9, direct, (nearness,) * len(sentences))
    return Answers("Anglers", (found,), 0.9)


SUPPORT = (
    "We strongly support the new weir.",
    "We welcome the plan for the river.",
    "The fish ladder is a very positive step.",
)
OPPOSITION = (
    "We oppose the new weir.",
    "The plan is misguided and would be disastrous for salmon.",
    "It is unacceptable to build a dam here.",
)
CONDITIONS = (
    "We welcome the weir, but we are concerned about salmon.",
    "The weir should have a fish ladder.",
    "We recommend a survey before work begins.",
)


@pytest.mark.parametrize(
    ("sentences", "stance"),
    [
        (SUPPORT, "agrees"),
        (OPPOSITION, "disagrees"),
        (CONDITIONS, "agrees in part"),
        (("The river is forty miles long.", "Salmon pass in May.", "There are nine weirs."), "no clear view"),
    ],
)
def test_a_label_follows_the_balance_of_what_is_said(sentences: tuple[str, ...], stance: str) -> None:
    assert judge_stance(answers(*sentences), CALM).stance == stance


def test_no_evidence_is_silence_and_rests_on_nothing() -> None:
    judged = judge_stance(Answers("Anglers", (), 0.2), CALM)
    assert judged.stance == "silent"
    assert judged.rests == ()


def test_a_word_or_two_far_from_the_question_is_no_clear_view() -> None:
    judged = judge_stance(answers("We oppose the new weir.", nearness=0.3, direct=False), CALM)
    assert judged.stance == "no clear view"


def test_agreement_leads_with_open_favour() -> None:
    asked_first = answers("The weir should have a fish ladder.", *SUPPORT, direct=False)
    assert judge_stance(asked_first, CALM).stance == "agrees in part"
    favour_first = answers(*SUPPORT, "The weir should have a fish ladder.", direct=False)
    assert judge_stance(favour_first, CALM).stance == "agrees"


def test_favour_that_leads_with_a_condition_agrees_in_part() -> None:
    conditional = answers("That the weir be supported, subject to its being paid for.", *SUPPORT, direct=False)
    assert judge_stance(conditional, CALM).stance == "agrees in part"


def test_nobody_agrees_with_a_question_that_proposes_nothing() -> None:
    judged = judge_stance(answers("Yes.", *SUPPORT), CALM, proposes=False)
    assert judged.stance == "no clear view"
    assert judged.rests


def test_sentences_far_from_the_question_do_not_count() -> None:
    far = judge_stance(answers(*OPPOSITION, nearness=0.05, direct=False), CALM)
    assert far.stance == "no clear view"


def test_support_and_opposition_that_cancel_out_are_agreement_in_part() -> None:
    assert judge_stance(answers(*SUPPORT, *OPPOSITION), CALM).stance == "agrees in part"


def test_a_label_rests_on_sentences_of_its_own_direction() -> None:
    agreeing = judge_stance(answers(*SUPPORT, OPPOSITION[0]), CALM)
    disagreeing = judge_stance(answers(SUPPORT[0], *OPPOSITION, *OPPOSITION, direct=False), CALM)
    mixed = judge_stance(answers(*CONDITIONS, *OPPOSITION[:1]), CALM)
    assert {rest.sentence.text for rest in disagreeing.rests} <= set(OPPOSITION)
    assert agreeing.rests[0].sentence.text in SUPPORT
    assert OPPOSITION[0] in {rest.sentence.text for rest in mixed.rests}
    assert any(rest.sentence.text in CONDITIONS for rest in mixed.rests)


def test_an_outright_answer_to_the_question_decides_and_is_quoted_first() -> None:
    judged = judge_stance(answers("No.", "The weir is too high.", *SUPPORT), CALM)
    assert (judged.stance, judged.rests[0].sentence.text) == ("disagrees", "No.")


def test_each_sentence_is_quoted_once() -> None:
    judged = judge_stance(answers(*OPPOSITION, *OPPOSITION), CALM)
    texts = [rest.sentence.text for rest in judged.rests]
    assert len(texts) == len(set(texts)) == 3


def test_little_said_is_read_in_the_tone_of_all_that_an_organisation_says() -> None:
    hostile = tone_of([passage(*OPPOSITION)])
    friendly = tone_of([passage(*SUPPORT)])
    said = answers("There is a risk of floods.", "The weir should have a ladder.", nearness=0.35)
    assert judge_stance(said, hostile).against > judge_stance(said, friendly).against


def test_the_tone_of_nobody_is_even() -> None:
    assert tone_of([]).against == 0.5


@pytest.mark.parametrize(
    "sentence",
    [
        "The government says that it will help anglers.",
        "Ministers claim this would benefit the river.",
    ],
)
def test_what_the_government_is_said_to_promise_is_not_the_speakers_favour(sentence: str) -> None:
    assert cues_of(sentence, None).favours == 0


def test_the_kind_found_at_ingest_counts_where_the_wording_shows_nothing() -> None:
    plain = "Salmon come first on this river."
    assert cues_of(plain, StatementKind.CONCERN).doubts == 1
    assert cues_of(plain, StatementKind.SUPPORT).favours == 1
    assert cues_of(plain, StatementKind.RECOMMENDATION).demands == 1
    assert cues_of(plain, StatementKind.EVIDENCE) == cues_of(plain, None)


def test_emphasis_marks_and_line_breaks_do_not_hide_a_cue() -> None:
    assert cues_of("**We strongly\n oppose** the weir.", None).rejects >= 1
