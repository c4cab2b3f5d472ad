"""A BERT of a sentence-transformers folder as an OpenVINO graph, straight from its ``model.safetensors``.

No torch, and no second copy of the weights on disk: the graph's constants are views of the mapped file, and two graphs
of one file are views of one mapping.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from corpus.embedding.runtime import openvino
from corpus.embedding.tensor_file import tensor_file
from corpus.errors import ConfigurationError

TENSORS = "model.safetensors"
# The id of [PAD] in BERT's vocabularies.
PADDING = 0
_UNSEEN = -1e4


@dataclass(frozen=True, slots=True)
class EightBitMatrix:
    """A matrix (r, c): `values` (r, c) times `scale` (r, 1)."""

    values: NDArray[np.int8]
    scale: NDArray[np.float32]

    def widened(self) -> NDArray[np.float32]:
        return np.ascontiguousarray(self.values * self.scale, dtype=np.float32)


Weight = NDArray[np.float32] | EightBitMatrix


def bert_graph(folder: Path) -> Any:
    """The graph: ``input_ids`` (n, t) int64, unpadded -> ``states`` (n, t, d) and their mean ``vector`` (n, d).

    Raises ConfigurationError where the folder holds no BERT with GELU and absolute positions.
    """
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        return BertBuilder(config, tensor_file(folder / TENSORS).tensors).graph()
    except (OSError, ValueError, KeyError) as error:
        raise ConfigurationError(f"{folder} holds no BERT that could be read: {error}") from error


def token_scorer_graph(folder: Path, weights: Mapping[str, Weight]) -> Any:
    """A fine-tuned copy of the folder's BERT with a linear head on each token, for pairs of texts.

    ``input_ids`` and ``token_type_ids`` (n, t) int64 -> ``logits`` (n, t). Ids of PADDING are seen by no token; theirs
    are logits of no meaning. `weights` are the tensors that differ from the folder's, and ``head.weight`` (1, d) and
    ``head.bias`` (1,); matrices in eight bits stay so in memory.

    Raises ConfigurationError where the folder holds no BERT, or the weights are not those of one like it.
    """
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        return BertBuilder(config, {**tensor_file(folder / TENSORS).tensors, **weights}).token_scorer()
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ConfigurationError(f"the scorer's weights do not fit the model in {folder}: {error}") from error


@dataclass(frozen=True, slots=True)
class AttentionNames:
    """What a layer's weights for attention are called, after the layer's own name."""

    query: str = "attention.self.query"
    key: str = "attention.self.key"
    value: str = "attention.self.value"
    output: str = "attention.output.dense"
    norm: str = "attention.output.LayerNorm"


class BertBuilder:
    """Nodes of the graph, with the names that the weights have in transformers' BertModel.

    Raises ValueError where the configuration is of another kind of network.
    """

    expected: ClassVar[Mapping[str, str]] = {
        "model_type": "bert",
        "hidden_act": "gelu",
        "position_embedding_type": "absolute",
    }
    names: ClassVar[AttentionNames] = AttentionNames()

    def __init__(self, config: dict[str, Any], weights: Mapping[str, Weight]) -> None:
        for name, value in self.expected.items():
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
        states, bias = self._embedded(ids), self._bias(ids)
        for layer in range(self._layers):
            states = self._layer(states, f"encoder.layer.{layer}", bias)
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
        mask = self._mask(inputs[0])
        for layer in range(self._layers):
            states = self._layer(states, f"encoder.layer.{layer}", mask)
        logits = op.squeeze(self._linear(states, "head"), self._integers([-1]))
        logits.output(0).set_names({"logits"})
        return openvino().Model([op.result(logits)], inputs, "token_scorer")

    def _embedded(self, ids: Any, kinds: Any = None) -> Any:
        op, first = self._op, self._integers(0)
        positions = self._counted(ids)
        words = op.gather(self._weight("embeddings.word_embeddings.weight"), ids, first)
        places = op.gather(self._weight("embeddings.position_embeddings.weight"), positions, first)
        kinds = first if kinds is None else kinds
        kind = op.gather(self._weight("embeddings.token_type_embeddings.weight"), kinds, first)
        return self._normalised(op.add(op.add(words, places), kind), "embeddings.LayerNorm")

    def _counted(self, ids: Any) -> Any:
        """The numbers of the tokens from 0: (t,)."""
        op, first, second = self._op, self._integers(0), self._integers(1)
        return op.range(first, op.gather(op.shape_of(ids), second, first), second, "i64")

    def _bias(self, _ids: Any) -> Any:
        """What is added to the attention between every two tokens: (1, heads, t, t); None for nothing."""
        return None

    def _mask(self, ids: Any) -> Any:
        """What is added to the attention that each token is paid: (n, 1, 1, t)."""
        op, second = self._op, self._integers(1)
        padded = op.equal(ids, self._integers(PADDING))
        added = op.select(padded, op.constant(np.float32(_UNSEEN)), op.constant(np.float32(0.0)))
        return op.unsqueeze(op.unsqueeze(added, second), second)

    def _layer(self, states: Any, name: str, added: Any = None) -> Any:
        op = self._op
        projected = self._linear(self._attention(states, name, added), f"{name}.{self.names.output}")
        states = self._normalised(op.add(states, projected), f"{name}.{self.names.norm}")
        inner = op.gelu(self._linear(states, f"{name}.intermediate.dense"), "erf")
        return self._normalised(op.add(states, self._linear(inner, f"{name}.output.dense")), f"{name}.output.LayerNorm")

    def _attention(self, states: Any, name: str, added: Any) -> Any:
        op, swap = self._op, self._integers([0, 2, 1, 3])
        split, joined = (
            self._integers([0, 0, self._heads, self._size]),
            self._integers([0, 0, self._heads * self._size]),
        )
        query, key, value = (
            op.transpose(op.reshape(self._linear(states, f"{name}.{part}"), split, special_zero=True), swap)
            for part in (self.names.query, self.names.key, self.names.value)
        )
        attended = op.scaled_dot_product_attention(query, key, value, added)
        return op.reshape(op.transpose(attended, swap), joined, special_zero=True)

    def _linear(self, states: Any, name: str) -> Any:
        op = self._op
        product = op.matmul(states, self._matrix(f"{name}.weight"), transpose_a=False, transpose_b=True)
        return op.add(product, self._weight(f"{name}.bias"))

    def _normalised(self, states: Any, name: str) -> Any:
        op = self._op
        centred = op.mvn(states, self._integers([-1]), True, self._epsilon, "inside_sqrt")
        return op.add(op.multiply(centred, self._weight(f"{name}.weight")), self._weight(f"{name}.bias"))

    def _matrix(self, name: str) -> Any:
        """A factor of a product; one in eight bits is multiplied out in the product, not before."""
        weight = self._weights[name]
        if not isinstance(weight, EightBitMatrix):
            return self._weight(name)
        op = self._op
        widened = op.convert(op.constant(weight.values, shared_memory=True), "f32")
        widened.get_rt_info()["decompression"] = True  # or the plugin folds it into a matrix of float32
        return op.multiply(widened, op.constant(weight.scale, shared_memory=True))

    def _weight(self, name: str) -> Any:
        weight = self._weights[name]
        if isinstance(weight, EightBitMatrix):
            return self._op.constant(weight.widened())
        return self._op.constant(weight, shared_memory=True)

    def _integers(self, value: int | list[int]) -> Any:
        return self._op.constant(np.asarray(value, dtype=np.int64))
