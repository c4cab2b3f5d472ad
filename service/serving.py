"""Runs the application: a listening socket, one process or several, and an end without losing requests."""

from __future__ import annotations

import errno
import os
import secrets
import socket
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr
from uvicorn.supervisors import Multiprocess

from corpus.errors import ConfigurationError
from corpus.settings import Settings
from service import log
from service.app import access_of, create_app
from service.page_data import PageData
from service.ports import Engine

SHUTDOWN_S = 10
WORKER_ANSWERS_S = 60  # a worker that loads its models may be slow to say that it lives
_BACKLOG = 2_048

OpenEngine = Callable[[Settings], Engine]
MakePageData = Callable[[Engine], PageData | None]


def run(settings: Settings, open_engine: OpenEngine, page_data: MakePageData | None = None) -> None:
    """Serves until it is told to stop; requests under way have SHUTDOWN_S to end.

    With several workers `open_engine` and `page_data` have to be functions of a module, for each process opens its own.
    Raises ConfigurationError when the address cannot be listened on, or an allowed origin is none.
    """
    log.configure(settings)
    access_of(settings)
    if settings.workers > 1 and not settings.session_secret.get_secret_value():
        # A session that one worker issued has to be good at the others.
        settings = settings.model_copy(update={"session_secret": SecretStr(secrets.token_urlsafe(32))})
    with listen(settings.host, settings.port) as listener, tempfile.TemporaryDirectory(prefix="greenpaper-") as folder:
        shared = Path(folder) if settings.workers > 1 else None
        config = uvicorn.Config(
            partial(build, settings, open_engine, page_data, shared),
            factory=True,
            workers=settings.workers,
            lifespan="on",
            ws="none",
            log_config=None,
            access_log=False,
            # The peer of the socket is the client: a header that says otherwise is anybody's to write.
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=SHUTDOWN_S,
            timeout_worker_healthcheck=WORKER_ANSWERS_S,
        )
        print(f"greenpaper serves {url_of(listener, settings.host)} (stop with Ctrl-C)", flush=True)
        with suppress(KeyboardInterrupt):
            if shared is None:
                uvicorn.Server(config).run(sockets=[listener])
            else:
                # Read by the metrics library when it is imported, so by the workers and not by this process.
                os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(shared)
                Multiprocess(config, sockets=[listener]).run()
        print("greenpaper stopped", file=sys.stderr)


def build(
    settings: Settings, open_engine: OpenEngine, page_data: MakePageData | None = None, shared: Path | None = None
) -> FastAPI:
    """The application of one process, its log set up; `shared` is a folder for what the processes count together."""
    log.configure(settings)
    return create_app(
        settings,
        partial(open_engine, settings),
        page_data=page_data,
        rate_file=None if shared is None else shared / "rates",
    )


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens already: who connects before the service is up waits instead of being refused.

    Raises ConfigurationError, saying what to do.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise ConfigurationError(f"cannot listen on {host!r}: it is no address of this machine; set --host") from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise ConfigurationError(f"cannot listen on {host}:{port}: {_reason(error)}") from error
    listener.set_inheritable(True)
    return listener


def url_of(listener: socket.socket, host: str) -> str:
    port = listener.getsockname()[1]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _reason(error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return "the port is in use; stop what uses it or choose another with --port"
    if error.errno in (errno.EACCES, errno.EPERM):
        return "that port needs privileges; choose one above 1023 with --port"
    if error.errno == errno.EADDRNOTAVAIL:
        return "it is no address of this machine; set --host"
    return error.strerror or type(error).__name__
