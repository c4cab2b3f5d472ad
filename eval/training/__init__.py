"""Trains the scorer of sentences (docs/model-card.md). Imports the program's internals, as what fits them must."""
