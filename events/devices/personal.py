"""What this room holds about people: who added a device and answers for it, and who settled what it found twice."""

from django.utils.translation import gettext_lazy as _

from core import personal
from events.devices.models import Device, ScannedSeat


def held(purpose: personal.Words) -> personal.Held:
    return personal.Held(
        purpose=purpose,
        audience=_("Those who run the event"),
        retention=_("As long as the attendance of the event is kept"),
        stays=_("It proves arrivals at an event, and then names nobody"),
    )


personal.declare(
    Device,
    owner="added_by",
    fields={
        # People call a phone by their own name; a constraint wants some word there.
        "label": personal.Held(
            purpose=_("Telling the devices of an event apart"),
            audience=_("Those who run the event"),
            retention=_("As long as the attendance of the event is kept"),
            erase="—",
        ),
        "door": held(_("Knowing who worked at which door of an event, and who noted an arrival")),
    },
    not_personal={
        "event",
        "kind",
        "shows_needs",
        "added_at",
        "code_digest",
        "code_until",
        "token_digest",
        "enrolled_at",
        "last_seen_at",
        "app_version",
        "unsent",
        "revoked_at",
    },
    known_until="event__ends_at",
)
personal.declare(
    ScannedSeat,
    owner="settled_by",
    fields={
        "settled_word": personal.Held(
            purpose=_("Saying why a ticket was let in twice"),
            audience=_("Those who run the event"),
            retention=_("As long as the attendance of the event is kept"),
        ),
    },
    not_personal={"scan", "lookup", "seat", "outcome", "why", "let_in", "taken_back", "settled_at"},
    known_until="scan__event__ends_at",
)
