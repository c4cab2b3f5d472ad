"""Public material: SQuAD 2.0's development set as a corpus of its own, and its questions as another subject's."""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Sequence
from pathlib import Path

from corpus.models import Role, Side, Span
from eval.calibration.examples import Asked
from eval.gold_set import Evidence, Place

_SEED = 5
_SPEAKER = "Encyclopaedia"


def write_squad_corpus(squad: Path, folder: Path) -> None:
    """Writes the articles of a SQuAD file as a corpus that ``greenpaper ingest --corpus`` takes, a paragraph a
    paragraph."""
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    tables = ['[consultation]\ntitle = "Articles"\ndescription = "Articles of an encyclopaedia"\n']
    for id_, title, text, _ in _articles(squad):
        (folder / "documents" / f"{id_}.txt").write_text(text, encoding="utf-8", newline="")
        entry = {
            "id": id_, "title": title, "publisher": _SPEAKER, "organisation": _SPEAKER, "speaker": _SPEAKER,
            "side": "stakeholder", "date": "2018", "licence": "CC BY-SA 4.0",
            "source": "https://rajpurkar.github.io/SQuAD-explorer/", "file": f"documents/{id_}.txt",
        }  # fmt: skip
        tables.append("[[document]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in entry.items()))
    (folder / "manifest.toml").write_text("\n".join(tables), encoding="utf-8")


def squad_questions(squad: Path, count: int) -> list[Asked]:
    """A random sample on the second half of the articles, answerable ones with every accepted answer as a place of
    their evidence; the scorer was trained on the first."""
    asked = []
    articles = _articles(squad)
    for id_, _, text, questions in articles[len(articles) // 2 :]:
        for question_id, question, answers in questions:
            places = tuple(Place(id_, text[start:end], Span(start, end)) for start, end in sorted(answers))
            evidence = (Evidence(Side.STAKEHOLDER, _SPEAKER, Role.AUTHOR, places),) if places else ()
            kind = "public" if places else "public-impossible"
            asked.append(Asked(question_id, question, kind, bool(places), evidence))
    return random.Random(_SEED).sample(asked, min(count, len(asked)))


def off_topic_questions(squad: Path, chunking: Path | None, count: int) -> list[Asked]:
    """Questions on other subjects, to be asked of a corpus that knows nothing of them."""
    texts = [question.text for question in squad_questions(squad, count)]
    if chunking is not None:
        with chunking.open(encoding="utf-8", newline="") as file:
            other = [row["question"] for row in csv.DictReader(file)]
        texts = texts[: count // 2] + random.Random(_SEED).sample(other, min(count - count // 2, len(other)))
    return [Asked(f"off-topic-{number}", text, "off-topic", False, ()) for number, text in enumerate(texts)]


_Questions = Sequence[tuple[str, str, set[tuple[int, int]]]]


def _articles(squad: Path) -> list[tuple[str, str, str, _Questions]]:
    """`(id, title, text, [(question id, question, answer spans in the text)])` of each article."""
    articles: list[tuple[str, str, str, _Questions]] = []
    for article in json.loads(squad.read_text(encoding="utf-8"))["data"]:
        title = article["title"].replace("_", " ")
        text = f"# {title}\n\n"
        questions = []
        for paragraph in article["paragraphs"]:
            start = len(text)
            text += re.sub(r"\s", " ", paragraph["context"]) + "\n\n"
            for item in paragraph["qas"]:
                spans = {
                    (start + a["answer_start"], start + a["answer_start"] + len(a["text"])) for a in item["answers"]
                }
                if item["is_impossible"] or spans:
                    questions.append((item["id"], item["question"].strip(), set() if item["is_impossible"] else spans))
        articles.append((re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-"), title, text, questions))
    return articles
