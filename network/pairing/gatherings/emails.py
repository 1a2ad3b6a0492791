"""Letters about group sessions: to who has a place or waits, also read on paper; to the host."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core import calendars, outbox
from core.dates import span_words
from core.mail import absolute, render
from core.told import calendar_entry
from network.pairing.gatherings.models import Gathering, Place, Presence
from people.accounts.models import Person

RELATED = ("offer__host", "offer__organisation", "offer__region")


class _Told:
    """The span that a letter's entry was frozen with, as ``core.dates`` reads it."""

    def __init__(self, told: dict[str, Any]) -> None:
        start, end = datetime.fromisoformat(told["start"]), datetime.fromisoformat(told["end"])
        self.start_date, self.start_time = start.date(), start.time()
        self.end_date, self.end_time = end.date(), end.time()
        self.zone: str = told["zone"]


def _still_holds(place: Place, what: str, mail: outbox.Mail) -> bool:
    """Whether there still is something to say; what was frozen for a calendar is always said."""
    gathering = place.gathering
    if what == "reminder":
        return place.is_taken and gathering.is_to_come and mail.payload["sequence"] == place.sequence
    if what == "absent":
        return place.presence == Presence.ABSENT
    if what in {"waiting", "another_date"}:
        return place.is_waiting and gathering.is_to_come
    return True


@outbox.letter("gatherings/place")
def place(mail: outbox.Mail) -> outbox.Letter | None:
    """What became of a place; dropped where it holds no more."""
    owner = "request__candidacy__case_file__person"
    rows = Place.objects.select_related(owner, *(f"gathering__{name}" for name in RELATED))
    found = rows.filter(pk=mail.object_id, **{f"{owner}__erased_at": None}).first()
    what = mail.payload["what"]
    if found is None or not _still_holds(found, what, mail):
        return None
    gathering, told = found.gathering, mail.payload.get("entry")
    with translation.override(mail.language):
        link = absolute(reverse("gatherings:mine", args=[gathering.pk])) if mail.recipient else ""
        facts = {
            "what": what,
            "name": found.person.name,
            "gathering": gathering,
            "waits": mail.payload.get("state") == Place.State.WAITING,
            "by_other": mail.payload.get("by_other", False),
            "when": span_words(_Told(told)) if told else gathering.when,
            "where": told["place"] if told else gathering.where,
            "shows_place": what in {"taken", "promoted", "moved", "reminder"} and found.is_taken,
            "link": absolute(reverse("gatherings:home"))
            if link and what in {"cancelled", "absent", "another_date"}
            else link,
        }
        calendar = method = ""
        if told and mail.recipient:
            method = told["method"]
            entry = calendar_entry(
                told,
                summary=_("Group session"),
                url=link,
                attendee_name=found.person.name,
                attendee_email=mail.recipient,
            )
            calendar = calendars.text([entry], method=method)
        return render("gatherings/mail/place", facts, calendar=calendar, calendar_method=method)


@outbox.letter("gatherings/host")
def host(mail: outbox.Mail) -> outbox.Letter | None:
    """To whoever hosts it; dropped for somebody who no longer does, and for what holds no more."""
    gathering = Gathering.objects.select_related(*RELATED).filter(pk=mail.object_id).first()
    reader = Person.objects.filter(pk=mail.payload["host"], erased_at=None).first()
    what = mail.payload["what"]
    if gathering is None or reader is None or (what == "handed_over") == (gathering.offer.host_id == reader.pk):
        return None
    if (what == "reminder" and not gathering.is_to_come) or (what == "presence" and not gathering.is_planned):
        return None
    told = mail.payload.get("entry")
    with translation.override(mail.language):
        page = "gatherings:presence" if what == "presence" else "gatherings:gathering"
        link = "" if what == "handed_over" else absolute(reverse(page, args=[gathering.pk]))
        facts = {
            "what": what,
            "gathering": gathering,
            "when": span_words(_Told(told)) if told else gathering.when,
            "where": told["place"] if told else gathering.where,
            "link": link,
        }
        calendar = method = ""
        if told:
            method = told["method"]
            entry = calendar_entry(
                told,
                summary=_("Group session that you host"),
                url=link,
                attendee_name=reader.name,
                attendee_email=mail.recipient,
            )
            calendar = calendars.text([entry], method=method)
        return render("gatherings/mail/host", facts, calendar=calendar, calendar_method=method)
