"""The files that browsers load, with a version by content, so that they may be cached for good."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

_FOLDER = Path(__file__).resolve().parent / "static"
_MEDIA_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
_FOR_GOOD = "public, max-age=31536000, immutable"
_FOR_A_WHILE = "public, max-age=600, stale-while-revalidate=86400"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is served; `version` are the first 12 hexadecimal digits of its SHA-256."""

    body: bytes
    media_type: str
    version: str

    @property
    def etag(self) -> str:
        return f'"{self.version}"'


@cache
def assets() -> dict[str, Asset]:
    """Every file of the folder by name; read once."""
    return {path.name: _read(path) for path in sorted(_FOLDER.iterdir()) if path.suffix in _MEDIA_TYPES}


def _read(path: Path) -> Asset:
    return _asset(path.read_bytes(), _MEDIA_TYPES[path.suffix])


def _asset(body: bytes, media_type: str) -> Asset:
    return Asset(body, media_type, hashlib.sha256(body).hexdigest()[:12])


def asset_response(request: Request, name: str) -> Response:
    """The file: kept for good where the address names this version (`?v=`), else asked for again by its ETag."""
    asset = assets().get(name)
    return _reply(request, asset) if asset is not None else Response(status_code=404)


def widget_response(request: Request) -> Response:
    """The widget's script, with the labels of a language before it where `?lang=` names one that there is."""
    return _reply(request, _widget(request.query_params.get("lang", "")))


def _widget(language: str) -> Asset:
    script, labels = assets()["widget.js"], assets().get(f"labels.{language}.js")
    return script if labels is None else _asset(labels.body + script.body, script.media_type)


def _reply(request: Request, asset: Asset) -> Response:
    headers = {
        "ETag": asset.etag,
        "Cache-Control": _FOR_GOOD if request.query_params.get("v") == asset.version else _FOR_A_WHILE,
        "X-Content-Type-Options": "nosniff",
        # Any page may name the script in a tag; what the script may then ask is decided by the list of origins.
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Access-Control-Allow-Origin": "*",
    }
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if asset.etag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(asset.body, media_type=asset.media_type, headers=headers)
