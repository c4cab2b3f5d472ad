"""The embedding model as a port; the default runs without torch.

`port` is what others need of a model, `embedder` how passages and questions become vectors, `models` what a name stands
for, `bert`, `mpnet` and `export` the ways to a graph, `joining` how a model in parts becomes one, `runtime` what
executes graphs.
"""

from corpus.embedding.embedder import QUERY_THREADS, TransformerEmbedder
from corpus.embedding.models import MPNET_MODEL, PACKAGED_MODEL
from corpus.embedding.port import Embedder, EmbeddingInput, PassageEncoding, QueryEncoding, Vectors

__all__ = [
    "MPNET_MODEL",
    "PACKAGED_MODEL",
    "QUERY_THREADS",
    "Embedder",
    "EmbeddingInput",
    "PassageEncoding",
    "QueryEncoding",
    "TransformerEmbedder",
    "Vectors",
]
