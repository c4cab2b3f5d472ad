"""The formats: each is one line here, or an entry point ``greenpaper.readers`` of another package."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

from ingest.readers.archives import check_archive
from ingest.readers.port import HEAD_BYTES, Reader, UnreadableError

ENTRY_POINTS = "greenpaper.readers"
# In the order in which they are asked whether a file is theirs; text takes what nobody else does.
_OWN = (
    "ingest.readers.pdf.reader:PdfReader",
    "ingest.readers.docx:DocxReader",
    "ingest.readers.odt:OdtReader",
    "ingest.readers.table:SheetReader",
    "ingest.readers.table:CsvReader",
    "ingest.readers.email:EmailReader",
    "ingest.readers.html:HtmlReader",
    "ingest.readers.markdown:MarkdownReader",
    "ingest.readers.text:TextReader",
)
# What is no document here, by its first bytes, and what to do with it.
_STRANGERS = (
    (b"\xd0\xcf\x11\xe0", "is an old Office or Outlook file; save it as .docx (a message as .eml)"),
    (b"{\\rtf", "is rich text (RTF); save it as .docx"),
    (b"\x89PNG", "is a picture; recognise its text first (OCR) and add the PDF that this makes"),
    (b"\xff\xd8\xff", "is a picture; recognise its text first (OCR) and add the PDF that this makes"),
    (b"II*\x00", "is a picture; recognise its text first (OCR) and add the PDF that this makes"),
    (b"MM\x00*", "is a picture; recognise its text first (OCR) and add the PDF that this makes"),
    (b"\x1f\x8b", "is a gzip archive; unpack it and add the files in it"),
    (b"Rar!", "is a RAR archive; unpack it and add the files in it"),
    (b"7z\xbc\xaf", "is a 7z archive; unpack it and add the files in it"),
)


def readers() -> list[Reader]:
    """Every reader, those of other packages first, so that they may take a format over."""
    others = [point.load() for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name)]
    own = []
    for place in _OWN:
        module, name = place.split(":")
        own.append(getattr(import_module(module), name))
    return [made() for made in (*others, *own)]


def reader_for(path: Path) -> Reader:
    """The reader of a file, by what the file holds and then by its name.

    Raises UnreadableError for a file that is empty, of no format that is read, or of another than its name says.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    suffix = path.suffix.lower()
    if not head.strip(b"\0\t\n\f\r \xef\xbb\xbf"):
        raise UnreadableError("is empty; save it again from the program that made it")
    known = readers()
    named = next((reader for reader in known if suffix in reader.suffixes), None)
    held = next((reader for reader in known if reader.recognises(head, path)), None)
    if named is not None and held is not None and held.name != named.name:
        raise UnreadableError(
            f"is named {suffix} but holds {with_article(held.name)}; rename it to {held.suffixes[0]} and add it again"
        )
    if held is not None:
        return held
    for magic, what in _STRANGERS:
        if head.startswith(magic):
            raise UnreadableError(what)
    if head.startswith(b"PK\x03\x04"):
        check_archive(path)
        raise UnreadableError("is a ZIP archive of no format that is read; unpack it and add the files in it")
    if named is None or getattr(named, "binary", False):
        what = f"is named {suffix} but is not {with_article(named.name)}" if named else "is in no format that is read"
        raise UnreadableError(f"{what}; save it anew as {_formats(known)}")
    return named


def _formats(known: list[Reader]) -> str:
    names = list(dict.fromkeys(reader.name for reader in known))
    return ", ".join(names[:-1]) + f" or {names[-1]}"


def with_article(name: str) -> str:
    """The name of a format with its article: "a PDF", "an HTML page"."""
    return f"{'an' if name[0].lower() in 'aeio' or name.startswith('HTML') else 'a'} {name}"
