"""Questions about who was there: at an event, or at one sitting of a series."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.audiences import Answer, Verdict, answers
from core.bilingual import pick
from core.dates import span_words
from events.agenda.models import Event
from events.agenda.series import Sitting
from events.doors.models import Attendance
from events.registration.models import Seat
from people.accounts.models import Address, Person


def proven() -> Q:
    return Q(pk__in=Address.objects.filter(proven_at__isnull=False).values("person"))


class WhoWasThere:
    """What both questions share. The argument is the number of an event or a sitting; any other asks about nobody."""

    label: str | Promise
    asks_more = True

    def present(self, number: int) -> QuerySet[Any]:
        """Rows with a ``person`` who was there."""
        raise NotImplementedError

    def missed(self, number: int) -> str | Promise:
        raise NotImplementedError

    def explain(self, person: Person | None, argument: str) -> Answer:
        """Cost: at most 3 queries."""
        if person is None or not Address.objects.filter(person=person, proven_at__isnull=False).exists():
            return Answer(
                Verdict.UNKNOWN,
                _("We do not know yet who you are: none of your addresses is proven."),
                _("Sign in with the address you registered with."),
            )
        if argument.isdecimal() and self.present(int(argument)).filter(person=person).exists():
            return Answer(Verdict.MET, _("You were there."))
        remedy = _("Were you there? Ask the organiser of that event to put its attendance right.")
        return Answer(Verdict.NOT_MET, self.missed(int(argument) if argument.isdecimal() else 0), remedy)

    def filter(self, argument: str) -> Q:
        """The same people as those for whom ``explain`` says met."""
        number = int(argument) if argument.isdecimal() else 0
        return Q(pk__in=self.present(number).values("person")) & proven()


@answers("doors.present")
class Present(WhoWasThere):
    """``doors.present:EVENT``: was present at the event, of a series at one of its sittings at least."""

    label = _("people who were present at an event")

    def present(self, number: int) -> QuerySet[Any]:
        return Seat.objects.present().filter(event=number)

    def missed(self, number: int) -> str | Promise:
        event = Event.objects.public().filter(pk=number).first()
        if event is None:
            return _("You were not noted present at the event that this one asks for.")
        facts = {"title": pick(event, "title").text, "when": span_words(event)}
        return _("You were not noted present at “%(title)s”, %(when)s.") % facts


@answers("doors.present_sitting")
class PresentAtSitting(WhoWasThere):
    """``doors.present_sitting:SITTING``: was noted at this sitting of a series."""

    label = _("people who were present at a sitting")

    def present(self, number: int) -> QuerySet[Any]:
        held = Seat.objects.present()
        return held.filter(pk__in=Attendance.objects.filter(sitting=number).values("seat"))

    def missed(self, number: int) -> str | Promise:
        sitting = Sitting.objects.filter(pk=number, event__published_at__isnull=False).select_related("event").first()
        if sitting is None:
            return _("You were not noted present at the sitting that this event asks for.")
        facts = {"title": pick(sitting.event, "title").text, "when": span_words(sitting)}
        return _("You were not noted present at the sitting of “%(title)s” of %(when)s.") % facts
