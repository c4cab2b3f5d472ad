"""Files come into a corpus: converted, described by a drafted manifest entry, and checked."""
