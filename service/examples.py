"""Examples for `/openapi.json`, of an imaginary consultation; the tests hold each against its schema."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

QUESTIONS: dict[str, Any] = {
    "both sides": {
        "summary": "What each side says",
        "value": {"question": "How many more advisers are to be recruited, and what do charities say to that?"},
    },
    "one side": {
        "summary": "Stakeholders only, in few words",
        "value": {
            "question": "What do charities say about work coaches?",
            "sides": ["stakeholder"],
            "max_citations": 3,
        },
    },
    "follow-up": {
        "summary": "A question that an earlier one explains",
        "value": {
            "question": "And how much money is behind it?",
            "history": [
                {
                    "question": "Is the government recruiting more advisers?",
                    "answer": "Yes: it says that it will recruit 200 more advisers [1].",
                }
            ],
        },
    },
}

_CITATION: Json = {
    "number": 1,
    "passage_id": "white-paper-0f3a9c1d2b4e",
    "document_id": "white-paper",
    "document_title": "Better Support: a White Paper",
    "side": "government",
    "organisation": "HM Government",
    "voice": {"speaker": "HM Government", "role": "author"},
    "reported_by": None,
    "quote": "We will recruit 200 more advisers by next spring.",
    "spans": [[10412, 10461]],
    "section": ["2: People who help", "Advisers"],
    "paragraph": "41",
    "page": None,
    "score": 0.83,
    "kind": "commitment",
    "also": [],
}

_PASSAGE: Json = {
    "passage_id": "charity-response-77aa01c2d9e4",
    "document_id": "charity-response",
    "document_title": "Response to the White Paper",
    "side": "stakeholder",
    "organisation": "A Charity",
    "voice": {"speaker": "A Charity", "role": "author"},
    "reported_by": None,
    "text": "More advisers will help only if each has time for the person in front of them.",
    "spans": [[2203, 2281]],
    "section": ["Work coaches and advisers"],
    "paragraph": "12",
    "page": None,
    "block": "paragraph",
    "kind": "concern",
    "lead_in": None,
    "score": 0.61,
    "also": [],
}

_ANSWERED: Json = {
    "id": "5d1c0c52a2f14f6f9f6c2c7a4c1be0aa",
    "question": "How many more advisers are to be recruited?",
    "standalone_question": "How many more advisers are to be recruited?",
    "answered": True,
    "reason": None,
    "answer": "The government says that it will recruit 200 more advisers by next spring [1].",
    "positions": [
        {
            "side": "government",
            "organisation": "HM Government",
            "reported": False,
            "reported_by": None,
            "statements": [
                {
                    "text": "We will recruit 200 more advisers by next spring.",
                    "citations": [1],
                    "kind": "commitment",
                }
            ],
        }
    ],
    "citations": [_CITATION],
    "related": [],
    "answerer": {"kind": "extractive", "model": "all-MiniLM-L6-v2", "fallback": None},
    "timings_ms": {"retrieve": 21.4, "answer": 9.7, "total": 31.5},
    "confidence": 0.91,
    "silent": [],
    "suggestions": [],
    "dropped": 0,
}

_REPORTED: Json = {
    **_ANSWERED,
    "id": "c1f0a4d2b7e94c3f8d6b5a493827160f",
    "question": "What did the minister say about waiting times?",
    "standalone_question": "What did the minister say about waiting times?",
    "answer": "According to A Charity, Jo Hill, Minister for Work, says: “Nobody will wait longer than a week” [1]",
    "positions": [
        {
            "side": "government",
            "organisation": "HM Government, as reported by A Charity",
            "reported": True,
            "reported_by": "A Charity",
            "statements": [{"text": "“Nobody will wait longer than a week.”", "citations": [1], "kind": None}],
        }
    ],
    "citations": [
        {
            **_CITATION,
            "passage_id": "charity-response-5e1f7a3b9c20",
            "document_id": "charity-response",
            "document_title": "Response to the White Paper",
            "voice": {"speaker": "Jo Hill, Minister for Work", "role": "quoted"},
            "reported_by": "A Charity",
            "quote": "“Nobody will wait longer than a week.”",
            "spans": [[3120, 3158]],
            "section": ["Waiting"],
            "paragraph": None,
            "kind": None,
        }
    ],
}

_REFUSED: Json = {
    **_ANSWERED,
    "id": "0a6f1d0f5b2c4b8d8a1c3c8f2f0e9d11",
    "question": "How many advisers work in Leeds?",
    "standalone_question": "How many advisers work in Leeds?",
    "answered": False,
    "reason": "not_in_corpus",
    "answer": "These documents do not say.",
    "positions": [],
    "citations": [],
    "related": [_PASSAGE],
    "confidence": 0.12,
    "suggestions": ["How many advisers are to be recruited?"],
}

ANSWERS: dict[str, Any] = {
    "answered": {"summary": "Answered, with citations", "value": _ANSWERED},
    "reported": {"summary": "What a stakeholder's document says that a minister said", "value": _REPORTED},
    "refused": {"summary": "The documents do not say", "value": _REFUSED},
}

EVENTS = (
    'event: citation\ndata: {"number":1,"passage_id":"white-paper-0f3a9c1d2b4e", …}\n\n'
    'event: statement\ndata: {"side":"government","organisation":"HM Government","reported":false,'
    '"reported_by":null,"statement":{"text":"…", …}}\n\n'
    'event: done\ndata: {"id":"5d1c0c52a2f14f6f9f6c2c7a4c1be0aa","answered":true, …}\n\n'
)

SUGGESTIONS: Json = {"suggestions": ["How many more advisers are to be recruited?", "What do charities fear?"]}

SEARCH: Json = {"query": "time with an adviser", "results": [_PASSAGE]}
PASSAGE: Json = {"passage": _PASSAGE, "before": [], "after": []}
PASSAGES: Json = {"passages": [_PASSAGE]}

DOCUMENT: Json = {
    "id": "white-paper",
    "title": "Better Support: a White Paper",
    "publisher": "A Department",
    "organisation": "HM Government",
    "side": "government",
    "date": "2024-05",
    "licence": "Open Government Licence v3.0",
    "attribution": "Contains public sector information licensed under the Open Government Licence v3.0.",
    "source": "https://www.example.org/better-support",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "characters": 214530,
    "passages": 612,
}
DOCUMENTS: Json = {"documents": [DOCUMENT]}
TEXT = "Better Support: a White Paper\n\n1. Everyone who needs an adviser should have one.\n"

CONSULTATION_QUESTION: Json = {
    "number": 3,
    "text": "How can advisers give people the time that they need?",
    "chapter": "2: People who help",
    "section": ["2: People who help", "Your views"],
    "document_id": "white-paper",
    "spans": [[15020, 15073]],
    "government": [
        {
            **_PASSAGE,
            "document_id": "white-paper",
            "side": "government",
            "organisation": "HM Government",
            "kind": "question",
        }
    ],
    "organisations": [
        {
            "organisation": "A Charity",
            "stance": "agrees in part",
            "labelled_by": "rules",
            "passages": [_PASSAGE],
            "quotes": [],
        },
        {"organisation": "A Union", "stance": "silent", "labelled_by": "rules", "passages": [], "quotes": []},
    ],
}
CONSULTATION_QUESTIONS: Json = {"questions": [CONSULTATION_QUESTION]}

FEEDBACK: dict[str, Any] = {
    "helpful": {
        "summary": "It helped",
        "value": {"answer_id": "5d1c0c52a2f14f6f9f6c2c7a4c1be0aa", "rating": "helpful"},
    },
    "unhelpful": {
        "summary": "It did not, and why",
        "value": {
            "answer_id": "5d1c0c52a2f14f6f9f6c2c7a4c1be0aa",
            "rating": "unhelpful",
            "comment": "I asked about part-time advisers too.",
        },
    },
}
RECEIPT: Json = {"id": "b6c3d2f9a8e14d57b0a1f2e3d4c5b6a7", "received": "2025-01-31T09:30:00.000+00:00"}
