"""The question who was there, at one sitting of a series. Of a whole event ``registration.present`` knows."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.audiences import Answer, Verdict, answers
from core.bilingual import pick
from core.dates import span_words
from events.agenda.series import Sitting
from events.doors.models import Attendance
from events.registration.models import Seat
from people.accounts.models import Address, Person

#: What an organiser may name: from so long ago, and so many of them.
SINCE, MOST = timedelta(days=400), 200


def proven() -> Q:
    return Q(pk__in=Address.objects.filter(proven_at__isnull=False).values("person"))


class WhoWasThere:
    """What such questions share. The argument is the number of a sitting or an event; any other asks about nobody."""

    label: str | Promise
    has_argument = True

    def choices(self, user: Any) -> Sequence[tuple[str, str]]:
        raise NotImplementedError

    def sentence(self, argument: str) -> str:
        raise NotImplementedError

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


@answers("doors.present_sitting")
class PresentAtSitting(WhoWasThere):
    """``doors.present_sitting:SITTING``: was noted at this sitting of a series."""

    label = _("presence at a sitting")

    def choices(self, user: Any) -> Sequence[tuple[str, str]]:
        """Sittings of the last year, the latest first. Cost: 1 query."""
        since = timezone.now() - SINCE
        sittings = Sitting.objects.filter(event__published_at__isnull=False, ends_at__gt=since).select_related("event")
        return [
            (str(one.pk), f"{one.event.title.text}, {span_words(one)}")
            for one in sittings.order_by("-starts_at")[:MOST]
        ]

    def sentence(self, argument: str) -> str:
        """Cost: 1 query."""
        sitting = _sitting(argument)
        if sitting is None:
            return gettext("For those who were present at a sitting that no longer exists.")
        facts = {"title": sitting.event.title.text, "when": span_words(sitting)}
        return gettext("For those who were present at the sitting of “%(title)s” of %(when)s.") % facts

    def present(self, number: int) -> QuerySet[Any]:
        held = Seat.objects.present()
        return held.filter(pk__in=Attendance.objects.filter(sitting=number).values("seat"))

    def missed(self, number: int) -> str | Promise:
        sitting = _sitting(str(number))
        if sitting is None:
            return _("You were not noted present at the sitting that this event asks for.")
        facts = {"title": pick(sitting.event, "title").text, "when": span_words(sitting)}
        return _("You were not noted present at the sitting of “%(title)s” of %(when)s.") % facts


def _sitting(argument: str) -> Sitting | None:
    if not argument.isdecimal():
        return None
    public = Sitting.objects.filter(event__published_at__isnull=False).select_related("event")
    return public.filter(pk=int(argument)).first()
