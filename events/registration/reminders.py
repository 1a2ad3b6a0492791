"""Posting the reminders of an event. When they are due, and what they add, a room above decides."""

from typing import Any

from django.utils import timezone

from core import outbox
from events.agenda.models import Event
from events.agenda.series import Sitting
from events.registration import news, seating
from events.registration.models import Registration, Seat
from events.registration.sittings import COMING


def send(
    event_id: int, *, rule: str, sitting: Sitting | None = None, sentence_fr: str = "", sentence_en: str = ""
) -> int:
    """Post a reminder to every party expected that wants one; the number of them. Running twice posts once.

    Of a series, ``sitting`` is the one they are reminded of: whoever was at another is still expected at this one; without
    it they are reminded of its beginning. ``rule`` tells it from other reminders of the same day of the event; the sentence
    is the organiser's own, in the language of the reader or in French. Cost: 3 queries, and 1 for each 200 mails.
    """
    event = Event.objects.select_related("venue").get(pk=event_id)
    held = sitting or event
    if event.is_cancelled or held.starts_at <= timezone.now():
        return 0
    wanted = Registration.objects.filter(
        event=event, state=Registration.State.CONFIRMED, awaits_guardian=False, wants_reminder=True
    )
    registrations = list(wanted.order_by("pk"))
    leads = seating.leads_of(registrations)
    coming = COMING if sitting else (Seat.State.EXPECTED,)
    about: dict[str, Any] = {"sitting": sitting.pk} if sitting else {}
    fact = f"{held.start_date}:{rule}:{sitting.pk}" if sitting else f"{held.start_date}:{rule}"
    mails = [
        news.about_seat(
            "reminder",
            registration=registration,
            seat=leads[registration.pk],
            event=event,
            fact=fact,
            priority=outbox.BULK,
            start=f"{held.start_date}T{held.start_time:%H:%M:%S}",
            sentence=(sentence_en if registration.language == "en" else "") or sentence_fr,
            **about,
        )
        for registration in registrations
        if leads[registration.pk].state in coming
    ]
    outbox.post_all(mails)
    return len(mails)
