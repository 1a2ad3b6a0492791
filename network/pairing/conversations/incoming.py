"""A mail as it comes in (RFC 5322), read without trusting it: who it is for, who says they wrote it, and the new words. Pure.

Whatever bytes are given, :func:`read` answers an :class:`Incoming` or raises :class:`Unreadable`.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import policy
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.utils import getaddresses

from network.pairing.conversations import quoting
from network.pairing.conversations.markup import words_of

#: Bytes of a whole mail, files included: what mail services take at most.
LARGEST = 30 * 1024 * 1024
#: Parts looked at, and characters of the text that are read.
MOST_PARTS, LONGEST_TEXT = 200, 200_000
#: Characters, as it is sent, of a picture within the text that is no more than a logo.
DECORATION = 70_000
#: Where mail servers write whom it was really for, then what its writer typed.
RECIPIENTS = ("X-Original-To", "Delivered-To", "Envelope-To", "X-Envelope-To", "To", "Cc")
_AUTOMATIC = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
_LISTS = (
    "List-Id",
    "List-Unsubscribe",
    "List-Post",
    "X-Autoreply",
    "X-Autorespond",
    "X-Auto-Response-Suppress",
    "Feedback-ID",
)
_ROBOTS = re.compile(
    r"^(?:mailer-daemon|postmaster|no-?reply|ne-?pas-?repondre|bounces?|do-?not-?reply)(?:[+@.-]|$)", re.I
)
_ID = re.compile(r"<[^<>\s]{3,240}>")
#: Turns the writing round, to show what is not there.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


class Unreadable(Exception):
    """No mail, or too large a one."""


@dataclass(frozen=True)
class Incoming:
    #: Addresses it was for, in small letters, the mail server's word first.
    recipients: tuple[str, ...]
    #: Whose it says it is, in small letters; "" where nobody or several are named.
    sender: str
    #: Whether the envelope named nobody to answer to: a notice of the mail system itself.
    has_no_return: bool
    #: In angle brackets; made of the mail itself where it bears none.
    message_id: str
    #: What it answers, the nearest first.
    answers: tuple[str, ...]
    #: Whether a program wrote it: never answered, never passed on.
    is_automatic: bool
    #: The Message-ID of a letter of ours that came back; "" where it is none of that.
    returned: str
    text: str
    #: Files that came along.
    files: int


def read(raw: bytes, *, envelope_sender: str | None = None, envelope_recipients: Iterable[str] = ()) -> Incoming:
    """Read a mail; ``envelope_…``: what the mail server says beside it, None for nothing said. Raises Unreadable."""
    if len(raw) > LARGEST:
        raise Unreadable("too large")
    try:
        mail = BytesParser(policy=policy.compat32).parsebytes(raw)
        parts = _parts(mail)
        return _incoming(mail, parts, raw, envelope_sender, tuple(envelope_recipients))
    except RecursionError as error:
        raise Unreadable("nested too deep") from error
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError) as error:
        # The parser of the standard library trips over some mails that are broken on purpose.
        raise Unreadable(type(error).__name__) from error


def _incoming(
    mail: "Message[str, str]",
    parts: list["Message[str, str]"],
    raw: bytes,
    envelope_sender: str | None,
    to: tuple[str, ...],
) -> Incoming:
    senders = _addresses(mail, "From")
    returns = envelope_sender if envelope_sender is not None else _header(mail, "Return-Path")
    has_no_return = returns is not None and returns.strip() in {"", "<>"}
    if not senders and not to and not any(_addresses(mail, name) for name in RECIPIENTS):
        raise Unreadable("no mail")
    recipients = [address.strip().lower() for address in to] or [
        address for name in RECIPIENTS for address in _addresses(mail, name)
    ]
    text, files = _text_and_files(parts)
    own = _ID.search(_header(mail, "Message-ID") or "")
    answers = [
        *_ID.findall(_header(mail, "In-Reply-To") or ""),
        *reversed(_ID.findall(_header(mail, "References") or "")),
    ]
    return Incoming(
        recipients=tuple(dict.fromkeys(recipients)),
        sender=senders[0] if len(set(senders)) == 1 else "",
        has_no_return=has_no_return,
        message_id=own[0] if own else f"<{hashlib.sha256(raw).hexdigest()}@none>",
        answers=tuple(dict.fromkeys(answers))[:50],
        is_automatic=has_no_return or _is_automatic(mail, senders),
        returned=_returned(mail, parts) if has_no_return or mail.get_content_type() == "multipart/report" else "",
        text=quoting.written(text),
        files=files,
    )


# ------------------------------------------------------------------ headers


def _header(mail: "Message[str, str]", name: str) -> str | None:
    """A header as text; None where there is none. Whatever cannot be decoded is left as it is written."""
    value = mail.get(name)
    return None if value is None else _decoded(str(value))


def _decoded(value: str) -> str:
    try:
        pieces = decode_header(value)
    except Exception:
        # Broken base64 in an encoded word, among others: each version of Python raises something else.
        return clean(value)
    return clean("".join(_text(piece, charset) if isinstance(piece, bytes) else piece for piece, charset in pieces))


def _addresses(mail: "Message[str, str]", name: str) -> list[str]:
    """Addresses in every header of this name, in small letters. Names beside them are not read: they may hold an « @ »."""
    found = getaddresses([clean(str(value)).replace("\n", " ") for value in mail.get_all(name, [])])
    return [address.strip().lower() for _name, address in found if address.count("@") == 1 and len(address) <= 254]


def _is_automatic(mail: "Message[str, str]", senders: list[str]) -> bool:
    """RFC 3834, and what is customary beside it."""
    submitted = (_header(mail, "Auto-Submitted") or "no").split(";")[0].strip().lower()
    precedence = (_header(mail, "Precedence") or "").strip().lower()
    return (
        submitted != "no"
        or precedence in _AUTOMATIC
        or any(name in mail for name in _LISTS)
        or mail.get_content_type()
        in {"multipart/report", "message/delivery-status", "message/disposition-notification"}
        or any(_ROBOTS.match(sender) for sender in senders)
    )


def _returned(mail: "Message[str, str]", parts: list["Message[str, str]"]) -> str:
    """Which letter came back: its Message-ID, from the copy of it that a notice of failure brings along (RFC 3462)."""
    if mail.get_param("report-type") == "disposition-notification":
        return ""
    for part in parts:
        kind = part.get_content_type()
        if kind == "text/rfc822-headers":
            found = re.search(r"^message-id:\s*(<[^<>\s]{3,240}>)", _payload(part), re.I | re.M)
            if found:
                return found[1]
        if kind == "message/rfc822" and isinstance(part.get_payload(), list):
            inner = next(iter(part.get_payload()), None)
            found = _ID.search(str(inner.get("Message-ID", ""))) if isinstance(inner, Message) else None
            if found:
                return found[0]
    return ""


# ------------------------------------------------------------------ the body


def _parts(mail: "Message[str, str]") -> list["Message[str, str]"]:
    """The parts in their order, no more than somebody would send."""
    found = []
    for part in mail.walk():
        found.append(part)
        if len(found) >= MOST_PARTS:
            break
    return found


def _text_and_files(parts: list["Message[str, str]"]) -> tuple[str, int]:
    """What is to be read (plain text before HTML), and how many files came along."""
    plain: list[str] = []
    marked: list[str] = []
    files = 0
    for part in _outside_of_mails(parts):
        kind = part.get_content_type()
        is_file = part.get_content_disposition() == "attachment" or bool(part.get_filename())
        if kind == "text/plain" and not is_file:
            plain.append(_payload(part))
        elif kind == "text/html" and not is_file:
            marked.append(_payload(part))
        elif _decorates(part):
            continue
        elif (not kind.startswith("multipart/") and part.get_content_disposition() != "inline") or kind.startswith(
            ("image/", "audio/", "video/", "application/")
        ):
            files += 1
    text = "\n\n".join(filter(str.strip, plain))[:LONGEST_TEXT]
    if not text.strip():
        text = words_of("\n".join(marked)[:LONGEST_TEXT])
    return text, files


def _decorates(part: "Message[str, str]") -> bool:
    """A small picture that the text shows, as the logo of a signature: nobody misses it."""
    is_shown = part.get_content_maintype() == "image" and "Content-ID" in part
    return is_shown and len(str(part.get_payload())) < DECORATION


def _outside_of_mails(parts: list["Message[str, str]"]) -> Iterator["Message[str, str]"]:
    """The parts without those of a mail that is attached whole: that one is a file."""
    inside: set[int] = set()
    for part in parts:
        if id(part) in inside:
            if isinstance(part.get_payload(), list):
                inside.update(id(each) for each in part.get_payload())
            continue
        if part.get_content_maintype() == "message" and isinstance(part.get_payload(), list):
            inside.update(id(each) for each in part.get_payload())
        yield part


def _payload(part: "Message[str, str]") -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    text = clean(_text(content[: 4 * LONGEST_TEXT], _param(part, "charset")))
    if _param(part, "format").lower() == "flowed":
        # A line that ends with a space goes on in the next one (RFC 3676, 4); "-- " is a signature.
        text = re.sub(r"(?m)(?<!^--) \n(?!>)", " ", text)
    return text


def _param(part: "Message[str, str]", name: str) -> str:
    value = part.get_param(name, "")
    return str(value[2] if isinstance(value, tuple) else value or "")


def _text(content: bytes, charset: str | None) -> str:
    """Decoded as it says; where that is unknown or untrue, as UTF-8, and else as Windows writes Western letters."""
    for name in (charset or "", "utf-8", "cp1252"):
        try:
            return content.decode(name)
        except (LookupError, UnicodeError, ValueError):
            continue
    return content.decode("latin-1")


def clean(text: str) -> str:
    """Text as it may be kept: composed letters, line breaks of one kind, nothing that cannot be seen or turns the writing round."""
    whole = text.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    composed = _TURNING.sub("", unicodedata.normalize("NFC", whole)).replace("\u00a0", " ")
    return "".join(sign for sign in composed if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"})
