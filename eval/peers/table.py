"""The peers' table: every system's run on the same questions, scored by the same rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.errors import ConfigurationError
from eval.asker import Asker
from eval.asking import ask_missing
from eval.gold_set import GoldSet, Question
from eval.overlap import Rules
from eval.peers.haystack import HaystackDefault, HaystackHybrid
from eval.peers.langchain_tutorial import LangChainTutorial
from eval.peers.llama_index import LlamaIndexDefault
from eval.peers.pipeline import Retriever
from eval.peers.txtai import TxtaiHybrid
from eval.runs import DEPTH, configuration, create_run, score_run, write_json

Json = dict[str, Any]
PEERS: Mapping[str, Callable[[], Retriever]] = {
    "langchain-tutorial": LangChainTutorial,
    "llama-index": LlamaIndexDefault,
    "haystack": HaystackDefault,
    "haystack-hybrid": HaystackHybrid,
    "txtai-hybrid": TxtaiHybrid,
}
COLUMNS = (
    "recall@5",
    "recall@10",
    "recall@20",
    "recall_1500_words",
    "recall_3000_words",
    "mrr",
    "words_of_first_ten",
    "fact_recall",
    "citation_usefulness",
    "side_accuracy",
    "both_sides",
    "refusal",
    "words",
)


def retriever(name: str) -> Retriever:
    """The peer of that name, nothing indexed yet. Raises ConfigurationError for a name that is none."""
    if name not in PEERS:
        raise ConfigurationError(f"unknown peer {name!r}; known are {', '.join(PEERS)}")
    return PEERS[name]()


def run_system(
    folder: Path,
    title: str,
    asker: Asker,
    gold: GoldSet,
    *,
    split: str,
    rules: Rules,
    code: str | None = None,
    depth: int = DEPTH,
    fresh: bool = False,
    on_answer: Callable[[Question], None] = lambda _: None,
) -> Json:
    """One system's row: its run is kept in `folder`, taken up again where it was interrupted unless `fresh`."""
    config = configuration(
        asker.name, asker.name, asker.about(), gold, split=split, depth=depth, rules=rules, code=code
    )
    run = create_run(folder, config, gold, asker.documents(), fresh=fresh)
    figures = score_run(ask_missing(run, asker, depth=depth, on_answer=on_answer), rules=rules)
    return {"name": folder.name, "title": title, "figures": {name: figures["figures"][name] for name in COLUMNS}}


def write_table(path: Path, systems: Sequence[Json], split: str, questions: int) -> Json:
    """Keeps the table's figures as JSON and returns them."""
    table = {"split": split, "questions": questions, "systems": list(systems)}
    write_json(path, table)
    return table
