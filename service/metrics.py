"""What `/metrics` tells: requests, stages, answers, statements dropped, the queue. No label holds a caller's words."""

from __future__ import annotations

import os
import re

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from service.schemas import AnswerBody, Rating

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
_STAGE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_MAX_STAGES = 40


class Metrics:
    """The service's figures. Where PROMETHEUS_MULTIPROC_DIR is set, `render` adds up those of all its processes."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for every counter
        self.registry = registry = CollectorRegistry()
        self._stages: set[str] = set()
        self._requests = Counter(
            "greenpaper_http_requests", "Requests answered", ["method", "route", "status"], registry=registry
        )
        self._request_seconds = Histogram(
            "greenpaper_http_request_seconds", "Time of a request", ["route"], buckets=_SECONDS, registry=registry
        )
        self._stage_seconds = Histogram(
            "greenpaper_stage_seconds",
            "Time of each stage of an answer",
            ["stage"],
            buckets=_SECONDS,
            registry=registry,
        )
        self._first_event_seconds = Histogram(
            "greenpaper_first_event_seconds", "Time to a stream's first event", buckets=_SECONDS, registry=registry
        )
        self._answers = Counter(
            "greenpaper_answers", "Answers by outcome: answered, or why not", ["outcome", "answerer"], registry=registry
        )
        self._fallbacks = Counter(
            "greenpaper_answerer_fallbacks", "Answers not by the model that is configured", registry=registry
        )
        self._dropped = Counter(
            "greenpaper_dropped_statements", "A model's statements that failed verification", registry=registry
        )
        self._rejected = Counter("greenpaper_rejected", "Requests turned away", ["cause"], registry=registry)
        self._left = Counter("greenpaper_clients_left", "Clients gone before their answer", registry=registry)
        self._feedback = Counter("greenpaper_feedback", "Feedback kept", ["rating"], registry=registry)
        self._refreshes = Counter("greenpaper_index_loads", "Tries to load the index", ["result"], registry=registry)
        self._queue = self._gauge("greenpaper_queue_depth", "Requests that wait for a place")
        self._running = self._gauge("greenpaper_running", "Requests that are worked on")
        self._abandoned = self._gauge("greenpaper_abandoned", "Workers still at an answer that nobody waits for")
        self._ready = self._gauge("greenpaper_ready", "Processes that can answer")
        if not _shared():
            ProcessCollector(registry=registry)

    def _gauge(self, name: str, description: str) -> Gauge:
        return Gauge(name, description, multiprocess_mode="livesum", registry=self.registry)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """`route` is the path's template, never the path."""
        self._requests.labels(method if method in _METHODS else "other", route, str(status)).inc()
        self._request_seconds.labels(route).observe(seconds)

    def answer(self, body: AnswerBody) -> None:
        self._answers.labels("answered" if body.answered else body.reason or "unclear", body.answerer.kind).inc()
        if body.answerer.fallback is not None:
            self._fallbacks.inc()
        self._dropped.inc(body.dropped)
        for stage, milliseconds in body.timings_ms.items():
            self._stage(stage, milliseconds / 1_000)

    def _stage(self, stage: str, seconds: float) -> None:
        if stage not in self._stages:
            if len(self._stages) >= _MAX_STAGES or not _STAGE.fullmatch(stage):
                return
            self._stages.add(stage)
        self._stage_seconds.labels(stage).observe(seconds)

    def first_event(self, seconds: float) -> None:
        self._first_event_seconds.observe(seconds)

    def rejected(self, cause: str) -> None:
        self._rejected.labels(cause).inc()

    def client_left(self) -> None:
        self._left.inc()

    def feedback(self, rating: Rating) -> None:
        self._feedback.labels(rating).inc()

    def index_load(self, result: str) -> None:
        self._refreshes.labels(result).inc()

    def queue(self, waiting: int, running: int, abandoned: int) -> None:
        self._queue.set(waiting)
        self._running.set(running)
        self._abandoned.set(abandoned)

    def ready(self, ready: bool) -> None:
        self._ready.set(int(ready))

    def render(self) -> bytes:
        """The text exposition format."""
        if _shared():
            every = CollectorRegistry()
            MultiProcessCollector(every)  # type: ignore[no-untyped-call]
            return generate_latest(every)
        return generate_latest(self.registry)


def _shared() -> bool:
    return "PROMETHEUS_MULTIPROC_DIR" in os.environ
