"""Fits the answerer's calibration: ``python -m eval.calibration`` after ``greenpaper ingest`` of both corpora.

First ``--write-public DIR`` and ``greenpaper ingest --corpus DIR`` into a data directory of its own; then the fit.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.embedding import TransformerEmbedder
from corpus.index import Generations, Index
from corpus.settings import load_settings
from eval.calibration.examples import Example, examples_of, gold_questions, own_questions
from eval.calibration.fitting import (
    TOPIC_SLOPE,
    fit_confidence,
    fit_passages,
    fit_refusal,
    fit_sentences,
    fit_topic,
    right_of_first,
)
from eval.calibration.public import off_topic_questions, squad_questions, write_squad_corpus
from eval.cases import Case, answer_from
from eval.gold_set import PACKAGED_GOLD, GoldSet, Split, load_gold
from service.answering.calibration import PACKAGED, Calibration, packaged_calibration, read_calibration
from service.answering.refusal import confidence_features
from service.engine import AnsweringEngine
from service.opened import OpenIndex
from service.schemas import AskRequest

_PUBLIC = 1_800
_OFF_TOPIC = 500


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    if options.write_public:
        write_squad_corpus(options.squad, options.write_public)
        return 0
    embedder = TransformerEmbedder(threads=1)
    index, public_index = _open(options.data_dir, embedder), _open(options.public_data_dir, embedder)
    gold = load_gold(PACKAGED_GOLD).of_split(Split.DEV)
    record: dict[str, Any] = {"provenance": {}, "thresholds": asdict(packaged_calibration().thresholds)}
    figures: dict[str, Any] = {}

    own, public, _ = _gather(options, gold, index, public_index, embedder, packaged_calibration())
    passage, figures["passage"] = fit_passages(own, public)
    sentence, figures["sentence"] = fit_sentences(own, public)
    before = json.loads(PACKAGED.read_text(encoding="utf-8"))
    record |= {name: before[name] for name in ("refusal", "topic", "confidence")}
    record |= {"passage": passage.record(), "sentence": sentence.record()}

    own, public, off_topic = _gather(options, gold, index, public_index, embedder, read_calibration(record))
    opened = OpenIndex(index, embedder, calibration=read_calibration(record))
    asked = [*own, *examples_of(own_questions(), opened)]
    refusal, answer, figures["refusal"] = fit_refusal(asked, public, off_topic)
    topic, on_topic, figures["topic"] = fit_topic(own, off_topic)
    record |= {"refusal": refusal.record(), "topic": topic.record()}
    record["thresholds"] |= {"answer": round(answer, 5), "on_topic": round(on_topic, 5)}
    record["thresholds"] |= {"topic_passages": len(index.passages), "topic_slope": TOPIC_SLOPE}

    calibration = read_calibration(record)
    right = _right_answers(gold, options.data_dir, embedder, record)
    rows = [example for example in own if example.first and example.asked.id in right]
    others = [example for example in public if example.first]
    confidence, figures["confidence"] = fit_confidence(
        _confidence(rows, calibration),
        np.asarray([right[row.asked.id] for row in rows]),
        _confidence(others, calibration),
        right_of_first(public, passage),
    )
    record["confidence"] = confidence.record()
    record["provenance"] = {
        "made": datetime.now(UTC).date().isoformat(),
        "by": "python -m eval.calibration",
        "model": index.manifest.model,
        "gold": gold.sha256,
        "gold_split": "dev",
        "questions": "eval/calibration/questions.jsonl, for refusal",
        "public": "SQuAD 2.0 development set (CC BY-SA 4.0), as open retrieval",
        "cross_validated": _rounded(figures),
    }
    options.out.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(record["provenance"]["cross_validated"], indent=1))
    return 0


def _gather(
    options: argparse.Namespace,
    gold: GoldSet,
    index: Index,
    public_index: Index,
    embedder: TransformerEmbedder,
    calibration: Calibration,
) -> tuple[list[Example], list[Example], list[Example]]:
    """Examples of the gold questions, of public ones on their own corpus, and of public ones on a corpus not about
    them."""
    opened, other = (
        OpenIndex(index, embedder, calibration=calibration),
        OpenIndex(public_index, embedder, calibration=calibration),
    )
    own = examples_of(gold_questions(gold, opened), opened)
    public = examples_of(squad_questions(options.squad, _PUBLIC), other)
    off_topic = examples_of(off_topic_questions(options.squad, options.chunking, _OFF_TOPIC), opened)
    return own, public, off_topic


def _right_answers(
    gold: GoldSet, data_dir: Path, embedder: TransformerEmbedder, record: dict[str, Any]
) -> dict[str, float]:
    """For each question that is answered with the new weights: 1.0 where the answer is right, else 0.0."""
    engine = AnsweringEngine(load_settings(data_dir=data_dir), embedder, calibration=read_calibration(record))
    texts = {document.id: engine.text(document.id) or "" for document in engine.documents()}
    right = {}
    for question in gold.questions:
        answer = answer_from(json.loads(engine.ask(AskRequest(**question.request())).model_dump_json()))
        if answer.answered:
            right[question.id] = float(question.answerable and Case(question, answer, (), texts).right)
    return right


def _confidence(examples: list[Example], calibration: Calibration) -> NDArray[np.float64]:
    features = np.stack([example.refusal for example in examples]).astype(np.float32)
    return confidence_features(features, calibration).astype(np.float64)


def _open(data_dir: Path, embedder: TransformerEmbedder) -> Index:
    return Index(Generations(data_dir).current(), model=embedder.name)


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(item) for name, item in value.items()}
    return round(value, 3) if isinstance(value, float) else value


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval.calibration", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("--squad", type=Path, required=True, help="SQuAD 2.0's dev.json")
    parser.add_argument(
        "--chunking", type=Path, help="questions.csv of the chunking evaluation: more off-topic questions"
    )
    parser.add_argument(
        "--data-dir", type=Path, default=Path(".greenpaper"), help="data directory of the corpus's index"
    )
    parser.add_argument(
        "--public-data-dir", type=Path, default=Path(".greenpaper-public"), help="that of the public corpus's"
    )
    parser.add_argument(
        "--write-public", type=Path, metavar="DIR", help="only write SQuAD's articles as a corpus folder"
    )
    parser.add_argument("--out", type=Path, default=PACKAGED, help="file to write")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
