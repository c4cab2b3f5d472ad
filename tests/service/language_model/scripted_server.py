"""An OpenAI-compatible server on loopback that answers, and misbehaves, as a script says."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Answer:
    """One response; after `cut` bytes of the body the connection breaks, `drip_s` passes between its bytes."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    delay_s: float = 0.0
    cut: int | None = None
    drip_s: float = 0.0
    repeat: int = 1


def completion(content: Any, finish: str = "stop") -> Answer:
    """A chat completion with `content` (text, or what is to be its JSON)."""
    text = content if isinstance(content, str) else json.dumps(content)
    message = {"role": "assistant", "content": text}
    body = {
        "id": "1",
        "object": "chat.completion",
        "created": 1,
        "model": "scripted",
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
    }
    return Answer(body=json.dumps(body).encode())


def failure(status: int, **headers: str) -> Answer:
    body = json.dumps({"error": {"message": "secret details of the server", "type": "error"}}).encode()
    return Answer(status, body, tuple((name.replace("_", "-"), value) for name, value in headers.items()))


def refusal(parameter: str | None, message: str) -> Answer:
    """A 400 that names the parameter it refuses, in its own field or only in its message."""
    error = {"message": message, "type": "invalid_request_error", "param": parameter, "code": "unsupported_parameter"}
    return Answer(400, json.dumps({"error": error}).encode())


Script = Callable[[dict[str, Any]], Answer]


@dataclass
class ScriptedServer:
    """`requests` are the bodies received; `script` decides on each answer and may be replaced at any time."""

    script: Script
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    url: str = ""

    def answer_in_turn(self, *answers: Answer) -> None:
        """Answers in this order, the last one for ever."""
        left = list(answers)
        self.script = lambda _: left.pop(0) if len(left) > 1 else left[0]


@contextmanager
def scripted_server() -> Iterator[ScriptedServer]:
    server = ScriptedServer(lambda _: completion({"statements": []}))
    closing = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            server.requests.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            server.keys.append(self.headers.get("authorization", ""))
            answer = server.script(server.requests[-1])
            closing.wait(answer.delay_s)
            try:
                self._send(answer)
            except OSError:
                self.close_connection = True

        def _send(self, answer: Answer) -> None:
            self.send_response(answer.status)
            length = len(answer.body) * answer.repeat
            for name, value in (("content-type", "application/json"), ("content-length", str(length)), *answer.headers):
                self.send_header(name, value)
            self.end_headers()
            if answer.drip_s:
                for byte in answer.body:
                    if closing.is_set():
                        break
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(answer.drip_s)
                return
            if answer.cut is not None:
                self.wfile.write(answer.body[: answer.cut])
                self.close_connection = True
                return
            for _ in range(answer.repeat):
                self.wfile.write(answer.body)

        def log_message(self, *_: Any) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    server.url = f"http://127.0.0.1:{http.server_port}/v1"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        closing.set()
        http.shutdown()
        http.server_close()
