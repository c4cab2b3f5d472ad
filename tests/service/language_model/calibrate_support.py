"""The threshold of support, from pairs of statement and evidence, and how all checks together do; prints tables.

    python -m tests.service.language_model.calibrate_support --squad dev-v2.0.json [--questions 400 --seed 7 --verify]

Positive pairs: questions of SQuAD 2.0 turned into statements by putting the answer for the question word, with the
sentence that holds the answer; and the faithful statements of data/statements.jsonl with their quotations. Negative
pairs: the same statements with the sentence of the same paragraph that shares most words with them (near), with one
of another paragraph (far); and the invented statements of the same file with the sentences beside which they were
invented.

With `--verify` the whole verifier judges SQuAD's statements against their paragraphs: from answerable questions (right
but for their grammar) and from unanswerable ones with SQuAD's plausible wrong answers (most, not all, are wrong).
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from pathlib import Path

import numpy as np

from corpus.embedding import TransformerEmbedder
from corpus.models import Document, DocumentEntry
from service.found import FoundPassage
from service.language_model.reply import Proposed
from service.language_model.support import EmbeddingSupport, coverage
from service.language_model.verification import StatementVerifier
from tests.service.language_model.passages import labelled, own_passage

_ASKED = re.compile(
    r"\b(?:how (?:many|much|long|old|far|often)|(?:what|which)(?: (?:year|name|percentage|(?:type|kind) of))?|"
    r"who|whom|where|when)\b",
    re.IGNORECASE,
)
_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“])")


def squad_pairs(path: Path, count: int, seed: int) -> dict[str, list[tuple[str, str]]]:
    """`positive`, `near` and `far` pairs of (statement, sentence)."""
    paragraphs = [paragraph for article in json.loads(path.read_text())["data"] for paragraph in article["paragraphs"]]
    chance = random.Random(seed)
    pairs: dict[str, list[tuple[str, str]]] = {"positive": [], "near": [], "far": []}
    questions = [(paragraph, qa) for paragraph in paragraphs for qa in paragraph["qas"] if not qa["is_impossible"]]
    for paragraph, qa in chance.sample(questions, len(questions)):
        answer = qa["answers"][0]
        if len(pairs["positive"]) == count or not _ASKED.search(qa["question"]) or len(answer["text"].split()) > 8:
            continue
        statement = _ASKED.sub(answer["text"], qa["question"].strip().rstrip("?"), count=1) + "."
        sentences = _END.split(paragraph["context"])
        holding = [s for s in sentences if answer["text"] in s]
        others = [s for s in sentences if answer["text"] not in s and len(s.split()) > 4]
        if len(holding) != 1 or not others:
            continue
        pairs["positive"].append((statement, holding[0]))
        pairs["near"].append((statement, max(others, key=lambda s: coverage(statement, [s]))))
        pairs["far"].append((statement, chance.choice(_END.split(chance.choice(paragraphs)["context"]))))
    return pairs


def corpus_pairs() -> dict[str, list[tuple[str, str]]]:
    rows = labelled()

    def best(text: str, sentences: list[str]) -> str:
        return max(sentences, key=lambda s: coverage(text, [s]))

    positive = [(text, best(text, [s.text for s in row.passage.sentences])) for row in rows for text in row.faithful]
    invented = [
        (text, best(text, [s.text for s in row.passage.sentences]))
        for row in rows
        for fault, text in row.unfaithful
        if fault == "invention"
    ]
    shuffled = [
        (text, best(text, [s.text for s in rows[(place + 7) % len(rows)].passage.sentences]))
        for place, row in enumerate(rows)
        for text in row.faithful
    ]
    return {"positive": positive, "invented": invented, "shuffled": shuffled}


def squad_verdicts(path: Path, count: int, seed: int, support: EmbeddingSupport) -> dict[str, Counter[str]]:
    """For `answerable` and `unanswerable` questions as statements: how many were kept, and why the others were not."""
    paragraphs = [paragraph for article in json.loads(path.read_text())["data"] for paragraph in article["paragraphs"]]
    questions = [(paragraph["context"], qa) for paragraph in paragraphs for qa in paragraph["qas"]]
    verdicts: dict[str, Counter[str]] = {"answerable": Counter(), "unanswerable": Counter()}
    for context, qa in random.Random(seed).sample(questions, len(questions)):
        counts = verdicts["unanswerable" if qa["is_impossible"] else "answerable"]
        answers = qa.get("plausible_answers") if qa["is_impossible"] else qa["answers"]
        if counts.total() == count or not answers or not _ASKED.search(qa["question"]):
            continue
        statement = _ASKED.sub(answers[0]["text"].replace("\\", ""), qa["question"].strip().rstrip("?"), count=1)
        passage = own_passage(context, document_id="squad")
        entry = DocumentEntry("squad", "Article", "", passage.organisation, "", passage.side, "", "", "", "", "")
        verifier = StatementVerifier({"squad": Document(entry, context, "")}, support)
        verdict = verifier.verify(Proposed(statement[:1].upper() + statement[1:], (1,)), [FoundPassage(passage, 1.0)])
        counts[verdict.fault.value if verdict.fault else "kept"] += 1
    return verdicts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--squad", type=Path)
    parser.add_argument("--questions", type=int, default=400)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--weights", type=float, nargs="*", default=[0.0, 0.3, 0.5, 0.7, 1.0])
    parser.add_argument("--verify", action="store_true")
    arguments = parser.parse_args()
    if arguments.verify:
        support = EmbeddingSupport(TransformerEmbedder())
        for name, counts in squad_verdicts(arguments.squad, arguments.questions, arguments.seed, support).items():
            print(f"{name}: kept {counts['kept'] / counts.total():.2f} of {counts.total()}; {dict(counts)}")
        return
    sets = {f"corpus {name}": pairs for name, pairs in corpus_pairs().items()}
    if arguments.squad:
        sets |= {
            f"squad {name}": pairs
            for name, pairs in squad_pairs(arguments.squad, arguments.questions, arguments.seed).items()
        }
    embedder = TransformerEmbedder()
    by_words = EmbeddingSupport(embedder, 1.0)
    by_meaning = EmbeddingSupport(embedder, 0.0)
    parts = {
        name: np.array([[by_words(text, [quote]), by_meaning(text, [quote])] for text, quote in pairs])
        for name, pairs in sets.items()
    }
    for weight in arguments.weights:
        scores = {name: part @ np.array([weight, 1 - weight]) for name, part in parts.items()}
        print(f"\nweight of words {weight}")
        for name, values in scores.items():
            low, middle, high = np.quantile(values, [0.05, 0.5, 0.95])
            print(f"  {name:18} n={len(values):4} p5={low:.2f} p50={middle:.2f} p95={high:.2f}")
        for threshold in np.arange(0.40, 0.81, 0.05):
            rates = "  ".join(f"{name} {np.mean(values >= threshold):.2f}" for name, values in scores.items())
            print(f"  kept at {threshold:.2f}: {rates}")


if __name__ == "__main__":
    main()
