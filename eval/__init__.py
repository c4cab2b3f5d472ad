"""Measures the service through its public interface against a gold question set."""
