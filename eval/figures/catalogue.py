"""Every figure of a run, in the order of the tables. `guarded` ones decide the verdict of compare and of the gate."""

from __future__ import annotations

from functools import partial

from eval.bootstrap import area_under_risk_coverage, calibration_error, quantile
from eval.figures import (
    absences,
    citations,
    confidence,
    effort,
    facts,
    lead,
    refusals,
    retrieval,
    understanding,
    voices,
)
from eval.figures.figure import Better, Figure, Group
from eval.gold_set import QuestionType

_LEAD = (
    Figure("lead_fact_recall", "facts in the lead", Group.LEAD, lead.lead_fact_recall, guarded=True),
    Figure(
        "lead_facts_per_60_words", "facts in the lead per 60 words", Group.LEAD, lead.lead_facts_per_words, unit="facts"
    ),
    Figure("lead_words", "words in the lead", Group.LEAD, lead.lead_words, Better.LOWER, "words"),
    Figure(
        "lead_over_limit",
        "leads longer than the contract allows",
        Group.LEAD,
        lead.lead_over_limit,
        Better.LOWER,
        guarded=True,
    ),
    Figure("lead_cut_short", "leads cut short", Group.LEAD, lead.lead_cut_short, Better.LOWER, guarded=True),
    Figure(
        "lead_cut_at_clause", "leads cut at a clause's edge only", Group.LEAD, lead.lead_cut_at_clause, Better.LOWER
    ),
    Figure(
        "lead_of_another",
        "leads begun with somebody not asked",
        Group.LEAD,
        lead.lead_of_another,
        Better.LOWER,
        guarded=True,
    ),
    Figure("lead_by_gold_speaker", "leads begun with a speaker of the evidence", Group.LEAD, lead.lead_by_gold_speaker),
)
_RETRIEVAL = (
    *(
        Figure(
            f"recall@{k}",
            f"evidence recall@{k}",
            Group.RETRIEVAL,
            partial(retrieval.recall_at, k=k),
            guarded=k in (5, 10),
        )
        for k in retrieval.DEPTHS
    ),
    Figure("mrr", "mean reciprocal rank", Group.RETRIEVAL, retrieval.reciprocal_rank, guarded=True),
    *(
        Figure(
            f"recall_{n}_words",
            f"evidence recall within {n:,} words",
            Group.RETRIEVAL,
            partial(retrieval.recall_within, words=n),
        )
        for n in retrieval.BUDGETS
    ),
    Figure(
        "words_of_first_ten",
        "words in the first ten",
        Group.RETRIEVAL,
        retrieval.words_of_first_ten,
        Better.LOWER,
        "words",
    ),
)
_CITATIONS = (
    Figure("citation_recall", "gold evidence cited", Group.CITATIONS, citations.citation_recall, guarded=True),
    Figure("citation_precision", "statements on gold evidence", Group.CITATIONS, citations.citation_precision),
    Figure(
        "citation_usefulness",
        "citations on gold evidence",
        Group.CITATIONS,
        citations.citation_usefulness,
        guarded=True,
    ),
    Figure(
        "statement_support",
        "statements that their citations carry (ALCE recall)",
        Group.CITATIONS,
        citations.statement_support,
        guarded=True,
    ),
    Figure(
        "citation_necessity",
        "citations that their statement needs (ALCE precision)",
        Group.CITATIONS,
        citations.citation_necessity,
    ),
    Figure("quote_verification", "quotations verified", Group.CITATIONS, citations.quote_verification, guarded=True),
    Figure(
        "citations_resolved",
        "statements whose citations exist",
        Group.CITATIONS,
        citations.citations_resolved,
        guarded=True,
    ),
)
_FACTS = (
    Figure("fact_recall", "facts said", Group.FACTS, facts.fact_recall, guarded=True),
    Figure("fact_recall_partial", "facts said, part counting half", Group.FACTS, facts.fact_recall_partial),
    Figure("fact_recall_answered", "facts said where answered", Group.FACTS, facts.fact_recall_answered),
    Figure("all_facts", "questions with every fact said", Group.FACTS, facts.all_facts),
    Figure(
        "facts_per_200_words",
        "facts said per 200 words of everything shown",
        Group.FACTS,
        facts.facts_per_words,
        unit="facts",
    ),
)
_VOICES = (
    Figure("side_accuracy", "side of cited evidence right", Group.VOICES, voices.side_accuracy, guarded=True),
    Figure("speaker_accuracy", "speaker of cited evidence right", Group.VOICES, voices.speaker_accuracy, guarded=True),
    Figure("role_accuracy", "role of cited evidence right", Group.VOICES, voices.role_accuracy),
    Figure(
        "statements_under_side",
        "statements under the side of their citations",
        Group.VOICES,
        voices.statements_under_side,
        guarded=True,
    ),
    Figure("both_sides", "both sides shown where both are wanted", Group.VOICES, voices.both_sides, guarded=True),
)
_REFUSALS = (
    Figure("refusal", "refused of what cannot be answered", Group.REFUSALS, refusals.refusal, guarded=True),
    Figure(
        "refusal_near_miss",
        "refused of near misses",
        Group.REFUSALS,
        partial(refusals.refusal_of, kind=QuestionType.UNANSWERABLE),
    ),
    Figure(
        "refusal_out_of_domain",
        "refused of other subjects",
        Group.REFUSALS,
        partial(refusals.refusal_of, kind=QuestionType.OUT_OF_DOMAIN),
    ),
    Figure(
        "false_refusal",
        "refused of what can be answered",
        Group.REFUSALS,
        refusals.false_refusal,
        Better.LOWER,
        guarded=True,
    ),
    Figure("answered_answerable", "answered of what can be answered", Group.REFUSALS, refusals.answered_answerable),
    Figure("reason_accuracy", "reason of right refusals right", Group.REFUSALS, refusals.reason_accuracy),
    Figure(
        "cited_beside_refusal",
        "refusals with a citation beside them",
        Group.REFUSALS,
        refusals.cited_beside_refusal,
        Better.LOWER,
        guarded=True,
    ),
    Figure("errors", "questions that failed", Group.REFUSALS, refusals.errors, Better.LOWER, guarded=True),
)
_ABSENCES = (
    Figure("absence_stated", "absences rightly stated", Group.ABSENCES, absences.absence_stated),
    Figure("near_miss_owned", "near misses refused or said not to be stated", Group.ABSENCES, absences.near_miss_owned),
    Figure(
        "absence_false",
        "whole answers that call something not stated",
        Group.ABSENCES,
        absences.absence_false,
        Better.LOWER,
    ),
    Figure(
        "silence_false", "speakers of the evidence called silent", Group.ABSENCES, absences.silence_false, Better.LOWER
    ),
)
_UNDERSTANDING = (
    Figure(
        "follow_up_left_alone",
        "follow-ups that stand alone left alone",
        Group.UNDERSTANDING,
        understanding.follow_up_left_alone,
    ),
)
_CONFIDENCE = (
    Figure(
        "calibration_error",
        "expected calibration error",
        Group.CONFIDENCE,
        confidence.sureness,
        Better.LOWER,
        combine=calibration_error,
        columns=3,
    ),
    Figure(
        "risk_coverage_area",
        "area under the risk–coverage curve",
        Group.CONFIDENCE,
        confidence.sureness,
        Better.LOWER,
        combine=area_under_risk_coverage,
        columns=3,
    ),
)
_EFFORT = (
    Figure("words", "words an answer", Group.EFFORT, effort.words, Better.LOWER, "words"),
    Figure(
        "words_with_quotes",
        "words an answer, quotations with it",
        Group.EFFORT,
        effort.words_with_quotes,
        Better.LOWER,
        "words",
    ),
    Figure("citations", "citations an answer", Group.EFFORT, effort.citations, Better.NEITHER, "citations"),
    Figure("ask_ms_p50", "answer time, median", Group.EFFORT, effort.ask_ms, Better.LOWER, "ms", combine=quantile(0.5)),
    Figure(
        "ask_ms_p95",
        "answer time, 95th percentile",
        Group.EFFORT,
        effort.ask_ms,
        Better.LOWER,
        "ms",
        combine=quantile(0.95),
    ),
    Figure(
        "search_ms_p50",
        "search time, median",
        Group.EFFORT,
        effort.search_ms,
        Better.LOWER,
        "ms",
        combine=quantile(0.5),
    ),
    Figure(
        "search_ms_p95",
        "search time, 95th percentile",
        Group.EFFORT,
        effort.search_ms,
        Better.LOWER,
        "ms",
        combine=quantile(0.95),
    ),
)

FIGURES: tuple[Figure, ...] = (
    *_LEAD,
    *_RETRIEVAL,
    *_CITATIONS,
    *_FACTS,
    *_VOICES,
    *_REFUSALS,
    *_ABSENCES,
    *_UNDERSTANDING,
    *_CONFIDENCE,
    *_EFFORT,
)
BY_NAME = {figure.name: figure for figure in FIGURES}
GUARDED = tuple(figure for figure in FIGURES if figure.guarded)

# What the contract promises of every answer: any departure fails the gate, however rare.
INVARIANTS = {
    "quote_verification": 1.0,
    "citations_resolved": 1.0,
    "statements_under_side": 1.0,
    "cited_beside_refusal": 0.0,
    "errors": 0.0,
}
