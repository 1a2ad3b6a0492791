"""What this room holds about people, how it leaves, and after how many days."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.bilingual import pick
from core.personal import GOES_ALONG, Beside, Held, Keep, declare, keep
from events.needs.models import KEPT_DAYS, Wish
from events.needs.purposes import EVENT_NEEDS, about
from people.consent import actions as consents


def held(purpose: Any, *, erase: str = "") -> Held:
    return Held(
        purpose=purpose,
        audience=_(
            "The person, by the link we mailed; those who run the event, from 14 days before it to the day after; whoever cooks sees totals alone"
        ),
        retention=_("Seven days after the event, or until the person withdraws or gives the seat back"),
        erase=erase,
    )


declare(
    Wish,
    owner="seat__person",
    label=_("access needs and meals"),
    fields={
        "what": held(_("To prepare what the person asked for at an event"), erase="step_free"),
        "text": held(_("To prepare what no list foresees, as the person said it")),
    },
    not_personal=("seat",),
    on_erase="delete",
    known_until=GOES_ALONG,
    beside={
        "event": Beside(_("event"), lambda wish: pick(wish.seat.event, "title").text),
        "starts_on": Beside(_("day of the event"), lambda wish: wish.seat.event.start_date),
    },
    related=("seat__event",),
    # After the seats, whose merge hands wishes over.
    order=55,
)


def of_past_events(before: datetime) -> QuerySet[Wish]:
    return Wish.objects.filter(seat__event__ends_at__lt=before)


def forget(wishes: Sequence[Wish], _cut_off: datetime) -> int:
    """Take the wishes away; the consents under which they were read end with them."""
    rows = Wish.objects.filter(pk__in=[wish.pk for wish in wishes])
    events = sorted(set(rows.order_by().values_list("seat__event", flat=True)))
    rows.delete()
    for event_id in events:
        if not Wish.objects.filter(seat__event=event_id).exists():
            consents.run_out(purpose=EVENT_NEEDS.code, about=about(event_id))
    return len(wishes)


keep(
    Keep(
        code="needs.wishes",
        model=Wish,
        label=_("access needs and meals at events"),
        since=_("the end of the event"),
        days=KEPT_DAYS,
        due=of_past_events,
        then=forget,
        organisation="seat__event__organisation",
        longest=KEPT_DAYS,
    )
)
