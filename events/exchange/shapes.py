"""The shapes of what goes out (``looks`` fills them) and of what may come in."""

from datetime import datetime
from typing import Annotated, Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_noop
from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from events.registration.forms.details import EmailHelped

#: No control signs: a database takes no NUL, and a list no line end in a name.
PLAIN = r"^[^\x00-\x1f\x7f]*$"


def _has_a_letter(name: str) -> str:
    if not any(letter.isalpha() for letter in name):
        raise ValueError("name")
    return " ".join(name.split())


def _reaches(email: str) -> str:
    try:
        return EmailHelped().clean(email)
    except ValidationError as error:
        raise ValueError(" ".join(error.messages)) from None


Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=PLAIN),
    AfterValidator(_has_a_letter),
]
Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=3, max_length=254, pattern=PLAIN),
    AfterValidator(_reaches),
    Field(json_schema_extra={"format": "email"}),
]
Tongue = Literal["fr", "en"]
AgeBand = Literal["0-4", "5-11", "12-17", "18+"]


class Taken(Schema):
    """What may come in: nothing that we do not know, for a slip in a name would be lost without a word."""

    model_config = ConfigDict(extra="forbid", strict=True)


class EventOut(Schema):
    id: int
    kind: str
    state: Literal["draft", "published", "cancelled"]
    title_fr: str
    title_en: str
    starts_at: datetime
    ends_at: datetime
    zone: str = Field(description=gettext_noop("Legal time of the place, as an IANA zone"))
    place: str | None
    region: str = Field(description=gettext_noop("Code of the administrative region"))
    organisation: str
    capacity: int | None = Field(description=gettext_noop("null: no limit"))
    seats_taken: int
    seats_waiting: int
    sittings: list["SittingOut"]
    url: str
    updated_at: datetime


class SittingOut(Schema):
    id: int
    number: int
    starts_at: datetime
    ends_at: datetime
    cancelled: bool


class SeatOut(Schema):
    id: int
    name: str
    age_band: str
    state: str
    present_at: datetime | None


class RegistrationOut(Schema):
    id: int
    event: int
    reference: str
    state: Literal["applied", "confirmed", "waiting", "offered", "cancelled"]
    ending: str
    source: str
    email: str
    language: Tongue
    wants_reminder: bool
    organisation: str | None
    waiting_position: int | None
    awaits_guardian: bool
    made_at: datetime
    confirmed_at: datetime | None
    cancelled_at: datetime | None
    seats: list[SeatOut]


class SeatState(Schema):
    id: int
    state: str


class Receipt(Schema):
    """What became of a request, in numbers and states: what was sent is not sent back, and is not kept for a day."""

    id: int
    event: int
    reference: str
    state: Literal["applied", "confirmed", "waiting", "offered", "cancelled"]
    seats: list[SeatState]


class CheckInOut(Schema):
    seat: int
    registration: int
    outcome: Literal["checked_in", "already", "undone"]
    state: str
    at: datetime
    door: str
    sitting: int | None


class WaitingOut(Schema):
    registration: int
    rank: int = Field(description=gettext_noop("Parties to be seated until it is this one’s turn, itself included"))
    seats: int
    times_passed: int
    waiting_since: datetime


class OfferOut(Schema):
    id: int
    registration: int
    seats: int
    state: Literal["open", "accepted", "declined", "expired", "withdrawn"]
    made_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    out_of_turn: bool


class Companion(Taken):
    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=PLAIN)] = ""
    age_band: AgeBand | None = None


class Guardian(Taken):
    name: Name
    email: Email


class RegistrationIn(Taken):
    name: Name
    email: Email
    language: Tongue = "fr"
    wants_reminder: bool = True
    age_band: Literal["12-17", "18+"] | None = Field(None, description=gettext_noop("Where the event asks for ages"))
    companions: list[Companion] = Field(default_factory=list, max_length=30)
    guardian: Guardian | None = Field(
        None, description=gettext_noop("Parent or guardian of whoever registers, where that is somebody under 18")
    )
    guardian_agrees: bool = Field(
        False, description=gettext_noop("Whoever registers answers for those under 18 who come along")
    )
    code: Annotated[str, StringConstraints(max_length=40, pattern=PLAIN)] = Field(
        "", description=gettext_noop("Of an invitation or a pass, where the event is for some people only")
    )


class DetailsIn(Taken):
    """What is left out stays as it is."""

    name: Name | None = None
    email: Email | None = None
    language: Tongue | None = None
    wants_reminder: bool | None = None


class CheckInIn(Taken):
    door: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40, pattern=PLAIN)]
    sitting: int | None = Field(
        None, ge=1, le=2**53, description=gettext_noop("Of a series: which one; else the one that is on now")
    )


class Page(Schema):
    next: str | None = Field(description=gettext_noop("Cursor of the next page; null: this is the last one"))


class EventPage(Page):
    items: list[EventOut]


class RegistrationPage(Page):
    items: list[RegistrationOut]


class WaitingPage(Page):
    items: list[WaitingOut]


class OfferPage(Page):
    items: list[OfferOut]
