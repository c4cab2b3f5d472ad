"""What the program does, written down so that two states can be compared: ``python -m tests.frozen_behaviour DIR``.

Each consultation gets a folder with its passages, its questions with stances and, where there is a gold set, its
answers, a JSON object a line, in a stable order, without times and other numbers of no meaning. A change that should
change nothing leaves ``diff -r BEFORE AFTER`` empty.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import greenpaper
from corpus.embedding import TransformerEmbedder
from corpus.index import Generations, Index
from corpus.models import Passage
from corpus.settings import PACKAGED_CORPUS, Settings, load_settings
from eval.gold_set import PACKAGED_GOLD, load_gold
from ingest.pipeline import ingest
from service.engine import AnsweringEngine
from service.schemas import AskRequest

Json = dict[str, Any]
TESTS = Path(__file__).resolve().parent
# What differs between two askings of one question, or follows from something else that is written down.
UNSTABLE = ("id", "timings_ms", "related", "suggestions")
ROUNDED = 4


def consultations() -> dict[str, tuple[Path, tuple[Path, ...]]]:
    """The folder and the gold sets of each consultation, by its name: the shipped one, and those of the tests."""
    found: dict[str, tuple[Path, tuple[Path, ...]]] = {}
    found["shipped"] = (PACKAGED_CORPUS, (PACKAGED_GOLD, PACKAGED_GOLD.with_name("advisers.jsonl")))
    for manifest in sorted(TESTS.rglob("manifest.toml")):
        folder = manifest.parent
        found[folder.name] = (folder, tuple(folder.glob("questions.jsonl")))
    return found


def passages_of(index: Index) -> Iterator[Json]:
    """Where each passage stands, what it is, whose it is, and of which kinds its sentences are."""
    for passage in (index.passages.at(row) for row in range(len(index.passages))):
        yield {
            "document": passage.document_id,
            "spans": [[span.start, span.end] for span in passage.spans],
            "block": passage.block.value,
            "section": list(passage.section),
            "paragraph": passage.paragraph,
            "lead_in": passage.lead_in,
            "voice": _voice(passage),
            "sentences": [[sentence.text, sentence.kind and sentence.kind.value] for sentence in passage.sentences],
        }


def questions_of(engine: AnsweringEngine) -> Iterator[Json]:
    """The consultation's questions with what each organisation says on them and its stance."""
    for question in engine.consultation_questions().questions:
        whole = engine.consultation_question(question.number)
        yield stable(whole.model_dump(mode="json") if whole else question.model_dump(mode="json"))


def answers_of(engine: AnsweringEngine, gold: Iterable[Path]) -> Iterator[Json]:
    """The answer to each question of some gold sets."""
    for file in gold:
        for question in load_gold(file).questions:
            body = engine.ask(AskRequest(**question.request()))
            yield {"asked": question.id, **stable(body.model_dump(mode="json"))}


def stable(value: Any) -> Any:
    """The same without what is UNSTABLE; numbers are rounded, so that the order of a sum does not show."""
    if isinstance(value, Mapping):
        return {key: stable(item) for key, item in value.items() if key not in UNSTABLE}
    if isinstance(value, list):
        return [stable(item) for item in value]
    return round(value, ROUNDED) if isinstance(value, float) else value


def freeze(name: str, out: Path, embedder: TransformerEmbedder) -> None:
    """Writes what the program does with one consultation into files under `out`."""
    folder, gold = consultations()[name]
    with tempfile.TemporaryDirectory() as data:
        settings: Settings = load_settings(corpus=folder, data_dir=Path(data))
        ingest(settings, lambda: embedder, calibration=greenpaper.calibration())
        index = Index(Generations(settings.data_dir).current(), model=embedder.name)
        engine = AnsweringEngine(settings, embedder)
        out.mkdir(parents=True, exist_ok=True)
        _write(out / "passages.jsonl", passages_of(index))
        _write(out / "questions.jsonl", questions_of(engine))
        _write(out / "answers.jsonl", answers_of(engine, gold))
        index.close()


def _voice(passage: Passage) -> Json:
    voice = passage.voice
    return {
        "speaker": voice.speaker, "role": voice.role.value, "side": voice.side.value,
        "organisation": voice.organisation, "reported_by": passage.reported_by,
    }  # fmt: skip


def _write(file: Path, rows: Iterable[Json]) -> None:
    lines = (json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows)
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.frozen_behaviour", description="Freezes behaviour.")
    parser.add_argument("out", type=Path, help="folder to write")
    parser.add_argument("--only", nargs="*", choices=sorted(consultations()), help="these consultations alone")
    options = parser.parse_args(arguments)
    embedder = TransformerEmbedder()
    for name in options.only or consultations():
        freeze(name, options.out / name, embedder)
        print(name, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
