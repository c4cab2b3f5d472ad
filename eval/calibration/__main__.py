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
from eval.calibration.examples import (
    Example,
    Unread,
    examples_of,
    gold_questions,
    own_questions,
    written_questions,
)
from eval.calibration.fitting import (
    TOPIC_SLOPE,
    fit_comparison,
    fit_confidence,
    fit_fusion,
    fit_passages,
    fit_refusal,
    fit_topic,
    right_of_first,
)
from eval.calibration.public import off_topic_questions, squad_questions, write_squad_corpus
from eval.cases import Case, answer_from
from eval.gold_set import PACKAGED_GOLD, GoldSet, Split, load_gold
from service.answering.calibration import PACKAGED, Calibration, packaged_calibration, read_calibration
from service.answering.fusion import Judge
from service.answering.refusal import confidence_features
from service.engine import AnsweringEngine
from service.opened import OpenIndex
from service.schemas import AskRequest

QUESTIONS = Path(__file__).resolve().parent.parent / "training" / "questions"
_WEIGHTS = ("passage", "fusion", "comparison", "refusal", "topic", "confidence")
_PUBLIC = 500
_OFF_TOPIC = 250


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    if options.write_public:
        write_squad_corpus(options.squad, options.write_public)
        return 0
    embedder = TransformerEmbedder()
    index, public_index = _open(options.data_dir, embedder), _open(options.public_data_dir, embedder)
    gold = load_gold(PACKAGED_GOLD).of_split(Split.DEV)
    asking = _Asking(options, gold, embedder, index, public_index)
    before = json.loads(PACKAGED.read_text(encoding="utf-8"))
    record: dict[str, Any] = {"provenance": {}, "thresholds": asdict(packaged_calibration().thresholds)}
    record |= {name: before[name] for name in _WEIGHTS}
    figures: dict[str, Any] = {}

    passage, figures["passage"] = fit_passages(asking.own(record, Unread()), asking.public(record, Unread()))
    record["passage"] = passage.record()

    fusion, figures["fusion"] = fit_fusion([*asking.own(record), *asking.written(record)])
    record["fusion"] = fusion.record()

    comparison, figures["comparison"] = fit_comparison([*asking.own(record), *asking.written(record)])
    record["comparison"] = comparison.record()

    own, public, off_topic = asking.own(record), asking.public(record), asking.off_topic(record)
    refusal, answer, figures["refusal"] = fit_refusal(
        [*own, *asking.known_to_be_answered(record), *asking.written(record)], public, off_topic
    )
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
        "written": [name for name, _ in options.written],
        "public": "SQuAD 2.0 development set (CC BY-SA 4.0), as open retrieval",
        "cross_validated": _rounded(figures),
    }
    options.out.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(record["provenance"]["cross_validated"], indent=1))
    return 0


class _Asking:
    """Examples of each kind of question under the weights so far, each asked of the corpus that it is about."""

    def __init__(
        self, options: argparse.Namespace, gold: GoldSet, embedder: TransformerEmbedder, index: Index, public: Index
    ) -> None:
        self._options = options
        self._gold = gold
        self._embedder = embedder
        self._index = index
        self._public = public

    def _opened(self, index: Index, record: dict[str, Any], judge: Judge | None) -> OpenIndex:
        return OpenIndex(index, self._embedder, calibration=read_calibration(record), judge=judge)

    def own(self, record: dict[str, Any], judge: Judge | None = None) -> list[Example]:
        """The gold set's development questions."""
        opened = self._opened(self._index, record, judge)
        return examples_of(gold_questions(self._gold, opened), opened)

    def known_to_be_answered(self, record: dict[str, Any]) -> list[Example]:
        """Questions on the corpus of which is known only whether it answers them."""
        return examples_of(own_questions(), self._opened(self._index, record, None))

    def written(self, record: dict[str, Any]) -> list[Example]:
        """Questions written on consultations that the scorer was not trained on."""
        made: list[Example] = []
        for name, data_dir in self._options.written:
            opened = self._opened(_open(Path(data_dir), self._embedder), record, None)
            made += examples_of(written_questions(QUESTIONS / f"{name}.jsonl", opened), opened)
        return made

    def public(self, record: dict[str, Any], judge: Judge | None = None) -> list[Example]:
        """Public questions on their own corpus."""
        opened = self._opened(self._public, record, judge)
        return examples_of(squad_questions(self._options.squad, _PUBLIC), opened)

    def off_topic(self, record: dict[str, Any]) -> list[Example]:
        """Public questions on a corpus that is not about them."""
        asked = off_topic_questions(self._options.squad, self._options.chunking, _OFF_TOPIC)
        return examples_of(asked, self._opened(self._index, record, None))


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
    parser.add_argument(
        "--written", nargs=2, action="append", default=[], metavar=("NAME", "DATA_DIR"),
        help="a consultation that the scorer was not trained on, with the data directory of its index",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, default=PACKAGED, help="file to write")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
