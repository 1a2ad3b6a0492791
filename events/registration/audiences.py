"""Questions this room answers about people: were they present at an event?"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.audiences import Answer, Verdict, answers
from core.dates import day_words
from events.agenda.models import Event, Kind
from events.registration.models import Seat
from people.accounts.models import Person

#: Events that an organiser may name: from so long ago, and so many of them.
SINCE = timedelta(days=400)
MOST = 200
#: Kinds of which any event will do.
ANY_OF = (Kind.INFO_SESSION, Kind.TRAINING)


def _any_of(kind: str) -> str:
    if kind == Kind.INFO_SESSION:
        return gettext("any information session")
    return gettext("any training")


@answers("registration.present")
class Present:
    """People whose seat was used at an event, named by its number, or at any event of a kind."""

    label = _("presence at an event")
    has_argument = True

    def choices(self, user: Any) -> Sequence[tuple[str, str]]:
        """Cost: 1 query."""
        events = (
            Event.objects.public()
            .filter(cancelled_at=None, ends_at__gt=timezone.now() - SINCE)
            .order_by("-starts_at", "-pk")[:MOST]
        )
        kinds = [(kind.value, _any_of(kind)) for kind in ANY_OF]
        return kinds + [
            (str(event.pk), f"{event.title.text}, {day_words(event.start_date, weekday=False)}") for event in events
        ]

    def sentence(self, argument: str) -> str:
        """Cost: 1 query for an event by its number."""
        if argument in ANY_OF:
            return gettext("For those who were present at %(event)s.") % {"event": _any_of(argument)}
        event = _event(argument)
        if event is None:
            return gettext("For those who were present at an event that no longer exists.")
        words = {"event": event.title.text, "day": day_words(event.start_date, weekday=False)}
        return gettext("For those who were present at “%(event)s”, %(day)s.") % words

    def explain(self, person: Person, argument: str) -> Answer:
        """Cost: 1 query, 1 more where they were not."""
        if Seat.objects.present().filter(_of(argument), person=person).exists():
            return Answer(Verdict.MET)
        if argument in ANY_OF:
            return Answer(
                Verdict.NOT_MET,
                gettext("You have not been present yet at %(event)s.") % {"event": _any_of(argument)},
                gettext("Come to one first: the calendar shows those to come."),
            )
        event = _event(argument)
        if event is None or event.is_cancelled:
            return Answer(
                Verdict.UNKNOWN,
                gettext("This event asks for presence at another one that was called off, or no longer exists."),
                gettext("Write to the organiser, who can let you in."),
            )
        if not event.is_past:
            reason = gettext("You have not been present yet at “%(event)s”, %(day)s.")
            remedy = gettext("Register for it, come, then register here.")
        else:
            reason = gettext("We have no record that you were present at “%(event)s”, %(day)s.")
            remedy = gettext("If you were there, write to the organiser: presence can be noted afterwards.")
        words = {"event": event.title.text, "day": day_words(event.start_date, weekday=False)}
        return Answer(Verdict.NOT_MET, reason % words, remedy)

    def filter(self, argument: str) -> Q:
        return Q(pk__in=Seat.objects.present().filter(_of(argument), person__isnull=False).values("person"))


def _of(argument: str) -> Q:
    """Seats at the event, or the events, of an argument."""
    if argument in ANY_OF:
        return Q(event__kind=argument)
    return Q(event=int(argument)) if _is_number(argument) else Q(pk=None)


def _is_number(argument: str) -> bool:
    return argument.isascii() and argument.isdigit() and len(argument) < 18


def _event(argument: str) -> Event | None:
    return Event.objects.public().filter(pk=int(argument)).first() if _is_number(argument) else None
