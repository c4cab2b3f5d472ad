"""What a check tells: each kind of fault, where it stands, and nothing where there is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from corpus.manifest import load_manifest
from ingest.intake.check import Finding, FindingKind, check
from tests.fakes import write_corpus

SOUND = (
    "Locks\n\nWe think that the locks of the north should be mended before the winter, and that the town should pay "
    "for all of it.\n"
)


def found(root: Path, kind: FindingKind) -> list[Finding]:
    return [finding for finding in check(load_manifest(root)).findings if finding.kind is kind]


def consultation(root: Path) -> Path:
    manifest = root / "manifest.toml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace('id = "paper"', 'id = "paper"\nconsultation = true'), encoding="utf-8")
    return root


def test_a_sound_corpus_has_nothing_to_look_at(tmp_path: Path) -> None:
    paper = f"Ferries\n\n{SOUND.split(chr(10))[2]}\n\nQuestion 1: Should the locks be mended before the winter?\n"
    other = "Reply\n\nNo lock needs mending, as we have seen on our way through the hills in spring.\n"
    root = consultation(write_corpus(tmp_path, {"paper": ("government", paper), "reply": ("stakeholder", other)}))
    assert check(load_manifest(root)).findings == ()


def test_questions_that_were_seen_and_not_found_are_named(tmp_path: Path) -> None:
    paper = "Ferries\n\nQuestion 1: Should fares fall?\n\nQuestion 2: please set out the cost of every lock.\n"
    root = consultation(write_corpus(tmp_path, {"paper": ("government", paper)}))
    assert ["question 2 is not among" in one.message for one in found(root, FindingKind.QUESTION)] == [True]
    plain = write_corpus(tmp_path / "plain", {"paper": ("government", paper)})
    assert "consultation = true" in found(plain, FindingKind.QUESTION)[0].message


def test_markup_is_shown_with_its_place(tmp_path: Path) -> None:
    text = f"{SOUND}\nThe toll is <b>five pounds</b> a boat, says the keeper.\n\nIt\\'s &pound;3 at night there.\n"
    findings = found(write_corpus(tmp_path, {"reply": ("stakeholder", text)}), FindingKind.MARKUP)
    assert findings
    assert findings[0].document_id == "reply"
    assert findings[0].span is not None
    assert "'<b>'" in findings[0].message


def test_long_quotations_that_count_as_the_authors_are_doubtful(tmp_path: Path) -> None:
    quoted = "“every lock of the north leaks by the gate and nobody has come to see it for years, not once”"
    text = f"{SOUND}\nThis is about {quoted} and no more than that.\n"
    findings = found(write_corpus(tmp_path, {"reply": ("stakeholder", text)}), FindingKind.SPEAKER)
    assert len(findings) == 1
    assert "every lock of the north" in findings[0].excerpt


def test_text_that_was_taken_for_furniture_is_shown(tmp_path: Path) -> None:
    text = f"{SOUND}\nThis publication is available in the other formats that the office of locks may give to you\n"
    findings = found(write_corpus(tmp_path, {"reply": ("stakeholder", text)}), FindingKind.NO_PASSAGE)
    assert [one.excerpt[:16] for one in findings] == ["This publication"]


def test_documents_and_passages_that_stand_there_twice_are_named(tmp_path: Path) -> None:
    own = "And we add that a boat on the upper lake should pay no toll at all in any week of the coming winter.\n"
    documents = {"a": ("stakeholder", SOUND), "b": ("stakeholder", SOUND), "c": ("stakeholder", f"{SOUND}\n{own * 3}")}
    findings = found(write_corpus(tmp_path, documents), FindingKind.DUPLICATE)
    assert ("b", "has 100% of its words in common with a; keep one of them") in [
        (one.document_id, one.message) for one in findings
    ]


def test_a_document_that_cannot_be_read_is_named_and_the_others_are_checked(tmp_path: Path) -> None:
    root = write_corpus(tmp_path, {"good": ("stakeholder", SOUND), "bad": ("stakeholder", SOUND)})
    (root / "bad.txt").write_bytes(b"%PDF-1.7")
    report = check(load_manifest(root))
    assert report.documents == 1
    assert "greenpaper add" in next(one.message for one in report.findings if one.kind is FindingKind.UNREADABLE)


def test_what_a_conversion_left_out_and_what_is_not_stated_is_told(added: Callable[[], Path]) -> None:
    report = check(load_manifest(added()))
    assert {one.kind for one in report.findings} == {FindingKind.NOT_STATED}
    assert report.questions == 2
