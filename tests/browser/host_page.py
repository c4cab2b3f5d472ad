"""A page of somebody else's, on another origin, with the widget in it: an intranet as strict as they come."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>An intranet</title><link rel="icon" href="data:,">{head}
</head>
<body>
<header><h1>Employment advice team</h1></header>
<main>
<p>Guidance for advisers on the consultation. The widget is in the corner, or below.</p>
{body}
</main>
</body>
</html>"""


class HostPage:
    """Serves one page, which a test may change; the CSP lets nothing in but the widget's script and its requests."""

    def __init__(self) -> None:
        self.service = ""
        self.body = ""
        self.head = ""
        self.lang = "en"
        self.csp: str | None = None

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/", self._page)])

    def embed(self, *, attributes: str = "data-greenpaper", head: str = "", body: str = "", lang: str = "en") -> None:
        """The page with one script tag, and nothing else of ours."""
        self.head, self.lang = head, lang
        self.body = f'{body}<script src="{self.service}/widget.js" {attributes}></script>'

    def _page(self, _: Request) -> Response:
        csp = self.csp or (
            f"default-src 'none'; script-src {self.service}; connect-src {self.service}; img-src data:; "
            "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
        )
        html = PAGE.format(lang=self.lang, head=self.head, body=self.body)
        return HTMLResponse(html, headers={"Content-Security-Policy": csp})
