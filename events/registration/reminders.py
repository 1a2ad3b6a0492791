"""Posting the reminders of an event. When they are due, and what they add, a room above decides."""

from django.utils import timezone

from core import outbox
from events.agenda.models import Event
from events.registration import news, seating
from events.registration.models import Registration, Seat


def send(event_id: int, *, rule: str, sentence_fr: str = "", sentence_en: str = "") -> int:
    """Post a reminder to every party expected that wants one; the number of them. Running twice posts once.

    ``rule`` tells it from other reminders of the same day of the event; the sentence is the organiser's own, in the
    language of the reader or in French. Cost: 3 queries, and 1 for each 200 mails.
    """
    event = Event.objects.select_related("venue").get(pk=event_id)
    if event.is_cancelled or event.starts_at <= timezone.now():
        return 0
    wanted = Registration.objects.filter(
        event=event, state=Registration.State.CONFIRMED, awaits_guardian=False, wants_reminder=True
    )
    registrations = list(wanted.order_by("pk"))
    leads = seating.leads_of(registrations)
    mails = [
        news.about_seat(
            "reminder",
            registration=registration,
            seat=leads[registration.pk],
            event=event,
            fact=f"{event.start_date}:{rule}",
            priority=outbox.BULK,
            start=f"{event.start_date}T{event.start_time:%H:%M:%S}",
            sentence=(sentence_en if registration.language == "en" else "") or sentence_fr,
        )
        for registration in registrations
        if leads[registration.pk].state == Seat.State.EXPECTED
    ]
    outbox.post_all(mails)
    return len(mails)
