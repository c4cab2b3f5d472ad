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
    body = path.read_bytes()
    return Asset(body, _MEDIA_TYPES[path.suffix], hashlib.sha256(body).hexdigest()[:12])


def asset_response(request: Request, name: str) -> Response:
    """The file: kept for good where the address names this version (`?v=`), else asked for again by its ETag."""
    asset = assets().get(name)
    if asset is None:
        return Response(status_code=404)
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
