"""What each cue of `ingest.cues` weighs for each kind; written by `ingest.fit_kinds` from 228 labels.

The labels are kinds_dev.jsonl and the first half of voices.jsonl in tests/ingest/labels. Not edited by hand.
"""

from __future__ import annotations

from collections.abc import Mapping

from corpus.models import Side, StatementKind

WEIGHTS: Mapping[Side, Mapping[StatementKind, Mapping[str, float]]] = {
    Side.GOVERNMENT: {
        StatementKind.COMMITMENT: {
            "bias": 0.14, "could": -0.08, "define": 0.21, "doing": 1.03, "falls short": -0.08, "hold": -0.17,
            "inquire": -0.06, "item": 0.42, "know": -0.06, "may": -0.07, "must": -0.07, "own deed": -0.12,
            "own doing": 1.71, "own will": 2.19, "ponder": -1.34, "require": -0.07, "research": 0.4,
            "signpost": -0.07, "to do": 0.7, "valued": -0.09, "we": 0.17, "weighty": 0.12, "will": 1.99,
            "will not": -1.26, "year": 0.09, "you": -0.06,
        },
        StatementKind.PROPOSAL: {
            "bias": -0.14, "could": 3.0, "define": 0.3, "figure": 0.35, "hold": 0.09, "inquire": 3.24, "must": 0.09,
            "own deed": 0.07, "past": 0.09, "ponder": 1.94, "propose": 0.54, "require": 0.09, "research": -0.09,
            "signpost": 0.17, "to do": 0.17, "we": -0.16, "will": -0.08, "will not": -0.06, "would": 2.21,
            "you": 0.69,
        },
        StatementKind.POSITION: {
            "bias": 0.34, "could": -0.12, "define": -0.44, "doing": -0.14, "falls short": 1.74, "figure": -0.08,
            "hold": 2.13, "inquire": -0.14, "may": -0.06, "must": 2.02, "own doing": -0.1, "ponder": -0.06,
            "propose": -0.08, "require": 0.71, "research": -0.21, "signpost": -0.25, "to do": -0.08, "valued": 0.8,
            "we": 0.62, "weighty": 1.0, "will": -0.26, "will not": 2.01, "you": -0.05,
        },
        StatementKind.EVIDENCE: {
            "bias": 1.06, "could": -0.3, "define": 0.43, "doing": -0.14, "falls short": -0.12, "figure": 1.78,
            "inquire": -0.05, "item": 0.05, "know": 1.14, "may": 0.6, "own deed": 1.0, "own doing": -0.09,
            "own will": -0.16, "past": 0.93, "perfect": 0.53, "quoted": 0.52, "research": 1.4, "signpost": 0.45,
            "to do": -0.1, "valued": -0.17, "we": -0.34, "weighty": -0.11, "will": -0.15, "will not": -0.19,
            "would": -0.21, "year": 0.27, "you": -0.07,
        },
    },
    Side.STAKEHOLDER: {
        StatementKind.RECOMMENDATION: {
            "bad": -0.19, "bias": 0.15, "contrast": 0.1, "could": 0.85, "denied": 0.1, "favour": -0.15,
            "fear": 0.17, "heightened": 0.21, "must": 2.53, "must beside": 1.0, "order": 1.0, "others said": -0.15,
            "past": -0.11, "provide": 0.1, "require": 1.88, "scare quotes": -0.07, "told": -0.08, "unnamed": 0.05,
            "urge": 2.26, "weighty": 2.43, "year": -0.07,
        },
        StatementKind.CONCERN: {
            "asks": 1.0, "bad": 1.46, "bias": 0.06, "contrast": 0.4, "define": 0.13, "denied": 0.65,
            "favour": -0.18, "fear": 2.43, "heightened": 0.9, "must": -0.19, "others said": 0.16, "past": -0.26,
            "require": -0.18, "research": 0.18, "scare quotes": 0.49, "told": -0.21, "unnamed": 0.1,
            "weighty": -0.18, "year": -0.12,
        },
        StatementKind.SUPPORT: {
            "bad": -0.24, "bias": -0.17, "contrast": 0.07, "denied": -0.12, "favour": 3.06, "fear": -0.06,
            "heightened": -0.25, "must": 0.23, "others said": 0.4, "past": -0.07, "provide": -0.14,
            "require": -0.08, "research": -0.05, "urge": 0.41,
        },
        StatementKind.EVIDENCE: {
            "bad": -0.28, "bias": 1.23, "cited": 1.51, "contrast": -0.33, "could": -0.06, "define": 0.44,
            "denied": -0.27, "favour": -0.2, "figure": 2.07, "heightened": -0.16, "past": 0.54, "provide": 0.61,
            "require": -0.1, "research": 1.4, "told": -0.15, "unnamed": -0.09, "urge": -0.09, "weighty": -0.16,
            "year": 0.57,
        },
        StatementKind.EXPERIENCE: {
            "bad": 0.25, "bias": -0.57, "contrast": 0.05, "define": -0.09, "denied": 0.15, "heightened": -0.3,
            "must": -0.06, "others said": -0.11, "own past": 1.0, "past": 0.2, "told": 2.97, "unnamed": 0.96,
        },
    },
}  # fmt: skip
