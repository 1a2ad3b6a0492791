"""Letters about meetings: to the two of a match, also read on paper; to staff by the file's number alone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import calendars, outbox
from core.dates import local_of, span_words
from core.mail import absolute, render
from core.told import calendar_entry
from network.pairing.matches.models import Match, Side
from network.pairing.meetings import quiet, showing
from network.pairing.meetings.models import STANDS_AFTER, Meeting, State
from people.accompaniment.telling import Span, Told, zone_of
from people.accounts.models import Person
from people.participants.models import CaseFile

#: What has an entry for a calendar.
ENTRIES = {"planned", "moved", "cancelled"}


def _meeting(pk: int) -> Meeting | None:
    found = Meeting.objects.select_related("match__candidate", "match__host", "match__offer__organisation")
    return found.filter(pk=pk).first()


def _span_of(told: dict[str, Any]) -> Span:
    begins, ends = datetime.fromisoformat(told["start"]), datetime.fromisoformat(told["end"])
    return Span(begins.date(), begins.time(), ends.date(), ends.time(), told["zone"])


def _staff(pk: int | None) -> str:
    """Name of whoever of the staff did it; "" where one of the two did."""
    if pk is None:
        return ""
    found = Person.objects.current().filter(pk=pk).first()
    return found.name if found else _("Somebody")


def _still_holds(found: Meeting, what: str, side: str, told: Mapping[str, Any]) -> bool:
    """Whether there still is something to say. A calendar hears everything, in order."""
    if what == "reminder":
        return found.is_planned and not found.has_started and told.get("sequence") == found.sequence
    if what == "asked":
        return found.is_to_say and not found.said_side
    if what in {"said", "corrected"}:
        return found.is_planned and found.said_side == Side(side).other
    if what in {"stands", "settled"}:
        return found.state in {State.HELD, State.MISSED}
    if what == "reopened":
        return found.is_to_say
    return True


@outbox.letter("meetings/meeting")
def meeting(mail: outbox.Mail) -> outbox.Letter | None:
    """Planned, moved, called off, tomorrow; how it went; dropped when it holds no more."""
    found, what, side = _meeting(mail.payload["meeting"]), mail.payload["what"], mail.payload["side"]
    if found is None or not _still_holds(found, what, side, mail.payload):
        return None
    person, other = found.match.person_of(side), found.match.person_of(Side(side).other)
    if person.erased_at:
        return None
    entries = mail.payload.get("entries", [])
    reader = Told(found, zone_of(person))
    link = absolute(reverse("meetings:meeting", args=[found.pk])) if mail.recipient else ""
    line = showing.Line(found, side, reader.zone)
    as_told = not entries or entries[0]["start"] == found.starts.isoformat()
    facts = {
        "what": what,
        "side": side,
        "own": mail.payload["own"],
        "staff": _staff(mail.payload.get("staff")),
        "meeting": found,
        "other": other.name,
        "whens": [span_words(_span_of(each)) for each in entries] or [span_words(found)],
        "there": reader.when if reader.is_elsewhere and as_told and len(entries) < 2 else "",
        "place": entries[0]["place"] if entries else found.place,
        "said": line.said,
        "settled": line.settled,
        "days": STANDS_AFTER.days,
        "today": found.start_date == local_of(timezone.now(), found.zone).date(),
        "link": link,
    }
    if not mail.recipient or what not in ENTRIES:
        return render("meetings/mail/meeting", facts)
    texts = [
        calendars.text(
            [
                calendar_entry(
                    each,
                    summary=showing.title_of(found.match),
                    url=link,
                    attendee_name=person.name,
                    attendee_email=mail.recipient,
                )
            ],
            method=each["method"],
        )
        for each in entries
    ]
    # A message is about one entry (RFC 5546, 3.2): those of a series beside the first go along as files of their own.
    more = tuple(
        outbox.Attachment(f"{number}.ics", text.encode(), "text/calendar") for number, text in enumerate(texts[1:], 2)
    )
    return render(
        "meetings/mail/meeting",
        facts,
        calendar=texts[0],
        calendar_method=entries[0]["method"],
        attachments=more,
    )


@outbox.letter("meetings/quiet")
def quiet_pair(mail: outbox.Mail) -> outbox.Letter | None:
    """No meeting is planned: dropped once one is, or the match rests or is over."""
    side = mail.payload["side"]
    related = ("candidate", "host", "offer__organisation")
    found = quiet.quiet_for(Match.objects.filter(pk=mail.payload["match"]), 1).select_related(*related).first()
    if found is None or found.person_of(side).erased_at or quiet.since(found).isoformat() != mail.payload["since"]:
        return None
    name = "matches:match" if found.format == "placement" else "meetings:plan"
    facts = {
        "match": found,
        "side": side,
        "step": mail.payload["step"],
        "other": found.person_of(Side(side).other).name,
        "days": (timezone.localdate() - quiet.since(found)).days,
        "link": absolute(reverse(name, args=[found.pk])) if mail.recipient else "",
    }
    return render("meetings/mail/quiet", facts)


@outbox.letter("meetings/work")
def work(mail: outbox.Mail) -> outbox.Letter | None:
    """To who follows the candidate, and the coordination: what there is to look at, by the file's number."""
    found = Match.objects.filter(pk=mail.object_id).select_related("edition__programme").first()
    what = mail.payload["what"]
    if found is None or not found.is_live:
        return None
    if what.startswith("quiet_") and not quiet.quiet_for(Match.objects.filter(pk=found.pk), 1).exists():
        return None
    file = CaseFile.objects.filter(person=found.candidate_id).first()
    link = absolute(reverse("matches:staff_match", args=[found.pk]))
    return render("meetings/mail/work", {"match": found, "file": file, "what": what, "link": link})
