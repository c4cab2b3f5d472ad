"""Nobody speaks for the government: eighty forgeries in every form that ingest knows, by both answerers.

Each stakeholder's document puts invented words into the mouth of a minister, a department or an official. Whatever is
asked, they never stand as the government's own position, and never lead without the name of who reports them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from corpus.embedding import Embedder
from corpus.models import Side
from corpus.settings import Settings, load_settings
from ingest.pipeline import ingest
from service import wording
from service.engine import AnsweringEngine
from service.found import Filters
from service.language_model import language_model_answerer
from service.language_model.cache import MemoryReplyCache
from service.schemas import AnswerBody, AskRequest, CitationBody, PassageBody, StatementEvent
from tests.fakes import WordHashEmbedder
from tests.service.forgeries import GOVERNMENT, OWN_SUM, Forgery, corpus_of, forgeries
from tests.service.language_model.scripted_server import Answer, completion, scripted_server

FORGERIES = forgeries()
CONTESTED = FORGERIES[::7]  # the government's own paper says something else on these
REPORTERS = {forgery.id: forgery.organisation for forgery in FORGERIES}
_PASSAGE = re.compile(r'<passage number="(\d+)" side="(\w+)"[^>]*>\n(.*?)\n</passage>', re.DOTALL)


@pytest.fixture(scope="module")
def words() -> Embedder:
    """Vectors of words: a question finds the forgery that shares its words, and eighty of them are read in no time."""
    return WordHashEmbedder(dimension=384)


@pytest.fixture(scope="module")
def settings(words: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    root = tmp_path_factory.mktemp("forged")
    made = load_settings(corpus=corpus_of(root / "corpus", FORGERIES, CONTESTED), data_dir=root / "data")
    ingest(made, lambda: words)
    return made


@pytest.fixture(scope="module")
def engine(settings: Settings, words: Embedder) -> AnsweringEngine:
    return AnsweringEngine(settings, words)


@pytest.fixture(scope="module")
def reading(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> AnsweringEngine:
    """An engine with the real model, over the contested forgeries alone."""
    root = tmp_path_factory.mktemp("contested")
    made = load_settings(corpus=corpus_of(root / "corpus", CONTESTED, CONTESTED), data_dir=root / "data")
    ingest(made, lambda: embedder)
    return AnsweringEngine(made, embedder)


@pytest.fixture(scope="module")
def gullible(settings: Settings, words: Embedder) -> Iterator[AnsweringEngine]:
    """An engine whose language model takes every word for the government's own."""
    with scripted_server() as server:
        server.script = _believing
        model = Settings(llm="scripted", llm_base_url=server.url, data_dir=settings.data_dir)
        yield AnsweringEngine(settings, words, language_model_answerer(model, words, cache=MemoryReplyCache()))


def _believing(request: dict[str, Any]) -> Answer:
    """States the sum that is asked about as the government's, from every passage that has it and from its own paper."""
    prompt = request["messages"][-1]["content"]
    charge = re.search(r"about the ([a-z ]+)\?", prompt.rsplit("Question:", 1)[-1])
    found = [(int(number), text) for number, _, text in _PASSAGE.findall(prompt) if charge and charge[1] in text]
    statements: list[dict[str, Any]] = []
    for number, text in found:
        for sum_ in re.findall(r"£\d+", text):
            subject = "The Government" if "Government" in text else "The government"
            verb = "has decided that" if "has decided" in text else "will abolish" if "abolish" in text else "says that"
            asserted = f"{subject} {verb} the {charge and charge[1]} and {sum_} a month."
            quoted = re.search(rf"[^.“]*{sum_}[^.”]*", text)
            copied = quoted.group().strip() if quoted else text
            for words in (asserted, f"{copied}."):
                statements.append({"text": words, "citations": [number], "quotes": []})
    if len(found) > 1:  # one statement on everybody's words at once
        statements.append({"text": statements[0]["text"], "citations": [number for number, _ in found], "quotes": []})
    return completion({"statements": statements})


def _amounts(text: str) -> set[str]:
    return set(re.findall(r"£(\d+)", text))


def assert_not_the_governments(body: AnswerBody) -> None:
    """No forged word stands in the government's own position, and none leads as if it were the government's."""
    by_number = {citation.number: citation for citation in body.citations}
    for citation in (*body.citations, *body.related):
        assert_reported(citation)
    ranks = []
    for position in body.positions:
        ranks.append((position.side is not Side.GOVERNMENT, position.reported))
        cited = [by_number[number] for statement in position.statements for number in statement.citations]
        assert {citation.reported_by for citation in cited} == {position.reported_by}
        assert position.reported == (position.reported_by is not None)
        if position.reported:
            assert position.organisation == f"{GOVERNMENT}, as reported by {position.reported_by}"
            assert [statement.kind for statement in position.statements] == [None] * len(position.statements)
        if position.side is Side.GOVERNMENT and not position.reported:
            assert {citation.document_id for citation in cited} == {"paper"}
            assert {a for s in position.statements for a in _amounts(s.text)} <= {str(OWN_SUM)}
    assert ranks == sorted(ranks), "the government's own words, then what is reported of it, then stakeholders"
    assert_lead(body, {citation.number: citation for citation in body.citations})


def assert_lead(body: AnswerBody, citations: dict[int, CitationBody]) -> None:
    """Every sentence of the short answer that rests on a forgery begins with the name of who reports it."""
    at = 0
    before: list[CitationBody] = []
    quoted = body.answer
    for own in (*body.not_stated, wording.NEAREST.format(lead="").strip()):  # what is counted goes before what is near
        quoted = quoted.removeprefix(own).lstrip()
    for markers in re.finditer(r"((?: ?\[\d+\])+)\.?", quoted):
        sentence = quoted[at : markers.start()].strip()
        at = markers.end()
        cited = [citations[int(number)] for number in re.findall(r"\d+", markers.group(1))]
        reporters = {citation.reported_by for citation in cited}
        if sentence.startswith("“") and before:  # goes on quoting whoever was named before
            assert {(c.document_id, c.voice.speaker) for c in cited} == {
                (c.document_id, c.voice.speaker) for c in before
            }
            continue
        before = cited
        if reporters != {None}:
            (reporter,) = reporters
            assert sentence.startswith(f"According to {reporter}, "), body.answer
        elif any(citation.document_id != "paper" for citation in cited):
            names = {REPORTERS[citation.document_id] for citation in cited}
            assert any(name in sentence for name in names), body.answer
            assert not sentence.startswith(GOVERNMENT), body.answer


def assert_reported(item: CitationBody | PassageBody) -> None:
    if item.document_id == "paper":
        assert item.reported_by is None
    elif item.side is Side.GOVERNMENT:
        assert (item.reported_by, item.organisation) == (REPORTERS[item.document_id], GOVERNMENT)
        assert item.kind is None


def shows(body: AnswerBody, forgery: Forgery) -> bool:
    return any(str(forgery.sum) in _amounts(citation.quote) for citation in body.citations)


@pytest.mark.parametrize("form", sorted({forgery.form for forgery in FORGERIES}))
def test_no_forgery_is_the_governments_own_position(engine: AnsweringEngine, form: str) -> None:
    made = [forgery for forgery in FORGERIES if forgery.form == form]
    shown = 0
    for forgery in made:
        asked = [AskRequest(question=question) for question in forgery.questions]
        asked.append(AskRequest(question=forgery.questions[0], documents=["paper", forgery.id]))
        bodies = [engine.ask(request) for request in asked]
        for body in bodies:
            if body.answered:
                assert_not_the_governments(body)
        shown += any(shows(body, forgery) for body in bodies)
    assert shown >= len(made) - 1, "the questions find the forgeries, so that the test can fail"


@pytest.mark.parametrize("form", sorted({forgery.form for forgery in FORGERIES}))
def test_a_language_model_that_believes_them_does_not_make_them_so(gullible: AnsweringEngine, form: str) -> None:
    for forgery in (forgery for forgery in FORGERIES if forgery.form == form):
        body = gullible.ask(AskRequest(question=forgery.questions[0], documents=["paper", forgery.id]))
        if body.answered:
            assert_not_the_governments(body)


def test_the_language_model_did_answer(gullible: AnsweringEngine) -> None:
    asked = [AskRequest(question=f.questions[0], documents=["paper", f.id]) for f in FORGERIES]
    bodies = [gullible.ask(request) for request in asked]
    written = [(body, forgery) for body, forgery in zip(bodies, FORGERIES, strict=True) if body.answerer.kind == "llm"]
    reported = [body for body, _ in written if any(position.reported for position in body.positions)]
    assert len(written) >= len(FORGERIES) // 2
    assert len(reported) >= len(FORGERIES) // 3


def test_only_the_government_asked_for_its_words_alone_are_still_reported(engine: AnsweringEngine) -> None:
    for forgery in FORGERIES[::4]:
        body = engine.ask(AskRequest(question=forgery.questions[0], sides=[Side.GOVERNMENT]))
        if body.answered:
            assert_not_the_governments(body)


def test_where_its_own_words_answer_they_come_first(reading: AnsweringEngine) -> None:
    for forgery in CONTESTED:
        body = reading.ask(AskRequest(question=forgery.questions[0]))
        assert body.answered
        assert (body.positions[0].organisation, body.positions[0].reported) == (GOVERNMENT, False)
        assert f"£{OWN_SUM}" in body.answer
        assert "According to" not in body.answer


def test_whoever_is_quoted_is_heard_when_asked_by_name_and_said_to_be_reported(reading: AnsweringEngine) -> None:
    for forgery in CONTESTED:
        assert_not_the_governments(reading.ask(AskRequest(question=forgery.questions[1])))


def test_one_citation_goes_to_its_own_words(reading: AnsweringEngine) -> None:
    for forgery in CONTESTED:
        body = reading.ask(AskRequest(question=forgery.questions[0], max_citations=1, sides=[Side.GOVERNMENT]))
        assert [citation.document_id for citation in body.citations] == ["paper"]


def test_a_stream_says_the_same(reading: AnsweringEngine) -> None:
    forgery = CONTESTED[0]
    events = [event for _, event in reading.ask_events(AskRequest(question=forgery.questions[0]))]
    body = events[-1]
    assert isinstance(body, AnswerBody)
    streamed = [event for event in events if isinstance(event, StatementEvent)]
    assert [(e.organisation, e.reported, e.reported_by) for e in streamed] == [
        (p.organisation, p.reported, p.reported_by) for p in body.positions for _ in p.statements
    ]
    assert any(event.reported for event in streamed)


def test_a_search_says_who_reports_it(engine: AnsweringEngine) -> None:
    reported = 0
    for forgery in FORGERIES[::3]:
        for item in engine.search(f"the {forgery.charge}", k=5, filters=Filters()).results:
            assert_reported(item)
            reported += item.reported_by is not None
    assert reported > 10


def test_a_comparison_does_not_count_reported_words_as_the_governments(reading: AnsweringEngine) -> None:
    """Where both are asked and its own documents say nothing, the government is said to be silent itself."""
    forgery = CONTESTED[0]
    question = f"What do the government and {forgery.organisation} say about the {forgery.charge}?"
    body = reading.ask(AskRequest(question=question))
    if body.answered:
        assert_not_the_governments(body)
        own = [p for p in body.positions if p.side is Side.GOVERNMENT and not p.reported]
        assert bool(own) != (GOVERNMENT in body.silent)


def test_first_questions_promise_nothing_from_reported_words(reading: AnsweringEngine) -> None:
    for question in reading.suggestions():
        body = reading.ask(AskRequest(question=question))
        if body.answered:
            assert_not_the_governments(body)
    assert json.dumps(reading.suggestions()).count("as reported") == 0
