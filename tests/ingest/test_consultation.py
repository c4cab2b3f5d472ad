"""The questions of the shipped consultation."""

from __future__ import annotations

import re
from collections.abc import Mapping

from corpus.models import Document, Passage, Side
from corpus.quotes import quote_at
from ingest.consultation import consultation_questions


def test_every_question_of_the_appendix_once_and_in_order(
    documents: Mapping[str, Document], passages: Mapping[str, list[Passage]]
) -> None:
    document = documents["green-paper"]
    questions = consultation_questions(document, passages["green-paper"])
    appendix = document.text[document.text.rindex("Appendix: Summary of consultation questions") :]
    listed = re.findall(r"^- (.+)$", appendix, re.M)
    assert [question.number for question in questions] == list(range(1, len(listed) + 1))
    assert [question.text[:60] for question in questions] == [line[:60] for line in listed]
    assert all(question.text == quote_at(document.text, question.spans) for question in questions)
    assert [int(question.chapter[0]) for question in questions] == sorted(int(q.chapter[0]) for q in questions)


def test_each_question_is_set_out_by_the_governments_passages_of_its_section(
    documents: Mapping[str, Document], passages: Mapping[str, list[Passage]]
) -> None:
    questions = consultation_questions(documents["green-paper"], passages["green-paper"])
    by_id = {passage.id: passage for passage in passages["green-paper"]}
    for question in questions:
        assert question.setting, question.text
        for passage_id in question.setting:
            assert by_id[passage_id].side is Side.GOVERNMENT
            assert by_id[passage_id].section[0] == question.chapter
    jobcentres = next(question for question in questions if "Jobcentres can support the provision" in question.text)
    assert jobcentres.section[:2] == ("2: Supporting people into work", "Building work coach capability")
    assert any("taking the total to over 500" in by_id[i].text for i in jobcentres.setting)


def test_a_questions_points_belong_to_it(
    documents: Mapping[str, Document], passages: Mapping[str, list[Passage]]
) -> None:
    questions = consultation_questions(documents["green-paper"], passages["green-paper"])
    measures = next(question for question in questions if question.text.startswith("Which measures would best support"))
    assert "one stop shop" in measures.text
    assert measures.text.endswith("disabled people and people with health conditions.")
