"""E-mail messages (EML) by the standard library: who wrote, when, on what, and the message's text."""

from __future__ import annotations

import re
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr
from pathlib import Path

from ingest.readers.characters import plain_characters
from ingest.readers.html import text_of_page
from ingest.readers.pieces import one_line
from ingest.readers.port import Properties, Reading, UnreadableError
from ingest.readers.text import decode

_HEADER = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]{1,40}:[ \t].*\r?\n(?:[ \t].*\r?\n)*){3,}")
_KNOWN = re.compile(rb"^(?:Message-ID|MIME-Version|Received|Return-Path|DKIM-Signature):", re.I | re.M)
_SHOWN = ("From", "To", "Date", "Subject")


class EmailReader:
    """A message saved from a mail program; its attachments are named and left out."""

    name = "e-mail message"
    suffixes = (".eml",)

    def recognises(self, head: bytes, path: Path) -> bool:
        top = _HEADER.match(head)
        return top is not None and _KNOWN.search(top.group()) is not None

    def read(self, path: Path) -> Reading:
        message = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
        if not isinstance(message, EmailMessage) or not message.keys():
            raise UnreadableError("is no e-mail message; save it from the mail program as .eml")
        name, address = parseaddr(str(message.get("From", "")))
        subject = one_line(str(message.get("Subject", "")))
        head = [f"{field}: {one_line(str(message[field]))}" for field in _SHOWN if message.get(field)]
        body = _body(message)
        left = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
        return Reading(
            text="\n".join(head) + f"\n\n{body}\n" if body else "",
            properties=Properties(subject, one_line(name or address.partition("@")[0]), _date(message)),
            notices=tuple(
                f"the attachment {one_line(name)} was left out; add it as a file of its own" for name in left
            ),
        )


def _body(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    try:
        content = part.get_content()
    except (LookupError, ValueError):
        payload = part.get_payload(decode=True)
        content = decode(payload) if isinstance(payload, bytes) else str(part.get_payload())
    if part.get_content_type() == "text/html":
        return text_of_page(str(content)).strip()
    flowed = part.get_param("format", "") == "flowed"
    text = plain_characters(str(content)).replace("\f", "\n")
    if flowed:
        text = re.sub(r"(?<=\S) \n(?=[^\s>])", " ", text)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+$", "", text, flags=re.M)).strip()


def _date(message: EmailMessage) -> str:
    header = message["Date"]
    sent = getattr(header, "datetime", None)
    return sent.date().isoformat() if sent is not None else ""
