"""One mapping for everybody; forgetting what was read changes nothing of it; a replaced file is opened anew."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.embedding.bert import TENSORS, bert_graph
from corpus.embedding.models import packaged_folder
from corpus.embedding.runtime import OpenVinoGraph
from corpus.embedding.tensor_file import forget_read_tensors, tensor_file


def write(path: Path, tensor: NDArray[np.float32]) -> None:
    entry = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [0, tensor.nbytes]}
    header = json.dumps({"__metadata__": {"format": "np"}, "weight": entry}).encode()
    path.write_bytes(len(header).to_bytes(8, "little") + header + tensor.tobytes())


def test_two_readers_share_one_mapping_until_the_file_is_replaced(tmp_path: Path) -> None:
    file, first = tmp_path / TENSORS, np.arange(6, dtype=np.float32).reshape(2, 3)
    write(file, first)
    opened = tensor_file(file)
    assert tensor_file(file) is opened
    np.testing.assert_array_equal(opened.tensors["weight"], first)
    other = tmp_path / "other"
    write(other, first + 1)
    os.replace(other, file)
    np.testing.assert_array_equal(tensor_file(file).tensors["weight"], first + 1)


def test_a_graph_computes_the_same_after_its_weights_are_forgotten() -> None:
    graph = OpenVinoGraph(bert_graph(packaged_folder()))
    ids = np.asarray([[101, 2054, 2003, 1037, 3259, 102]], dtype=np.int64)
    before = graph.run({"input_ids": ids})["states"]
    forget_read_tensors()
    np.testing.assert_array_equal(graph.run({"input_ids": ids})["states"], before)
    longer = np.concatenate([ids, ids], axis=1)  # a shape not seen before, for which weights may be laid out again
    assert np.isfinite(graph.run({"input_ids": longer})["states"]).all()


@pytest.mark.parametrize("content", [b"", b"\x08\0\0\0\0\0\0\0not json"])
def test_a_file_that_is_none_is_a_value_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / TENSORS).write_bytes(content)
    with pytest.raises(ValueError):  # noqa: PT011  # whichever of its kinds: the caller names the file
        tensor_file(tmp_path / TENSORS)
