"""A curriculum vitæ that a person sends: taken as a PDF or a DOCX, kept as another one in which nothing acts."""

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO

from django.core.files.base import ContentFile, File

from core.files import workers
from core.files.refusals import Broken, Locked, TooHeavy, TooMuch, WrongKind
from core.files.serving import PICTURE

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Ending of the name under which a file of the kind is handed out.
ENDINGS = {PDF: "pdf", DOCX: "docx", PICTURE: "webp"}
#: What a file chooser is asked to show; the content decides.
ACCEPT = f".pdf,.docx,{PDF},{DOCX}"
MAX_BYTES = 5 * 1024 * 1024
#: A document made anew may be larger than what was sent, but not by much.
MAX_KEPT = 8 * 1024 * 1024

#: Compound files: Word before 2007, and any Office document under a password.
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UNDER_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_MEMBER = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|word/_rels/\w+\.xml\.rels|word/media/\w+\.(?:png|jpeg)"
    r"|word/(?:document|styles|numbering|fontTable|settings|footnotes|endnotes|theme|header\d+|footer\d+)\.xml"
)


@dataclass(frozen=True)
class Harmless:
    """The document made anew. ``pages`` is None for a DOCX; ``text`` is empty for a PDF, whose letters are not read."""

    content: bytes
    mime: str
    pages: int | None
    text: str

    @property
    def file(self) -> "ContentFile[bytes]":
        """To assign to a PrivateFileField."""
        return ContentFile(self.content, name="cv")

    @property
    def ending(self) -> str:
        """``pdf``, ``docx``, or ``webp`` for the picture of a paper."""
        return ENDINGS[self.mime]


def make_harmless(upload: "File[bytes]") -> Harmless:
    """The same document without anything that acts, made in a child process that can do nothing else.

    Takes half a second as a rule and 30 at most; call it before the transaction, not within. The name and the type that the
    browser sent are not looked at. Raises a FileRefused, whose sentence says what the person can do.
    """
    content = _read(upload)
    if content.startswith(b"%PDF-"):
        answer = workers.ask("pdf", content)
        kept = answer.mime == PDF and _is_pdf(answer.content)
    elif content.startswith(b"PK\x03\x04"):
        answer = workers.ask("docx", content)
        kept = answer.mime == DOCX and _is_docx(answer.content)
    elif content.startswith(_COMPOUND) and _UNDER_PASSWORD in content:
        raise Locked
    else:
        raise WrongKind
    if not kept:
        raise Broken
    if len(answer.content) > MAX_KEPT:
        raise TooMuch
    return Harmless(answer.content, answer.mime, answer.pages, answer.text)


def _read(upload: "File[bytes]") -> bytes:
    if (upload.size or 0) > MAX_BYTES:
        raise TooHeavy
    upload.seek(0)
    content = bytes(upload.read(MAX_BYTES + 1))
    if len(content) > MAX_BYTES:
        raise TooHeavy
    return content.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n\t ")


def _is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-1.") and content.rstrip().endswith(b"%%EOF")


def _is_docx(content: bytes) -> bool:
    """Whether the package has no other parts than those that the workshop writes."""
    try:
        names = zipfile.ZipFile(BytesIO(content)).namelist()
    except (zipfile.BadZipFile, ValueError):
        return False
    return "word/document.xml" in names and all(map(_MEMBER.fullmatch, names))
