"""What executes graphs of neural networks on the processor: arrays in, arrays out, no torch.

OpenVINO runs the embedding model and the scorer of sentences: it computes in bfloat16 where the processor can
(docs/decisions/0006).
"""

from __future__ import annotations

import os
import queue
import sys
from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ConfigurationError

Arrays = dict[str, NDArray[Any]]


class Graph(Protocol):
    """A network that is ready to run; safe to call from several threads."""

    def run(self, inputs: Mapping[str, NDArray[Any]]) -> Arrays:
        """The outputs by name for the inputs by name."""
        ...


class OpenVinoGraph:
    """A graph in OpenVINO: `model` is one built in memory, or the path of an IR (.xml) or ONNX file.

    Each call runs on one thread, up to `threads` (0: every core) calls at a time; further ones wait. Rows of the same
    shape have the same bytes as result in any batch. Raises ConfigurationError where the file cannot be read.
    """

    def __init__(self, model: Any, threads: int = 1) -> None:
        threads = threads or available_cores()
        # Pinned threads of several processes would queue for the same cores.
        options = {"NUM_STREAMS": threads, "INFERENCE_NUM_THREADS": threads, "ENABLE_CPU_PINNING": False}
        # Weights may be in eight bits; what is computed with them stays in sixteen.
        options["DYNAMIC_QUANTIZATION_GROUP_SIZE"] = 0
        try:
            compiled = openvino().Core().compile_model(model, "CPU", options)
        except RuntimeError as error:
            raise ConfigurationError(f"graph {str(model)!r} cannot be opened: {_first_line(error)}") from error
        self._outputs = [sorted(output.get_names())[0] for output in compiled.outputs]
        self._idle: queue.SimpleQueue[Any] = queue.SimpleQueue()
        for _ in range(threads):
            self._idle.put(compiled.create_infer_request())

    def run(self, inputs: Mapping[str, NDArray[Any]]) -> Arrays:
        request = self._idle.get()
        try:
            request.infer(dict(inputs), share_inputs=True)
            # Copies: the request's own memory is written over by its next run.
            return {name: np.array(request.get_output_tensor(at).data) for at, name in enumerate(self._outputs)}
        finally:
            self._idle.put(request)


def openvino() -> Any:
    """The module, imported at the first use and without its telemetry, which would connect out at the import."""
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # None makes its import fail
    import openvino as module

    return module


def available_cores() -> int:
    """Cores that this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__
