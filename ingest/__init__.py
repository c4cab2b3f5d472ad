"""Reads the documents of a corpus and writes the index that the service answers from."""
