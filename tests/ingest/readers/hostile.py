"""Files that are broken or made to do harm, in every format that is read."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

from fpdf import FPDF

from tests.ingest.readers.made import Part, write_docx, write_html, write_odt, write_pdf

PARTS = [
    Part("heading", "Locks"),
    *(Part("paragraph", f"Lock {n} leaks, and should be mended soon.") for n in range(40)),
]
_ENTITIES = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "lol">{_ENTITIES}]>'


def sound_files(folder: Path) -> dict[str, bytes]:
    """One good file of each format, by its suffix."""
    write_pdf(folder / "good.pdf", PARTS)
    write_docx(folder / "good.docx", PARTS)
    write_odt(folder / "good.odt", PARTS)
    write_html(folder / "good.html", PARTS)
    text = "\n\n".join(part.text for part in PARTS)
    (folder / "good.md").write_text(f"# Locks\n\n{text}\n", encoding="utf-8")
    (folder / "good.txt").write_text(text, encoding="utf-8")
    head = "From: Ann Moor <ann@example.org>\nTo: b@example.org\nSubject: Locks\nMIME-Version: 1.0\n"
    (folder / "good.eml").write_text(f"{head}Content-Type: text/plain\n\n{text}\n", encoding="utf-8")
    suffixes = ("pdf", "docx", "odt", "html", "md", "txt", "eml")
    return {suffix: (folder / f"good.{suffix}").read_bytes() for suffix in suffixes}


def broken(data: bytes, seed: int) -> bytes:
    """The file cut short, with bytes changed, left out, doubled or noughted."""
    chance = random.Random(seed)
    how = seed % 5
    if how == 0:
        return data[: chance.randrange(1, len(data))]
    if how == 1:
        changed = bytearray(data)
        for _ in range(max(4, len(data) // 50)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        return bytes(changed)
    low = chance.randrange(len(data) // 2)
    high = low + chance.randrange(1, len(data) // 2)
    if how == 2:
        return data[:low] + data[high:]
    if how == 3:
        return data[:high] + data[low:]
    return data[:low] + bytes(high - low) + data[high:]


def archive(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in files.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return made.getvalue()


def made_to_harm(good: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Names and contents of files that want memory, time or another reader."""
    yield "empty.pdf", b""
    yield "blank.txt", b"\xef\xbb\xbf \n\n\t"
    yield "noise.pdf", b"%PDF-1.7\n" + random.Random(1).randbytes(40_000)
    yield "noise.txt", random.Random(2).randbytes(40_000)
    yield "noise.docx", b"PK\x03\x04" + random.Random(3).randbytes(40_000)
    yield "really-word.pdf", good["docx"]
    yield "really-pdf.docx", good["pdf"]
    yield "really-html.pdf", good["html"]
    yield "text.pdf", good["txt"]
    yield "text.odt", good["txt"]
    yield "zip-bomb.docx", archive(word__document_xml=bytes(300 << 20))
    yield "entity-bomb.docx", archive(word__document_xml=f"{BOMB}<d>&l9;</d>".encode())
    yield "entity-bomb.odt", archive(mimetype=b"application/vnd.oasis.opendocument.text", content_xml=BOMB.encode())
    yield "entity-bomb.html", f"{BOMB}<html><body><p>&l9;</p></body></html>".encode()
    yield "deep.html", b"<html><body>" + b"<div>" * 200_000 + b"words"
    yield "deep.md", b"> " * 50_000 + b"words"
    yield "deep-list.md", b"\n".join(b"  " * n + b"- item" for n in range(2_000))
    yield "brackets.md", b"[" * 100_000
    yield "wide.txt", b"a" * (5 << 20)
    yield "old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_096)
    yield "rich.rtf", b"{\\rtf1 words}"
    yield "picture.png", b"\x89PNG\r\n\x1a\n" + bytes(200)
    yield "table.csv", b"name,answer\n\n"
    yield "no-suffix", random.Random(4).randbytes(5_000)
    yield "nested.eml", (b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\nFrom: a@b.c\n\n--b\n" * 3_000)
    yield "locked.pdf", _locked()
    yield "pages.pdf", _pages(3_001)


def _locked() -> bytes:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica")
    pdf.cell(text="Secret locks")
    pdf.set_encryption(owner_password="owner", user_password="user")
    return bytes(pdf.output())


def _pages(count: int) -> bytes:
    pdf = FPDF()
    for _ in range(count):
        pdf.add_page()
    return bytes(pdf.output())
