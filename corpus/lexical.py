"""BM25 over passages in a tantivy index on disk: stemmed English words of the text and of its headings."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import tantivy
from numpy.typing import NDArray

from corpus.errors import IndexCorruptError
from corpus.models import Passage
from corpus.passage_store import kinds_of

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_HEAP_BYTES = 64 * 1024 * 1024
FILTER_FIELDS = ("side", "organisation", "document", "kind")
# Where filters leave such a share of the passages, so many times what would do on average is asked for without them.
_FILTERED_AFTERWARDS = 0.1
_OVERSAMPLED = 1.5


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
        self,
        query: str,
        k: int,
        filters: Mapping[str, Sequence[str]] | None = None,
        *,
        allowed: NDArray[np.bool_] | None = None,
        context_boost: float = 0.5,
    ) -> list[tuple[int, float]]:
        """Rows of the `k` best passages with BM25 scores, best first; `filters` as field to accepted values.

        `allowed` (n,) says of every row what the filters say of it, and perhaps more. Where it leaves many, more than
        `k` are asked for without filters, which takes half the time, and those not allowed are left out.
        """
        terms = self._terms(query, context_boost)
        if not terms:
            return []
        if allowed is not None and (share := float(allowed.mean())) >= _FILTERED_AFTERWARDS:
            asked = math.ceil(k / share * _OVERSAMPLED)
            hits = self._hits(tantivy.Query.boolean_query(terms), asked)
            kept = [(row, score) for row, score in hits if allowed[row]]
            if len(kept) >= k or len(hits) < asked:
                return kept[:k]
        hits = self._hits(self._filtered(terms, filters or {}), k)
        return hits if allowed is None else [(row, score) for row, score in hits if allowed[row]]

    def _terms(self, query: str, context_boost: float) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        """A clause for each stem in each field, side by side; words of one stem count as often as there are.

        The query parser's clauses in clauses, with positions, take twice the time for the same scores.
        """
        counted = Counter(stem for word in dict.fromkeys(words(query)) for stem in _STEMMING.analyze(word))
        clauses = []
        for stem, times in counted.items():
            for field, boost in (("text", 1.0), ("context", context_boost)):
                term = tantivy.Query.term_query(self._index.schema, field, stem, index_option="freq")
                clauses.append((tantivy.Occur.Should, tantivy.Query.boost_query(term, boost * times)))
        return clauses

    def _filtered(
        self, terms: list[tuple[tantivy.Occur, tantivy.Query]], filters: Mapping[str, Sequence[str]]
    ) -> tantivy.Query:
        clauses = [(tantivy.Occur.Must, tantivy.Query.boolean_query(terms))]
        for field, values in filters.items():
            each = (
                tantivy.Query.term_query(self._index.schema, field, value, index_option="basic") for value in values
            )
            accepted = [(tantivy.Occur.Should, term) for term in each]
            unscored = tantivy.Query.const_score_query(tantivy.Query.boolean_query(accepted), 0.0)
            clauses.append((tantivy.Occur.Must, unscored))
        return tantivy.Query.boolean_query(clauses) if filters else tantivy.Query.boolean_query(terms)

    def _hits(self, query: tantivy.Query, k: int) -> list[tuple[int, float]]:
        hits = self._searcher.search(query, k, count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        return [(int(row or 0), float(score)) for row, (score, _) in zip(rows, hits, strict=True)]
