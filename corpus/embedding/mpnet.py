"""An MPNet of a sentence-transformers folder as an OpenVINO graph, straight from its ``model.safetensors``.

MPNet (Song et al. 2020, arXiv:2004.09297) is BERT without kinds of tokens, with positions that are counted from 2, and
with a bias on attention by how far apart two tokens are, the same in every layer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from corpus.embedding.bert import TENSORS, AttentionNames, BertBuilder, Weight
from corpus.embedding.tensor_file import tensor_file
from corpus.errors import ConfigurationError

# The position of a row's first token: those before are of padding.
_FIRST_POSITION = 2
# Tokens further apart than this are all equally far.
_FARTHEST = 128


def mpnet_graph(folder: Path) -> Any:
    """The graph: ``input_ids`` (n, t) int64, unpadded -> ``states`` (n, t, d) and their mean ``vector`` (n, d).

    Raises ConfigurationError where the folder holds no MPNet with GELU.
    """
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        return _MpnetBuilder(config, tensor_file(folder / TENSORS).tensors).graph()
    except (OSError, ValueError, KeyError) as error:
        raise ConfigurationError(f"{folder} holds no MPNet that could be read: {error}") from error


def distance_buckets(distances: NDArray[np.int64], buckets: int) -> NDArray[np.int64]:
    """Which of `buckets` the distances (…) from a token to another are in, as T5 and MPNet count them.

    Half of them are for tokens after it. Of each half a half has one distance each, the others grow logarithmically.
    """
    half = buckets // 2
    exact = half // 2
    away = np.abs(distances)
    # In float32, as the model was trained: a border between buckets may depend on it.
    grown = np.log(np.maximum(away, 1).astype(np.float32) / np.float32(exact)) / np.float32(np.log(_FARTHEST / exact))
    far = np.minimum(exact + (grown * np.float32(half - exact)).astype(np.int64), half - 1)
    return np.where(distances > 0, half, 0) + np.where(away < exact, away, far)


class _MpnetBuilder(BertBuilder):
    """Nodes of the graph, with the names that the weights have in transformers' MPNetModel."""

    expected: ClassVar[Mapping[str, str]] = {"model_type": "mpnet", "hidden_act": "gelu"}
    names: ClassVar[AttentionNames] = AttentionNames(
        query="attention.attn.q",
        key="attention.attn.k",
        value="attention.attn.v",
        output="attention.attn.o",
        norm="attention.LayerNorm",
    )

    def __init__(self, config: dict[str, Any], weights: Mapping[str, Weight]) -> None:
        super().__init__(config, weights)
        self._buckets = int(config["relative_attention_num_buckets"])
        self._longest = int(config["max_position_embeddings"]) - _FIRST_POSITION

    def _embedded(self, ids: Any, _kinds: Any = None) -> Any:
        op, first = self._op, self._integers(0)
        positions = op.add(self._counted(ids), self._integers(_FIRST_POSITION))
        words = op.gather(self._weight("embeddings.word_embeddings.weight"), ids, first)
        places = op.gather(self._weight("embeddings.position_embeddings.weight"), positions, first)
        return self._normalised(op.add(words, places), "embeddings.LayerNorm")

    def _bias(self, ids: Any) -> Any:
        """By distance from a constant of (heads, 2 * longest - 1), so that no bucket is counted at a question."""
        op, first, second = self._op, self._integers(0), self._integers(1)
        by_bucket = self._weights["encoder.relative_attention_bias.weight"]
        if not isinstance(by_bucket, np.ndarray):
            raise ValueError("its bias on attention is not in float32")
        distances = np.arange(1 - self._longest, self._longest)
        by_distance = np.ascontiguousarray(by_bucket[distance_buckets(distances, self._buckets)].T)
        positions = self._counted(ids)
        apart = op.subtract(op.unsqueeze(positions, first), op.unsqueeze(positions, second))
        places = op.add(apart, self._integers(self._longest - 1))
        return op.unsqueeze(op.gather(op.constant(by_distance), places, second), first)
