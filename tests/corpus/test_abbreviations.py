"""Abbreviations are learned where a text defines them, and used both ways."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.abbreviations import Expander, learn_abbreviations, load_glossary
from corpus.errors import ConfigurationError


def test_definitions_are_found_and_nothing_else_in_brackets() -> None:
    text = (
        "Employment and Support Allowance (ESA) is paid weekly. The Work Capability Assessment (WCA) comes first. "
        "Most people (ONS) wait. Some (about 5%) do not (see Annex A)."
    )
    assert learn_abbreviations([text]) == {
        "ESA": "Employment and Support Allowance",
        "WCA": "Work Capability Assessment",
    }


def test_the_long_form_given_most_often_wins() -> None:
    texts = ["Personal Support Package (PSP)", "Personal Support Package (PSP)", "Public Service Pension (PSP)"]
    assert learn_abbreviations(texts)["PSP"] == "Personal Support Package"


def test_expansion_goes_both_ways_and_plurals_are_known() -> None:
    expander = Expander({"DEA": "Disability Employment Adviser", "ESA": "Employment and Support Allowance"})
    assert expander.additions("How many DEAs are there?") == ["Disability Employment Adviser"]
    assert expander.additions("Who gets employment and support allowance?") == ["ESA"]
    assert expander.spell_out("Who gets ESA?") == "Who gets Employment and Support Allowance (ESA)?"
    explained = "Who gets Employment and Support Allowance (ESA)?"
    assert expander.spell_out(explained) == explained
    assert expander.additions("A mesa in a desea") == []


def test_without_abbreviations_texts_stay_as_they_are() -> None:
    assert Expander({}).spell_out("Who gets ESA?") == "Who gets ESA?"
    assert Expander({}).additions("Who gets ESA?") == []


def test_a_glossary_is_read_and_a_bad_one_named(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text('ESA = "Employment and Support Allowance"\n', encoding="utf-8")
    bad.write_text("ESA = 5\n", encoding="utf-8")
    assert load_glossary(good) == {"ESA": "Employment and Support Allowance"}
    with pytest.raises(ConfigurationError, match="ESA"):
        load_glossary(bad)
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_glossary(tmp_path / "none.toml")
