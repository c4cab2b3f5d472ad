"""The scorer's graph: weights kept in eight bits compute what widened ones do, and padding is seen by no token."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.embedding.bert import PADDING, EightBitMatrix, token_scorer_graph
from corpus.embedding.models import packaged_folder
from corpus.embedding.runtime import OpenVinoGraph
from service.scoring.weights import read_packed_weights, read_weights

IDS = np.asarray([[101, *range(2000, 2030), 102]], dtype=np.int64)


@pytest.fixture(scope="module")
def packed() -> OpenVinoGraph:
    return OpenVinoGraph(token_scorer_graph(packaged_folder(), read_packed_weights()))


def logits(graph: OpenVinoGraph, ids: NDArray[np.int64]) -> NDArray[np.float32]:
    return np.asarray(graph.run({"input_ids": ids, "token_type_ids": np.zeros_like(ids)})["logits"], np.float32)


def test_weights_in_eight_bits_compute_what_widened_ones_do(packed: OpenVinoGraph) -> None:
    weights = read_packed_weights()
    assert sum(isinstance(weight, EightBitMatrix) for weight in weights.values()) > 30
    widened = OpenVinoGraph(token_scorer_graph(packaged_folder(), read_weights()))
    np.testing.assert_allclose(logits(packed, IDS), logits(widened, IDS), atol=1e-3)


def test_padding_changes_a_logit_by_no_more_than_the_precision_does(packed: OpenVinoGraph) -> None:
    padded = np.full((1, 48), PADDING, dtype=np.int64)
    padded[:, : IDS.shape[1]] = IDS
    apart = logits(packed, padded)[:, : IDS.shape[1]] - logits(packed, IDS)
    assert float(np.sqrt(np.mean(apart**2))) < 0.05  # bfloat16 alone: 0.04 to float32
    unmasked = np.concatenate([IDS, np.full((1, 16), 2003)], axis=1)
    assert float(np.abs(logits(packed, unmasked)[:, : IDS.shape[1]] - logits(packed, IDS)).max()) > 0.05
