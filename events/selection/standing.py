"""Where a selection stands: seats and decisions counted, what keeps everybody from being told, what to know before."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from events.agenda.models import Event
from events.registration.models import Registration, Terms
from events.selection.models import Results, Verdict

CHOSEN, RESERVE, DECLINED = Verdict.Outcome.CHOSEN, Verdict.Outcome.RESERVE, Verdict.Outcome.DECLINED


@dataclass(frozen=True)
class Number:
    parties: int = 0
    seats: int = 0


@dataclass(frozen=True)
class Standing:
    """Applications that await their result, by decision; parties and the seats they hold."""

    chosen: Number
    reserve: Number
    declined: Number
    undecided: Number
    #: Seats that can be given; None: no limit.
    free: int | None
    capacity: int | None
    #: Decided, then withdrawn by whoever applied.
    withdrawn: int
    #: Parties of the reserve list that are larger than the event.
    too_large: int

    @property
    def applied(self) -> int:
        return sum(one.parties for one in (self.chosen, self.reserve, self.declined, self.undecided))

    @property
    def fits(self) -> bool:
        return self.free is None or self.chosen.seats <= self.free

    @property
    def too_many(self) -> int:
        """Seats chosen beyond those that can be given."""
        return 0 if self.free is None else max(0, self.chosen.seats - self.free)

    @property
    def left_free(self) -> int:
        """Seats that nobody is chosen for; 0 without a limit."""
        return 0 if self.free is None else max(0, self.free - self.chosen.seats)


def standing_of(event: Event) -> Standing:
    """Cost: 2 queries. The event's counters are those it was read with."""
    applied = Registration.objects.filter(event=event, state=Registration.State.APPLIED).order_by()
    counts = {
        outcome or "": Number(parties, seats)
        for outcome, parties, seats in applied.values_list("verdict__outcome").annotate(
            parties=Count("pk"), held=Sum("size")
        )
    }
    larger = Q(
        outcome=RESERVE, registration__state=Registration.State.APPLIED, registration__size__gt=event.capacity or 0
    )
    beside = Verdict.objects.filter(event=event, told_at=None).aggregate(
        withdrawn=Count("pk", filter=Q(registration__state=Registration.State.CANCELLED)),
        too_large=Count("pk", filter=larger),
    )
    return Standing(
        chosen=counts.get(CHOSEN, Number()),
        reserve=counts.get(RESERVE, Number()),
        declined=counts.get(DECLINED, Number()),
        undecided=counts.get("", Number()),
        free=event.seats_free,
        capacity=event.capacity,
        withdrawn=beside["withdrawn"],
        too_large=beside["too_large"] if event.capacity is not None else 0,
    )


def obstacles(event: Event, now: Standing) -> Iterator[str | Promise]:
    """Why nobody can be told yet: a sentence for each thing that is missing, with what to do. The terms are loaded."""
    if not Terms.of(event).is_by_review:
        yield _("This event gives its seats in order: there is nothing to choose.")
        return
    if event.is_cancelled:
        yield _("The event is called off, and everybody who applied was told so.")
        return
    if event.is_past:
        yield _("The event is over.")
        return
    if event.is_draft:
        yield _("The event is a draft: publish it first.")
    if event.registration_closes_at is None:
        yield _("No day is set on which applications close: set it in the form of the event.")
    elif event.registration_closes_at > timezone.now():
        yield _(
            "People can still apply: wait until applications close, or close them earlier in the form of the event."
        )
    if not now.applied:
        yield _("Nobody has applied.")
    if now.undecided.parties:
        yield format_lazy(
            ngettext_lazy(
                "{number} application is not decided: choose, reserve or decline it.",
                "{number} applications are not decided: choose, reserve or decline them.",
                now.undecided.parties,
            ),
            number=now.undecided.parties,
        )
    if not now.fits:
        yield format_lazy(
            ngettext_lazy(
                "{wanted} seats are chosen and {free} can be given: raise the capacity, or choose {number} seat less.",
                "{wanted} seats are chosen and {free} can be given: raise the capacity, or choose {number} seats less.",
                now.too_many,
            ),
            wanted=now.chosen.seats,
            free=now.free,
            number=now.too_many,
        )


def worth_knowing(event: Event, now: Standing, results: Results) -> Iterator[str | Promise]:
    """What keeps nobody from being told, and should be known before; nothing once the event is off."""
    if event.is_cancelled:
        return
    if results.tell_at is not None and results.tell_at >= event.starts_at:
        yield _("The event has been moved: by the hour you set, it will have begun. Set another one.")
    closes = event.registration_closes_at
    if results.tell_at is not None and closes is not None and results.tell_at < closes:
        yield _("Applications now close after the hour you set: nobody will be told then. Set another one.")
    if now.withdrawn:
        yield format_lazy(
            ngettext_lazy(
                "{number} person withdrew after you had decided: nothing is told to them.",
                "{number} people withdrew after you had decided: nothing is told to them.",
                now.withdrawn,
            ),
            number=now.withdrawn,
        )
    if now.left_free and now.reserve.parties:
        yield format_lazy(
            ngettext_lazy(
                "{number} seat stays free: it is offered to the reserve list at once, in its order.",
                "{number} seats stay free: they are offered to the reserve list at once, in its order.",
                now.left_free,
            ),
            number=now.left_free,
        )
    if now.too_large:
        yield format_lazy(
            ngettext_lazy(
                "{number} party on the reserve list is larger than the event, and could never be seated.",
                "{number} parties on the reserve list are larger than the event, and could never be seated.",
                now.too_large,
            ),
            number=now.too_large,
        )
