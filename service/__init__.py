"""Finds, attributes, quotes and refuses: the answering service over an index."""
