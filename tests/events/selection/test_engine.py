"""The engine lived through where an event chooses: applications, decisions, the hour, and then all that can happen to seats.

Nobody is told anything before; then everybody is, a no included, and the reserve list is served in its order.
"""

from datetime import timedelta

import pytest
from django.db.models import QuerySet
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import MultipleResults, initialize, multiple, precondition, rule

from core.outbox import Mail
from core.versions import SeenWhole, print_whole
from events.agenda.models import Event
from events.registration.models import Registration
from events.selection import actions, releasing
from events.selection.models import Results, Verdict
from tests.events.registration.test_engine import Engine, live_through, sizes
from tests.factories.registration import registered
from tests.scale import CHOOSING

outcomes = st.sampled_from(Verdict.Outcome.values)
LETTERS = {"chosen": "registration/chosen", "reserve": "registration/reserved", "declined": "registration/not_chosen"}
NO = "Plus de demandes que de places."
before_the_hour = precondition(lambda story: not story.is_told)
after_the_hour = precondition(lambda story: story.is_told)


class Choosing(Engine):
    """An event with few seats, for which people apply."""

    is_told = False
    terms = {"admission": "review"}

    @initialize(
        target=Engine.registrations,
        applied=st.lists(st.tuples(sizes, outcomes), min_size=3, max_size=5),
        has_turned=st.booleans(),
        is_told=st.booleans(),
    )
    def begin(self, applied: list[tuple[int, str]], has_turned: bool, is_told: bool) -> MultipleResults[int]:
        """Some have applied and are decided, perhaps told."""
        self.applications_close(in_days=1)
        made = [registered(self.event_now(), companions=self.companions(size)) for size, _outcome in applied]
        for outcome in Verdict.Outcome.values:
            alike = [one.pk for one, (_size, decided) in zip(made, applied, strict=True) if decided == outcome]
            self.decide_on(Registration.objects.filter(pk__in=alike), outcome)
        if has_turned:
            stands = actions.reserve_of(self.event)
            seen = SeenWhole(print_whole(actions.RESERVE, stands))
            actions.set_order(event=self.event, by=self.organiser, order=stands[::-1], seen=seen)
        if is_told:
            self.the_hour_comes()
        return multiple(*(one.pk for one in made))

    @before_the_hour
    @rule(numbers=st.lists(Engine.registrations, min_size=1, max_size=4, unique=True), outcome=outcomes)
    def decide(self, numbers: list[int], outcome: str) -> None:
        self.decide_on(Registration.objects.filter(pk__in=numbers, state="applied"), outcome)

    @before_the_hour
    @rule(rest=outcomes)
    def tell_everybody(self, rest: str) -> None:
        """Who is undecided is decided alike."""
        self.decide_on(Registration.objects.filter(event=self.event, state="applied", verdict=None), rest)
        self.the_hour_comes()

    @after_the_hour
    @rule(number=Engine.registrations, outcome=outcomes)
    def decide_on_a_late_one(self, number: int, outcome: str) -> None:
        late, act = self.at(number), releasing.decide_late
        self.attempt(lambda: act(registration=late, by=self.organiser, mark="", outcome=outcome, reason_fr=NO))

    # -------------------------------------------------------------- what holds beside
    def results_are_as_decided(self, everybody: list[Registration]) -> None:
        """Nothing before the hour; then one letter for each decision, and whoever is in reserve waits in its order."""
        told = {one.registration_id: one for one in Verdict.objects.filter(event=self.event, told_at__isnull=False)}
        letters = Mail.objects.filter(template__in=LETTERS.values()).values_list("object_id", "template")
        assert sorted(letters) == sorted((str(key), LETTERS[one.outcome]) for key, one in told.items())
        assert self.is_told or not told
        for one in everybody:
            result = told[one.pk].outcome if one.pk in told else ""
            assert (one.ending == "not_chosen") == (result == "declined")
            assert one.is_applied or one.is_cancelled or result in {"chosen", "reserve"}
        line = sorted((one for one in everybody if one.is_waiting), key=lambda one: one.waiting_position or 0)
        ranks = [told[one.pk].rank or 0 for one in line]
        assert ranks == sorted(ranks)

    # -------------------------------------------------------------- helpers
    def applications_close(self, *, in_days: int) -> None:
        closes = timezone.now() + timedelta(days=in_days)
        Event.objects.filter(pk=self.event.pk).update(registration_closes_at=closes)

    def the_hour_comes(self) -> None:
        """Applications close, and the clock tells everybody or nobody; afterwards, late ones are taken."""
        self.applications_close(in_days=-1)
        hour = {"tell_at": timezone.now(), "planned_by": self.organiser.person}
        Results.objects.update_or_create(event=self.event, defaults=hour)
        applied = Registration.objects.filter(event=self.event, state="applied")
        wanted = sum(applied.filter(verdict__outcome="chosen").values_list("size", flat=True))
        could_be = applied.exists() and wanted <= (self.event_now().seats_free or 0)
        self.is_told = releasing.at_the_hour(self.event.pk)
        assert self.is_told == could_be
        assert not (self.is_told and applied.exists())
        self.applications_close(in_days=1)

    def decide_on(self, applications: QuerySet[Registration], outcome: str) -> None:
        marks = dict.fromkeys(applications.values_list("pk", flat=True), "")
        marks |= {one.registration_id: one.mark for one in Verdict.objects.filter(registration__in=marks)}
        if marks:
            actions.decide(event=self.event, by=self.organiser, seen=marks, outcome=outcome, reason_fr=NO)


@pytest.mark.django_db
def test_whatever_is_chosen_and_whatever_happens_then() -> None:
    live_through(Choosing, CHOOSING)
