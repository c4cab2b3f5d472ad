"""Any sentence-transformers model as an OpenVINO graph, exported once and kept by the hash of its files.

Needs the extra packages ``greenpaper[models]`` for the export, and nothing of them afterwards.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

from corpus.embedding.models import LoadedModel, tokenizer_of
from corpus.embedding.runtime import openvino
from corpus.errors import ConfigurationError, GreenpaperError

_GRAPH, _TOKENIZER, _LIMITS = "graph.xml", "tokenizer.json", "limits.json"
# Of another form, should this module write them differently: exports made before are then made anew.
_FORM = "1"
_EXAMPLE_TOKENS = 16


def exported_model(name: str, exports: Path | None) -> LoadedModel:
    """The model that sentence-transformers knows by `name`, a folder or a hub's name, from `exports` where it is there.

    Without `exports` nothing is kept. Raises ConfigurationError where the model, or the packages to export it, are
    missing.
    """
    try:
        source = _local_folder(name)
        if exports is None:
            with tempfile.TemporaryDirectory(prefix="greenpaper-model-") as folder:
                return _read(_export(name, Path(folder)))
        if source is None:
            _sentence_transformer(name)  # which downloads it
            source = _local_folder(name)
        kept = exports / (_content_hash(source) if source else hashlib.sha256(name.encode()).hexdigest()[:24])
        return _read(kept if (kept / _LIMITS).is_file() else _kept_export(name, kept))
    except GreenpaperError:
        raise
    except Exception as error:
        raise ConfigurationError(
            f"embedding model {name!r} cannot be loaded ({type(error).__name__}); name a folder with the model, or "
            "leave GREENPAPER_EMBEDDING_MODEL empty for the packaged one"
        ) from error


def _local_folder(name: str) -> Path | None:
    """The folder with the model's files, its own or of the hub's cache; None where it has yet to be downloaded."""
    if Path(name).is_dir():
        return Path(name)
    from huggingface_hub import snapshot_download

    for repository in (name, f"sentence-transformers/{name}"):
        try:
            return Path(snapshot_download(repository, local_files_only=True))
        except Exception:  # its many errors all mean that it is not there
            continue
    return None


def _content_hash(folder: Path) -> str:
    """A hash of the names and bytes of all files in `folder`."""
    digest = hashlib.sha256(_FORM.encode())
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(str(file.relative_to(folder)).encode() + b"\0")
        with file.open("rb") as content:
            digest.update(hashlib.file_digest(content, "sha256").digest())
    return digest.hexdigest()[:24]


def _kept_export(name: str, kept: Path) -> Path:
    """The export of the model at `kept`, which appears there whole or not at all."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".export-", dir=kept.parent) as folder:
        made = _export(name, Path(folder) / kept.name)
        shutil.rmtree(kept, ignore_errors=True)
        os.replace(made, kept)
    return kept


def _read(folder: Path) -> LoadedModel:
    limits = json.loads((folder / _LIMITS).read_text(encoding="utf-8"))
    graph = openvino().Core().read_model(folder / _GRAPH)
    return LoadedModel(graph, tokenizer_of(folder / _TOKENIZER, limits["max_tokens"]), limits["dimension"])


def _export(name: str, folder: Path) -> Path:
    """Writes graph, tokenizer and limits into `folder` and returns it."""
    folder.mkdir(parents=True, exist_ok=True)
    model = _sentence_transformer(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # tracing warns of every branch that depends on a shape
        openvino().save_model(_traced(model), folder / _GRAPH, compress_to_fp16=False)
    model.tokenizer.backend_tokenizer.save(str(folder / _TOKENIZER))
    limits = {"max_tokens": int(model.max_seq_length or 512), "dimension": int(model.get_embedding_dimension() or 0)}
    (folder / _LIMITS).write_text(json.dumps(limits), encoding="utf-8")
    return folder


def _sentence_transformer(name: str) -> Any:
    try:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging
    except ImportError as error:
        raise ConfigurationError(
            f"embedding model {name!r} has to be exported first, which needs further packages: "
            "pip install 'greenpaper[models]'; or leave GREENPAPER_EMBEDDING_MODEL empty for the packaged model"
        ) from error
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # a bar in a service's log helps nobody
    return SentenceTransformer(name, device="cpu", local_files_only=Path(name).is_dir()).eval()


def _traced(model: Any) -> Any:
    """The whole of the model, pooling and what follows it included, for rows without padding."""
    import torch

    takes_types = "token_type_ids" in model.tokenizer.model_input_names

    class Unpadded(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: Any) -> Any:
            features = {"input_ids": input_ids, "attention_mask": torch.ones_like(input_ids)}
            if takes_types:
                features["token_type_ids"] = torch.zeros_like(input_ids)
            output = self.model(features)
            return output["token_embeddings"], output["sentence_embedding"]

    example = {"input_ids": torch.ones((2, _EXAMPLE_TOKENS), dtype=torch.long)}
    graph = openvino().convert_model(Unpadded(), example_input=example)
    for output, label in zip(graph.outputs, ("states", "vector"), strict=True):
        output.set_names({label})
    return graph
