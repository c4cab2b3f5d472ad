"""A gold set of one's own: the template that `greenpaper eval init` writes."""

from __future__ import annotations

import json
from pathlib import Path

from eval.errors import EvaluationError
from eval.runs import write_text

DRAFTS = "drafts.jsonl"
GUIDE = "README.md"
_GUIDE_TEXT = """# Gold questions

`drafts.jsonl` holds one question a line; the examples show each form. Replace them, then

    greenpaper eval resolve drafts.jsonl --corpus YOUR_CORPUS --out questions.jsonl
    greenpaper eval validate --gold questions.jsonl --corpus YOUR_CORPUS
    greenpaper eval run --gold questions.jsonl --out runs/first

`greenpaper eval suggest --corpus YOUR_CORPUS --out suggestions.jsonl` proposes questions to start from; each needs a
person to reword it, since it is made of the document's own words.

- `evidence`: each item is one thing that a right answer rests on. `places` lists every place that says it; any one
  will do. A quote is exact (line wraps may differ), one or two sentences, 90 words at most. `side` is whose position
  the words are, `speaker` who says them, `role` one of author, quoted, case_study.
- `facts`: what a right answer must say. `any_of` are accepted wordings; at least one stands in a quote. Keep them
  short.
- `type`: number, fact, list, definition, reason, position, recommendation, comparison (evidence of both sides),
  who-said-what, false-premise (the documents contradict what the question assumes), follow-up (with `history`),
  unanswerable (on the subject, but not said) or out-of-domain. The last two have no evidence, no facts, `answerable`
  false and a `reason`: not_in_corpus or off_topic.
- Word questions as a person would who has not read the passage. Write unanswerable ones too: a quarter is not too many.
- The split is made of the id's hash: `dev` to tune on, `test` only to report.
"""


def _example(kind: str, question: str, **fields: object) -> dict[str, object]:
    row: dict[str, object] = {
        "id": f"example-{kind}",
        "type": kind,
        "question": question,
        "history": [],
        "answerable": True,
        "reason": None,
        "sides": ["government"],
        "evidence": [
            {
                "side": "government",
                "speaker": "name of the speaker",
                "role": "author",
                "places": [{"document_id": "id-from-the-manifest", "quote": "the exact words that carry the answer"}],
            }
        ],
        "facts": [{"fact": "what a right answer says", "any_of": ["accepted wording", "another"]}],
    }
    return {**row, **fields}


def write_template(folder: Path) -> list[Path]:
    """Writes the template into `folder` and returns its files. Raises EvaluationError rather than overwrite one."""
    nothing = {"answerable": False, "sides": [], "evidence": [], "facts": []}
    turn = {"question": "an earlier question", "answer": "its answer"}
    rows = [
        _example("number", "How much will the scheme cost?"),
        _example("follow-up", "And from when?", history=[turn]),
        _example("unanswerable", "Who bid for the contract?", reason="not_in_corpus", **nothing),
        _example("out-of-domain", "What is the weather in Leeds?", reason="off_topic", **nothing),
    ]
    files = {GUIDE: _GUIDE_TEXT, DRAFTS: "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)}
    for name in files:
        if (folder / name).exists():
            raise EvaluationError(f"{folder / name} exists already; name another folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            write_text(folder / name, text)
    except OSError as error:
        raise EvaluationError(f"{folder} cannot be written: {error.strerror}") from error
    return [folder / name for name in files]
