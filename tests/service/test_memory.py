"""What only loading needed leaves the process's memory."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from corpus.embedding.bert import TENSORS
from corpus.embedding.models import packaged_folder
from corpus.embedding.tensor_file import tensor_file
from service.memory import release_memory


def resident_file_pages() -> int:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("RssFile"))


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_model_that_was_read_whole_is_no_longer_resident() -> None:
    words = tensor_file(packaged_folder() / TENSORS).tensors["embeddings.word_embeddings.weight"]
    total = float(words.sum())
    before = resident_file_pages()
    release_memory()
    assert before - resident_file_pages() > words.nbytes // 1024 // 2
    np.testing.assert_allclose(float(words.sum()), total)
