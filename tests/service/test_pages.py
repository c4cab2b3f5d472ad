"""The pages as a browser without JavaScript gets them: complete, escaped, cached and locked down."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from corpus.errors import StoreError
from corpus.models import BlockKind, Document, DocumentEntry, Passage, Role, Side, Span, StatementKind, Voice
from service import pages
from service.page_data import DocumentView, PageFilters, Site
from service.question_table import CSV_COLUMNS
from service.schemas import CitationBody, ConsultationQuestionBody, PassageBody, StanceBody, VoiceBody

HOSTILE = "<img src=x onerror=alert(1)><svg onload=alert(2)>\"'&"
TEXT = f"1: Trees\n\n87. We will **plant** trees.\n\n{HOSTILE}\n"
ENTRY = DocumentEntry(
    id="plan",
    title=f"A plan {HOSTILE}",
    publisher="A Ministry",
    organisation="A Ministry",
    speaker="A Ministry (Trees)",
    side=Side.GOVERNMENT,
    date="2016-10-31",
    licence="Open",
    attribution="Crown",
    source="javascript:alert(3)",
    file="plan.txt",
)
REPLY = replace(ENTRY, id="reply", title="A reply", organisation="A Charity", side=Side.STAKEHOLDER, date="2017")
VOICE = Voice("Jo Bloggs", Role.CASE_STUDY, Side.STAKEHOLDER, "Jo Bloggs")
WORDS = "We will **plant** trees."
START = TEXT.index(WORDS)
PASSAGE = Passage(
    "plan-1", "plan", VOICE, BlockKind.CASE_STUDY, WORDS, (Span(START, START + len(WORDS)),), ("1: Trees",), (), 0, "87"
)
FOUND = PassageBody(
    passage_id="plan-1",
    document_id="plan",
    document_title=f"A plan {HOSTILE}",
    side=Side.STAKEHOLDER,
    organisation="Jo Bloggs",
    voice=VoiceBody(speaker="Jo Bloggs", role=Role.CASE_STUDY),
    text=f"We will **plant** trees. {HOSTILE}",
    spans=[[START, START + len(WORDS)]],
    section=["1: Trees"],
    paragraph="87",
    kind=StatementKind.EXPERIENCE,
    lead_in="They said:",
)
QUOTE = CitationBody(
    number=1,
    passage_id="reply-1",
    document_id="reply",
    document_title="A reply",
    side=Side.STAKEHOLDER,
    organisation="A Charity",
    voice=VoiceBody(speaker="A Charity", role=Role.AUTHOR),
    quote="=1+1 We agree.",
    spans=[[0, 9]],
    section=["Reply"],
    paragraph=None,
    page=None,
    score=1.0,
)


class Data:
    """Two documents and two questions; `failure` is raised by the search."""

    def __init__(self) -> None:
        self.searched: list[tuple[str, int, PageFilters]] = []
        self.failure: Exception | None = None
        self.version = "1"
        self.contact = "help@example.org"

    def site(self) -> Site:
        return Site("A consultation", "About trees.", self.contact)

    def documents(self) -> Sequence[DocumentEntry]:
        return [ENTRY, REPLY]

    def document(self, document_id: str) -> DocumentView | None:
        if document_id != "plan":
            return None
        return DocumentView(Document(ENTRY, TEXT, "0"), (PASSAGE,), self.version)

    def search(self, query: str, k: int, filters: PageFilters) -> Sequence[PassageBody]:
        if self.failure is not None:
            raise self.failure
        self.searched.append((query, k, filters))
        return [] if query == "nothing" else [FOUND] * min(k, 30)

    def consultation_questions(self) -> Sequence[ConsultationQuestionBody]:
        silent = StanceBody(organisation="A Silent Body", stance="silent", passages=[], quotes=[])
        agrees = StanceBody(organisation="A Charity", stance="agrees in part", passages=[FOUND], quotes=[QUOTE])
        return [
            ConsultationQuestionBody(
                number=number,
                text=f"How many **trees**, {number}?",
                chapter="1: Trees",
                section=["1: Trees"],
                document_id="plan",
                spans=[[0, 8]],
                government=[FOUND],
                organisations=[agrees, silent],
            )
            for number in (1, 2)
        ]

    def suggested_questions(self) -> Sequence[str]:
        return ["How many trees?"]


@pytest.fixture
def data() -> Iterator[Data]:
    pages._readers.clear()
    yield Data()
    pages._readers.clear()


@pytest.fixture
def client(data: Data) -> TestClient:
    app = FastAPI()
    app.include_router(pages.router)
    app.state.page_data = data
    return TestClient(app)


ADDRESSES = [
    "/",
    "/search",
    "/search?q=trees",
    "/search?q=nothing",
    "/search?q=",
    "/documents",
    "/documents/plan",
    "/questions",
    "/questions/1",
    "/help",
    "/accessibility",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_whole_and_locked_down(client: TestClient, address: str) -> None:
    reply = client.get(address)
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    policy = reply.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert reply.headers["x-content-type-options"] == "nosniff"
    html = reply.text
    assert html.count("<h1") == 1
    assert '<html lang="en">' in html
    assert re.search(r"<title>.+</title>", html)
    assert 'href="#main"' in html
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert not re.search(r"\son\w+=\"|\sstyle=\"|<style", html)


@pytest.mark.parametrize("address", ADDRESSES)
def test_hostile_text_is_text(client: TestClient, address: str) -> None:
    html = client.get(address).text
    assert "<img" not in html
    assert "<svg" not in html
    assert 'href="javascript' not in html


def test_a_query_is_shown_back_as_text(client: TestClient) -> None:
    html = client.get("/search", params={"q": HOSTILE}).text
    assert "<img" not in html
    assert "&lt;img" in html


def test_search_works_as_a_plain_form(client: TestClient, data: Data) -> None:
    query = {
        "q": "  oak   trees ",
        "side": "stakeholder",
        "organisation": "A Charity",
        "document": "",
        "kind": "concern",
    }
    html = client.get("/search", params=query).text
    assert data.searched == [
        ("oak trees", 10, PageFilters(side=Side.STAKEHOLDER, organisation="A Charity", kind=StatementKind.CONCERN))
    ]
    assert "10 passages" in html
    assert 'href="/documents/plan#plan-1"' in html
    assert "Jo Bloggs, case study in A plan" in html
    assert "They said:" in html
    assert '<option value="stakeholder" selected>' in html
    more = re.search(r'href="/search\?([^"]+)"[^>]*>Show more', html)
    assert more is not None
    html = client.get("/search?" + more[1].replace("&amp;", "&")).text
    assert data.searched[-1][1] == 20
    assert "20 passages" in html


def test_search_says_what_is_wrong_where_it_is(client: TestClient, data: Data) -> None:
    for query, message in (("", "Enter what to search for"), ("x" * 2_001, "2,000 characters or fewer")):
        reply = client.get("/search", params={"q": query})
        assert reply.status_code == 200
        assert reply.text.count(message) == 2
        assert "<title>Error: " in reply.text
        assert 'aria-describedby="q-problem"' in reply.text
    for name, value in (("side", "everyone"), ("kind", "rumour"), ("organisation", "Nobody"), ("document", "none")):
        assert client.get("/search", params={"q": "trees", name: value}).status_code == 400
    assert data.searched == []


def test_the_number_of_results_is_bounded(client: TestClient, data: Data) -> None:
    for k in ("1000000", "-3", "x", "", "٣"):
        assert client.get("/search", params={"q": "trees", "k": k}).status_code == 200
    assert [k for _, k, _ in data.searched] == [10, 10, 10, 10, 10]
    client.get("/search", params={"q": "trees", "k": "999"})
    assert data.searched[-1][1] == 50


def test_a_search_that_cannot_be_made_is_a_page_too(client: TestClient, data: Data) -> None:
    data.failure = StoreError("the index is gone")
    reply = client.get("/search?q=trees")
    assert reply.status_code == 503
    assert reply.headers["retry-after"]
    assert "not ready" in reply.text
    assert "index is gone" not in reply.text


def test_before_the_index_is_loaded_pages_say_so(client: TestClient) -> None:
    client.app.state.page_data = None  # type: ignore[attr-defined]
    for address in ("/", "/documents", "/questions"):
        reply = client.get(address)
        assert reply.status_code == 503
        assert "not ready" in reply.text
    for address in ("/help", "/accessibility", "/widget.js"):
        assert client.get(address).status_code == 200


def test_a_document_is_readable_and_its_passages_have_addresses(client: TestClient) -> None:
    html = client.get("/documents/plan").text
    assert 'id="plan-1"' in html
    assert re.search(r"<h2 id=\"at-0\">.*1: Trees", html)
    assert "Jo Bloggs, case study in this document" in html
    assert f'data-s="{START}"' in html
    assert "31 October 2016" in html


def test_a_document_is_laid_out_once_for_each_version(
    client: TestClient, data: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_out: list[str] = []
    real = pages.lay_out
    monkeypatch.setattr(pages, "lay_out", lambda text, passages: laid_out.append(text) or real(text, passages))
    client.get("/documents/plan")
    client.get("/documents/plan")
    data.version = "2"
    client.get("/documents/plan")
    assert len(laid_out) == 2


@pytest.mark.parametrize("address", ["/documents/other", "/documents/..%2fplan", "/questions/9", "/questions/x"])
def test_what_is_not_there_is_a_page_that_says_so(client: TestClient, address: str) -> None:
    reply = client.get(address)
    assert reply.status_code == 404


def test_the_questions_are_a_table_to_read_and_follow(client: TestClient) -> None:
    html = client.get("/questions").text
    assert html.count('scope="col"') == 3
    assert html.count('scope="row"') == 2
    assert 'href="/questions/1#organisation-2"' in html
    assert "Agrees in part" in html
    assert "Silent" in html
    assert "aid to reading" in html
    detail = client.get("/questions/1").text
    assert 'id="organisation-2"' in detail
    assert "aid to reading" in detail
    assert "=1+1 We agree." in detail
    assert "A Silent Body says nothing on this question" in detail
    assert 'href="/questions/2"' in detail


def test_the_questions_as_a_spreadsheet(client: TestClient) -> None:
    reply = client.get("/questions.csv")
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(reply.text.removeprefix("\ufeff"))))
    assert rows[0] == list(CSV_COLUMNS)
    row = dict(zip(rows[0], rows[1], strict=True))
    assert (row["question"], row["organisation"], row["stance"]) == (
        "How many **trees**, 1?",
        "A Charity",
        "agrees in part",
    )
    assert row["quotes"] == "'=1+1 We agree."
    assert len(rows) == 5


def test_the_script_is_small_versioned_and_cached(client: TestClient) -> None:
    reply = client.get("/widget.js")
    assert reply.headers["content-type"].startswith("text/javascript")
    assert len(reply.content) < 41_000
    assert "immutable" not in reply.headers["cache-control"]
    etag = reply.headers["etag"]
    same = client.get("/widget.js", headers={"If-None-Match": f'"other", W/{etag}'})
    assert (same.status_code, same.content) == (304, b"")
    assert client.get("/widget.js", headers={"If-None-Match": '"other"'}).status_code == 200
    version = etag.strip('"')
    assert "immutable" in client.get(f"/widget.js?v={version}").headers["cache-control"]
    assert "immutable" not in client.get("/widget.js?v=old").headers["cache-control"]
    assert f'src="/widget.js?v={version}"' in client.get("/").text
    assert reply.headers["cross-origin-resource-policy"] == "cross-origin"


def test_the_script_in_another_language_has_every_label(client: TestClient) -> None:
    english, welsh = client.get("/widget.js"), client.get("/widget.js?lang=cy")
    assert welsh.headers["etag"] != english.headers["etag"]
    assert welsh.text.endswith(english.text)
    assert client.get("/widget.js?lang=../page").text == english.text
    source = english.text
    labels = source[source.index("const LABELS") : source.index("const sheet")]
    keys = set(re.findall(r"[{,\s](\w+): [\"`]", labels))
    translated = set(re.findall(r"[{,\s](\w+): [\"`]", welsh.text[: welsh.text.index("/*!")]))
    assert len(keys) > 60
    assert translated == keys


def test_static_files_are_those_and_no_others(client: TestClient) -> None:
    for name in ("page.css", "page.js", "icon.svg"):
        assert client.get(f"/static/{name}").status_code == 200
    for name in ("../pages.py", "..%2fpages.py", "nothing.js"):
        assert client.get(f"/static/{name}").status_code == 404


def test_links_keep_the_prefix_of_a_proxy(data: Data) -> None:
    app = FastAPI()
    app.include_router(pages.router)
    app.state.page_data = data
    html = TestClient(app, root_path="/greenpaper").get("/").text
    assert 'src="/greenpaper/widget.js?v=' in html
    assert not re.search(r'(?:href|src)="/(?!greenpaper/)', html)


def test_whom_to_tell_is_a_link_where_it_can_be_one(client: TestClient, data: Data) -> None:
    for contact, link in (
        ("help@example.org", 'href="mailto:help@example.org"'),
        ("https://example.org/help", 'href="https://example.org/help"'),
    ):
        data.contact = contact
        assert link in client.get("/accessibility").text
    data.contact = "javascript:alert(1)//@"
    assert 'href="javascript' not in client.get("/accessibility").text
    data.contact = ""
    assert "whose page you found it on" in client.get("/accessibility").text


def test_nothing_is_loaded_from_elsewhere() -> None:
    folder = Path(pages.__file__).parent
    for path in [*(folder / "static").iterdir(), *(folder / "templates").iterdir()]:
        text = path.read_text(encoding="utf-8")
        assert not re.findall(r"(?:src|href|url\(|@import|import\()\s*=?[\"'(]?\s*(?:https?:)?//", text), path.name
        assert "innerHTML" not in text
        assert "eval(" not in text
