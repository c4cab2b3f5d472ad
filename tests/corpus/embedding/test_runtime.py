"""What executes graphs: arrays in, arrays out, from several threads, and a clear error for what cannot be opened."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from corpus.embedding.models import packaged_model
from corpus.embedding.runtime import Graph, OpenVinoGraph
from corpus.errors import ConfigurationError

# An ONNX file (opset 13): `sum` of the float inputs `a` and `b` (n,).
ADD = bytes.fromhex(
    "08073a4f0a100a01610a0162120373756d220341646412036164645a100a0161120b0a09080112050a0312016e"
    "5a100a0162120b0a09080112050a0312016e62120a0373756d120b0a09080112050a0312016e42040a00100d"
)


def test_a_file_is_run_by_the_names_of_its_inputs(tmp_path: Path) -> None:
    file = tmp_path / "add.onnx"
    file.write_bytes(ADD)
    graph: Graph = OpenVinoGraph(file, threads=1)
    for length in (3, 5):
        ones, twos = np.ones(length, np.float32), np.full(length, 2, np.float32)
        np.testing.assert_array_equal(graph.run({"b": twos, "a": ones})["sum"], np.full(length, 3, np.float32))


def test_outputs_are_the_callers_own_and_threads_do_not_mix() -> None:
    graph: Graph = OpenVinoGraph(packaged_model().graph, threads=2)
    rows = [np.full((1, 4 + at), 2000 + at, dtype=np.int64) for at in range(12)]
    alone = [graph.run({"input_ids": ids}) for ids in rows]
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(lambda ids: graph.run({"input_ids": ids}), rows))
    for one, other in zip(alone, together, strict=True):
        assert set(one) == {"states", "vector"}
        np.testing.assert_array_equal(one["states"], other["states"])


def test_a_file_that_is_no_graph_is_a_clear_error(tmp_path: Path) -> None:
    for content in (None, b"not a graph"):
        file = tmp_path / "graph.onnx"
        if content is not None:
            file.write_bytes(content)
        with pytest.raises(ConfigurationError, match=r"graph\.onnx.*cannot be opened"):
            OpenVinoGraph(file)
