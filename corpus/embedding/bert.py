"""A BERT of a sentence-transformers folder as an OpenVINO graph, straight from its ``model.safetensors``.

No torch, and no second copy of the weights on disk: the graph's constants are views of the mapped file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.embedding.runtime import openvino
from corpus.errors import ConfigurationError


def bert_graph(folder: Path) -> Any:
    """The graph: ``input_ids`` (n, t) int64, unpadded -> ``states`` (n, t, d) and their mean ``vector`` (n, d).

    Raises ConfigurationError where the folder holds no BERT with GELU and absolute positions.
    """
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        return _Builder(config, read_safetensors(folder / "model.safetensors")).graph()
    except (OSError, ValueError, KeyError) as error:
        raise ConfigurationError(f"{folder} holds no BERT that could be read: {error}") from error


def token_scorer_graph(folder: Path, weights: dict[str, NDArray[np.float32]]) -> Any:
    """A fine-tuned copy of the folder's BERT with a linear head on each token, for pairs of texts.

    ``input_ids`` and ``token_type_ids`` (n, t) int64, unpadded -> ``logits`` (n, t). `weights` are the tensors that
    differ from the folder's, and ``head.weight`` (1, d) and ``head.bias`` (1,).

    Raises ConfigurationError where the folder holds no BERT, or the weights are not those of one like it.
    """
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        tuned = read_safetensors(folder / "model.safetensors") | weights
        return _Builder(config, tuned).token_scorer()
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ConfigurationError(f"the scorer's weights do not fit the model in {folder}: {error}") from error


def read_safetensors(path: Path) -> dict[str, NDArray[np.float32]]:
    """The float32 tensors of the file by name, mapped, not read.

    The format: eight bytes of length, that many bytes of JSON, and the tensors.
    """
    # Copy on write: OpenVINO takes only arrays that could be written to.
    content = np.memmap(path, dtype=np.uint8, mode="c")
    start = 8 + int.from_bytes(content[:8].tobytes(), "little")
    header = json.loads(content[8:start].tobytes())
    return {
        name: np.ndarray(entry["shape"], np.float32, content, start + entry["data_offsets"][0])
        for name, entry in header.items()
        if entry.get("dtype") == "F32"
    }


class _Builder:
    """Nodes of the graph, with the names that the weights have in transformers' BertModel."""

    def __init__(self, config: dict[str, Any], weights: dict[str, NDArray[np.float32]]) -> None:
        expected = {"model_type": "bert", "hidden_act": "gelu", "position_embedding_type": "absolute"}
        for name, value in expected.items():
            if config.get(name, value) != value:
                raise ValueError(f"its {name} is {config[name]!r}, not {value!r}")
        self._layers = int(config["num_hidden_layers"])
        self._heads = int(config["num_attention_heads"])
        self._size = int(config["hidden_size"]) // self._heads
        self._epsilon = float(config["layer_norm_eps"])
        self._weights = weights
        openvino()
        from openvino import opset13

        self._op: Any = opset13

    def graph(self) -> Any:
        op = self._op
        ids = op.parameter([-1, -1], np.int64, name="input_ids")
        ids.output(0).set_names({"input_ids"})
        states = self._embedded(ids)
        for layer in range(self._layers):
            states = self._layer(states, f"encoder.layer.{layer}")
        vector = op.reduce_mean(states, self._integers(1), keep_dims=False)
        results = []
        for node, name in ((states, "states"), (vector, "vector")):
            node.output(0).set_names({name})
            results.append(op.result(node))
        return openvino().Model(results, [ids], "bert")

    def token_scorer(self) -> Any:
        op = self._op
        inputs = []
        for name in ("input_ids", "token_type_ids"):
            node = op.parameter([-1, -1], np.int64, name=name)
            node.output(0).set_names({name})
            inputs.append(node)
        states = self._embedded(*inputs)
        for layer in range(self._layers):
            states = self._layer(states, f"encoder.layer.{layer}")
        logits = op.squeeze(self._linear(states, "head"), self._integers([-1]))
        logits.output(0).set_names({"logits"})
        return openvino().Model([op.result(logits)], inputs, "token_scorer")

    def _embedded(self, ids: Any, kinds: Any = None) -> Any:
        op, first = self._op, self._integers(0)
        length = op.gather(op.shape_of(ids), self._integers(1), first)
        positions = op.range(first, length, self._integers(1), "i64")
        words = op.gather(self._weight("embeddings.word_embeddings.weight"), ids, first)
        places = op.gather(self._weight("embeddings.position_embeddings.weight"), positions, first)
        kinds = first if kinds is None else kinds
        kind = op.gather(self._weight("embeddings.token_type_embeddings.weight"), kinds, first)
        return self._normalised(op.add(op.add(words, places), kind), "embeddings.LayerNorm")

    def _layer(self, states: Any, name: str) -> Any:
        op = self._op
        attended = self._attention(states, f"{name}.attention.self")
        projected = self._linear(attended, f"{name}.attention.output.dense")
        states = self._normalised(op.add(states, projected), f"{name}.attention.output.LayerNorm")
        inner = op.gelu(self._linear(states, f"{name}.intermediate.dense"), "erf")
        return self._normalised(op.add(states, self._linear(inner, f"{name}.output.dense")), f"{name}.output.LayerNorm")

    def _attention(self, states: Any, name: str) -> Any:
        op, swap = self._op, self._integers([0, 2, 1, 3])
        split, joined = (
            self._integers([0, 0, self._heads, self._size]),
            self._integers([0, 0, self._heads * self._size]),
        )
        query, key, value = (
            op.transpose(op.reshape(self._linear(states, f"{name}.{part}"), split, special_zero=True), swap)
            for part in ("query", "key", "value")
        )
        attended = op.scaled_dot_product_attention(query, key, value)
        return op.reshape(op.transpose(attended, swap), joined, special_zero=True)

    def _linear(self, states: Any, name: str) -> Any:
        op = self._op
        product = op.matmul(states, self._weight(f"{name}.weight"), transpose_a=False, transpose_b=True)
        return op.add(product, self._weight(f"{name}.bias"))

    def _normalised(self, states: Any, name: str) -> Any:
        op = self._op
        centred = op.mvn(states, self._integers([-1]), True, self._epsilon, "inside_sqrt")
        return op.add(op.multiply(centred, self._weight(f"{name}.weight")), self._weight(f"{name}.bias"))

    def _weight(self, name: str) -> Any:
        return self._op.constant(self._weights[name], shared_memory=True)

    def _integers(self, value: int | list[int]) -> Any:
        return self._op.constant(np.asarray(value, dtype=np.int64))
