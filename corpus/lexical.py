"""BM25 over passages in a tantivy index on disk: stemmed English words of the text and of its headings."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import tantivy

from corpus.errors import IndexCorruptError
from corpus.models import Passage
from corpus.passage_store import kinds_of

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_HEAP_BYTES = 64 * 1024 * 1024
FILTER_FIELDS = ("side", "organisation", "document", "kind")


_STEMMING = (
    tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    .filter(tantivy.Filter.lowercase())
    .filter(tantivy.Filter.stemmer("English"))
    .build()
)

_CONTENT = (
    tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    .filter(tantivy.Filter.lowercase())
    .filter(tantivy.Filter.stopword("English"))
    .filter(tantivy.Filter.stemmer("English"))
    .build()
)


def words(text: str) -> list[str]:
    """The words of a query, lower-cased, so that no query syntax is left in them."""
    return [word.lower().replace("’", "'").split("'")[0] for word in _WORD.findall(text)]


def stems(text: str) -> list[str]:
    """The stems that a text is found by, each once, in order."""
    return list(dict.fromkeys(_STEMMING.analyze(" ".join(words(text)))))


def content_stems(text: str) -> list[str]:
    """The stems of a text in order, repeats kept, without function words ("the", "of", "is")."""
    return list(_CONTENT.analyze(text))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", stored=True, indexed=True, fast=True)
    builder.add_text_field("text", stored=False, tokenizer_name="en_stem")
    builder.add_text_field("context", stored=False, tokenizer_name="en_stem")
    for name in FILTER_FIELDS:
        builder.add_text_field(name, stored=False, tokenizer_name="raw", index_option="basic")
    return builder.build()


def write_lexical(folder: Path, passages: Iterable[tuple[Passage, str, str]]) -> None:
    """Indexes `(passage, text, context)` in row order; text and context as expanded for search."""
    folder.mkdir(parents=True, exist_ok=True)
    index = tantivy.Index(_schema(), path=str(folder))
    writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
    for row, (passage, text, context) in enumerate(passages):
        document = tantivy.Document(
            text=text,
            context=context,
            side=passage.side.value,
            organisation=passage.organisation,
            document=passage.document_id,
        )
        for kind in sorted(kinds_of(passage)):
            document.add_text("kind", kind)
        document.add_unsigned("row", row)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


class LexicalIndex:
    """Read access to the lexical index of one generation; safe for several threads."""

    def __init__(self, folder: Path) -> None:
        try:
            self._index = tantivy.Index.open(str(folder))
            self._searcher = self._index.searcher()
        except (ValueError, OSError) as error:
            raise IndexCorruptError(
                f"the lexical index cannot be read ({error}); rebuild: greenpaper ingest --rebuild"
            ) from error

    def count(self) -> int:
        return int(self._searcher.num_docs)

    def rarity(self, query: str) -> float:
        """The sum of the inverse document frequencies of the query's stems: a scale for its BM25 scores."""
        passages = self.count()
        total = 0.0
        for stem in stems(query):
            having = max(self._searcher.doc_freq(field, stem) for field in ("text", "context"))
            total += math.log1p((passages - having + 0.5) / (having + 0.5))
        return total

    def search(
        self, query: str, k: int, filters: Mapping[str, Sequence[str]] | None = None, *, context_boost: float = 0.5
    ) -> list[tuple[int, float]]:
        """Rows of the `k` best passages with BM25 scores, best first; `filters` as field to accepted values."""
        terms = " ".join(dict.fromkeys(words(query)))
        if not terms:
            return []
        parsed, _ = self._index.parse_query_lenient(
            terms, ["text", "context"], field_boosts={"text": 1.0, "context": context_boost}
        )
        clauses = [(tantivy.Occur.Must, parsed)]
        for field, values in (filters or {}).items():
            accepted = tantivy.Query.term_set_query(self._index.schema, field, list(values))
            clauses.append((tantivy.Occur.Must, tantivy.Query.const_score_query(accepted, 0.0)))
        combined = tantivy.Query.boolean_query(clauses) if len(clauses) > 1 else parsed
        hits = self._searcher.search(combined, k).hits
        return [(int(self._searcher.doc(address)["row"][0]), float(score)) for score, address in hits]
