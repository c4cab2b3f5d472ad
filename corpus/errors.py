"""Every error that greenpaper raises on purpose.

GreenpaperError
├── ConfigurationError        a setting is missing, unknown or out of range
├── CorpusError               the corpus folder cannot be used
│   ├── ManifestError         the manifest is wrong; names the entry
│   └── DocumentError         one document cannot be read; names the document
├── StoreError                the index cannot be used
│   ├── IndexMissingError     nothing was ingested yet
│   ├── IndexMismatchError    made with another model, chunker or format
│   ├── IndexCorruptError     a file of the index is damaged
│   └── IndexLockedError      another process is writing (retryable)
├── RequestError              the caller's input is wrong
├── QuoteError                a quotation is not in the text it is said to come from
├── GoldError                 a gold set is wrong; names the question
└── AnswererError             a language model could not be used (retryable)
"""

from __future__ import annotations


class GreenpaperError(Exception):
    """Root of the hierarchy: `str()` is one line that says what is wrong and what to do."""

    retryable = False


class ConfigurationError(GreenpaperError):
    """A setting is missing, unknown or out of range."""


class CorpusError(GreenpaperError):
    """The corpus folder cannot be used."""


class ManifestError(CorpusError):
    """The manifest is wrong; the message names the entry."""


class DocumentError(CorpusError):
    """One document cannot be read; the message names it."""


class StoreError(GreenpaperError):
    """The index cannot be used."""


class IndexMissingError(StoreError):
    """Nothing has been ingested into the data directory yet."""


class IndexMismatchError(StoreError):
    """The index was made with another model, chunker or format."""


class IndexCorruptError(StoreError):
    """A file of the index is damaged or the parts disagree."""


class IndexLockedError(StoreError):
    """Another process is writing the index."""

    retryable = True


class RequestError(GreenpaperError):
    """The caller's input is wrong; `field` names the part of the request."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class QuoteError(GreenpaperError):
    """A quotation is not the canonical text at its spans."""


class GoldError(GreenpaperError):
    """A gold set is wrong; the message names the question."""


class AnswererError(GreenpaperError):
    """A language model timed out, refused or answered nonsense."""

    retryable = True
