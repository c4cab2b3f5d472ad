"""The service's own pages, rendered here so that search and documents work without JavaScript.

The application puts a `PageData` at `app.state.page_data`; until it is there, pages answer 503 and say so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

import jinja2
from fastapi import APIRouter, Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from corpus.errors import GreenpaperError, RequestError
from corpus.models import DocumentEntry, Side, StatementKind
from service.assets import asset_response, assets, widget_response
from service.page_data import DocumentView, PageData, PageFilters
from service.question_table import as_csv, notes_on
from service.reader import Reader, emphasised, lay_out, side_name, voice_line
from service.schemas import (
    MAX_QUESTION_CHARACTERS,
    CitationBody,
    ConsultationQuestionBody,
    ConsultationQuestionsBody,
    PassageBody,
    VoiceBody,
)

RESULTS_STEP = 10
MAX_RESULTS = 50
NOT_READY_RETRY_S = 5
_KEPT_READERS = 16
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_UNAVAILABLE = ("The service is not ready", "It is starting or its index is being built. Try again in a few seconds.")
_STANCES = {
    "agrees": ("agrees", "✓"),
    "agrees in part": ("part", "◐"),
    "disagrees": ("disagrees", "✕"),
    "no clear view": ("unclear", "?"),
    "silent": ("silent", "–"),
}


class _NotReadyError(GreenpaperError):
    retryable = True


class PageRoute(APIRoute):
    """Answers an error that greenpaper raises on purpose with a page instead of problem details."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                return await handler(request)
            except RequestError as error:
                return _page(request, "error.html", status=400, title="Check the address", detail=str(error), here="")
            except GreenpaperError:
                reply = _page(request, "error.html", status=503, title=_UNAVAILABLE[0], detail=_UNAVAILABLE[1], here="")
                reply.headers["Retry-After"] = str(NOT_READY_RETRY_S)
                return reply

        return handle


router = APIRouter(include_in_schema=False, route_class=PageRoute)
_readers: dict[tuple[str, str], Reader] = {}


@router.api_route("/", methods=["GET", "HEAD"])
def home(request: Request) -> Response:
    data = _data(request)
    return _page(
        request, "home.html", documents=data.documents(), suggestions=data.suggested_questions()[:6], here="home"
    )


@router.api_route("/search", methods=["GET", "HEAD"])
def search(request: Request) -> Response:
    data = _data(request)
    documents = data.documents()
    asked = request.query_params
    query = " ".join(asked.get("q", "").split())
    context: dict[str, Any] = {
        "here": "search",
        "query": query,
        "documents": documents,
        "organisations": sorted({entry.organisation for entry in documents}),
        "kinds": list(StatementKind),
        "chosen": {name: asked.get(name, "") for name in ("side", "organisation", "document", "kind")},
        "results": None,
        "error": None,
        "more": None,
        "titles": {entry.id: entry.title for entry in documents},
        "suggestions": [] if query else data.suggested_questions()[:6],
    }
    if "q" not in asked:
        return _page(request, "search.html", **context)
    try:
        filters = _filters(context["chosen"], documents)
        k = _count(asked.get("k", ""))
        if not query:
            raise RequestError("Enter what to search for", field="q")
        if len(query) > MAX_QUESTION_CHARACTERS:
            raise RequestError(f"Search for {MAX_QUESTION_CHARACTERS:,} characters or fewer", field="q")
        context["results"] = data.search(query, k, filters)
    except RequestError as error:
        # An empty or overlong query is a slip on the page's own form, a filter that is not offered is a wrong address.
        status = 200 if error.field == "q" else 400
        return _page(request, "search.html", status=status, **(context | {"error": error}))
    if len(context["results"]) == k < MAX_RESULTS:
        context["more"] = request.url.include_query_params(k=k + RESULTS_STEP).query
    return _page(request, "search.html", **context)


@router.api_route("/documents", methods=["GET", "HEAD"])
def documents(request: Request) -> Response:
    return _page(request, "documents.html", documents=_data(request).documents(), here="documents")


@router.api_route("/documents/{document_id}", methods=["GET", "HEAD"])
def document(request: Request, document_id: str) -> Response:
    view = _data(request).document(document_id)
    if view is None:
        return _missing(request, "There is no such document", "documents")
    return _page(
        request, "document.html", entry=view.document.entry, reader=_reader(view), here="documents", script="page.js"
    )


@router.api_route("/questions", methods=["GET", "HEAD"])
def questions(request: Request) -> Response:
    rows = _data(request).consultation_questions()
    return _page(
        request,
        "questions.html",
        chapters=_chapters(rows),
        organisations=[answer.organisation for answer in rows[0].organisations] if rows else [],
        notes=notes_on(rows),
        here="questions",
    )


@router.api_route("/questions.csv", methods=["GET", "HEAD"])
def questions_csv(request: Request) -> Response:
    table = as_csv(ConsultationQuestionsBody(questions=list(_data(request).consultation_questions())))
    headers = {"Content-Disposition": 'attachment; filename="consultation-questions.csv"', **_HEADERS}
    return Response("\ufeff" + table, media_type="text/csv; charset=utf-8", headers=headers)


@router.api_route("/questions/{number}", methods=["GET", "HEAD"])
def question(request: Request, number: str) -> Response:
    data = _data(request)
    rows = data.consultation_questions()
    at = next((at for at, row in enumerate(rows) if str(row.number) == number), None)
    if at is None:
        return _missing(request, "There is no such consultation question", "questions")
    return _page(
        request,
        "question.html",
        row=rows[at],
        notes=notes_on([rows[at]]),
        before=rows[at - 1] if at else None,
        after=rows[at + 1] if at + 1 < len(rows) else None,
        here="questions",
    )


@router.api_route("/help", methods=["GET", "HEAD"])
def help_page(request: Request) -> Response:
    return _page(request, "help.html", here="help")


@router.api_route("/accessibility", methods=["GET", "HEAD"])
def accessibility(request: Request) -> Response:
    return _page(request, "accessibility.html", here="accessibility")


@router.api_route("/widget.js", methods=["GET", "HEAD"])
async def widget(request: Request) -> Response:
    return widget_response(request)


@router.api_route("/static/{name}", methods=["GET", "HEAD"])
async def static(request: Request, name: str) -> Response:
    return asset_response(request, name)


def _data(request: Request) -> PageData:
    data: PageData | None = getattr(request.app.state, "page_data", None)
    if data is None:
        raise _NotReadyError("the service is starting")
    return data


def _page(request: Request, template: str, status: int = 200, **context: Any) -> Response:
    data: PageData | None = getattr(request.app.state, "page_data", None)
    base = request.scope.get("root_path", "").rstrip("/")
    html = _environment.get_template(template).render(
        site=data.site() if data is not None else None, base=base, path=request.url.path, **context
    )
    return Response(
        html, status, media_type="text/html; charset=utf-8", headers={**_HEADERS, "Cache-Control": "no-cache"}
    )


def _missing(request: Request, title: str, here: str) -> Response:
    detail = "If you followed a link from an answer, the document may have changed since."
    return _page(request, "error.html", status=404, title=title, detail=detail, here=here)


def _reader(view: DocumentView) -> Reader:
    """The document laid out, kept while its version is the same."""
    key = (view.document.id, view.version)
    reader = _readers.get(key)
    if reader is None:
        reader = lay_out(view.document.text, view.passages)
        while len(_readers) >= _KEPT_READERS:
            _readers.pop(next(iter(_readers)), None)
        _readers[key] = reader
    return reader


def _filters(chosen: dict[str, str], documents: Sequence[DocumentEntry]) -> PageFilters:
    """Raises RequestError for a value that is none of those offered."""
    try:
        side = Side(chosen["side"]) if chosen["side"] else None
        kind = StatementKind(chosen["kind"]) if chosen["kind"] else None
    except ValueError as error:
        raise RequestError("Choose a side and a kind from the lists", field="side") from error
    organisation, document = chosen["organisation"] or None, chosen["document"] or None
    if organisation and all(entry.organisation != organisation for entry in documents):
        raise RequestError("Choose an organisation from the list", field="organisation")
    if document and all(entry.id != document for entry in documents):
        raise RequestError("Choose a document from the list", field="document")
    return PageFilters(side=side, organisation=organisation, document=document, kind=kind)


def _count(asked: str) -> int:
    return (
        min(max(int(asked), 1), MAX_RESULTS) if asked.isascii() and asked.isdigit() and len(asked) < 4 else RESULTS_STEP
    )


def _chapters(rows: Sequence[ConsultationQuestionBody]) -> list[tuple[str, list[ConsultationQuestionBody]]]:
    chapters: list[tuple[str, list[ConsultationQuestionBody]]] = []
    for row in rows:
        if not chapters or chapters[-1][0] != row.chapter:
            chapters.append((row.chapter, []))
        chapters[-1][1].append(row)
    return chapters


def _date_name(date: str) -> str:
    """An ISO 8601 date, to the day or coarser, as a person writes it."""
    year, *rest = date.split("-")
    month = f"{_MONTHS[int(rest[0]) - 1]} " if rest else ""
    day = f"{int(rest[1])} " if len(rest) > 1 else ""
    return f"{day}{month}{year}"


def _web_link(address: str) -> str | None:
    """The address where it is the web's; anything else (`javascript:`) is shown as text."""
    return address if address.startswith(("https://", "http://")) else None


def _contact_link(contact: str) -> str | None:
    """A web page's or an e-mail address's link."""
    return f"mailto:{contact}" if _EMAIL.fullmatch(contact) else _web_link(contact)


def _place(passage: PassageBody | CitationBody, title: str) -> str:
    """Where words stand: "Document, paragraph 87"."""
    where = [title]
    where += [f"paragraph {passage.paragraph}"] if passage.paragraph else []
    where += [f"page {passage.page}"] if passage.page else []
    return ", ".join(where)


def _unmarked(text: str) -> str:
    return text.replace("**", "")


def _spoken(voice: VoiceBody, title: str) -> str:
    return voice_line(voice.speaker, voice.role, title)


def _new_environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).resolve().parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "contact_link": _contact_link,
        "date_name": _date_name,
        "emphasised": emphasised,
        "place": _place,
        "side_name": side_name,
        "spoken": _spoken,
        "unmarked": _unmarked,
        "web_link": _web_link,
    }
    environment.globals |= {
        "stances": _STANCES,
        "version": lambda name: assets()[name].version,
        "voice_line": voice_line,
    }
    return environment


_environment = _new_environment()
