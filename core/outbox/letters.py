"""What leaves, and who writes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.outbox.rows import Mail


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes
    mime: str


@dataclass(frozen=True)
class Letter:
    """What leaves: subject without personal data, text and HTML, a calendar part, attachments."""

    subject: str
    text: str
    html: str = ""
    #: iCalendar text and its METHOD ("REQUEST", "CANCEL"), sent as a text/calendar part and as a file.
    calendar: str = ""
    calendar_method: str = ""
    attachments: tuple[Attachment, ...] = field(default=())
    #: Who reads the answers; empty: nobody does, as the sender's address says.
    reply_to: str = ""
    #: Whom it is from, name and address, where it is not from this site; failures come back there.
    sender: str = ""
    #: Headers beside those of the envelope, such as the References of a conversation.
    headers: Mapping[str, str] = field(default_factory=dict)
    #: Whole address that stops letters of this kind at one POST without a login (RFC 8058); empty for what people must be told.
    unsubscribe: str = ""


Writer = Callable[["Mail"], Letter | None]


@dataclass(frozen=True)
class Template:
    """The writer of a family of letters. ``secret``: what it says is forgotten as soon as it has left."""

    write: Writer
    secret: bool


_templates: dict[str, Template] = {}


def letter(template: str, *, secret: bool = False) -> Callable[[Writer], Writer]:
    """Register who writes the letters of ``template``.

    The writer runs in the mail's language. It may answer None: the fact no longer holds, the mail is dropped.
    ``secret`` is for sign-in codes and links that let somebody in: neither letter nor payload outlives the sending.
    """

    def keep(writer: Writer) -> Writer:
        _templates[template] = Template(writer, secret)
        return writer

    return keep


def template_of(name: str) -> Template:
    """Raises KeyError for a template nobody registered."""
    return _templates[name]


def writer_of(template: str) -> Writer:
    """Raises KeyError for a template nobody registered."""
    return _templates[template].write
