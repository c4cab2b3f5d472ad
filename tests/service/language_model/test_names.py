"""A name in a statement stands in its evidence, or the statement goes."""

from __future__ import annotations

import pytest

from service.language_model.names import Evidence, NameCheck, vocabulary

CHECK = NameCheck(("Mind", "BPS", "the government", "DWP"), {"ESA": "Employment and Support Allowance"})
TEXT = (
    "Work coaches at Jobcentre Plus help people who claim Employment and Support Allowance. Amber Rudd, the Work and "
    "Pensions Secretary, wrote to the NHS in October about the Work Capability Assessment. People change their mind."
)
EVIDENCE = Evidence(
    TEXT, ("HM Government",), ("Improving Lives", "Chapter 2"), vocabulary([TEXT, "scope of employers"])
)


@pytest.mark.parametrize(
    "statement",
    [
        "Work Coaches at Jobcentre Plus help people who claim ESA.",
        "Amber Rudd wrote to the NHS in October.",
        "Secretary Amber Rudd wrote about the WCA.",
        "Employers can rely on work coaches.",
        "The Government helps people; Jobcentre Plus too.",
        "HM Government sets out the assessment in Improving Lives.",
        "I can claim the allowance.",
        "The scope of the assessment is wide.",
        "Yes: work coaches help people.",
        "None of the work coaches wrote.",
    ],
)
def test_names_of_the_evidence_pass(statement: str) -> None:
    assert CHECK.missing(statement, EVIDENCE) == []


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("People at Capita help.", "Capita"),
        ("Mind helps people who claim the allowance.", "Mind"),
        ("Scope recommends that work coaches help.", "Scope"),
        ("Damian Green wrote to the NHS.", "Damian"),
        ("Amber Green wrote to the NHS.", "Green"),
        ("She wrote in March.", "March"),
        ("The NHS Improvement team helps.", "Improvement"),
        ("Work coaches help in Paris.", "Paris"),
        ("Work coaches use form ESA50.", "ESA50"),
        ("PIP claimants get help.", "PIP"),
        ("The BPS helps.", "BPS"),
        ("Paris says that work coaches help.", "Paris"),
    ],
)
def test_names_that_are_not_in_the_evidence_are_found_out(statement: str, name: str) -> None:
    assert name in CHECK.missing(statement, EVIDENCE)
