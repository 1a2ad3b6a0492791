"""What badges hold about people, and for how long."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.bilingual import pick
from core.personal import GOES_ALONG, Beside, Held, Keep, declare, keep
from events.badges.models import KEPT_DAYS, BadgeWish


def held(purpose: Any, *, erase: Any = "") -> Held:
    return Held(
        purpose=purpose,
        audience=_("Those who run the event and those at its door; on the day, whoever meets the person"),
        retention=_("Seven days after the event, or until the seat is given back"),
        erase=erase,
    )


declare(
    BadgeWish,
    owner="seat__person",
    label=_("badges"),
    fields={
        "name": held(_("To call the person as they wish")),
        "pronunciation": held(_("To say the person's name right")),
        "languages": held(_("To let people who share a language find each other"), erase="fr"),
        "other_language": held(_("To let people who share a language find each other")),
        "shows_organisation": held(_("To say on the badge for whom the person comes, or not"), erase=True),
    },
    not_personal=("seat",),
    on_erase="delete",
    known_until=GOES_ALONG,
    beside={"event": Beside(_("event"), lambda row: pick(row.seat.event, "title").text)},
    related=("seat__event",),
    # After the seats, whose merge hands it over.
    order=55,
)


def of_past_events(before: datetime) -> QuerySet[BadgeWish]:
    return BadgeWish.objects.filter(seat__event__ends_at__lt=before)


keep(
    Keep(
        code="badges.badges",
        model=BadgeWish,
        label=_("what stands on badges"),
        since=_("the end of the event"),
        days=KEPT_DAYS,
        due=of_past_events,
        then="delete",
        organisation="seat__event__organisation",
        longest=KEPT_DAYS,
    )
)
