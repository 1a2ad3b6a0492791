"""What an organiser may do with an event, and what follows."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.dispatch import Signal
from django.utils import timezone

from core import generations
from core.audit import Entry
from core.localtime import AmbiguousTime, NoSuchTime, Zone
from events.agenda import actions, refusals, signals
from events.agenda.models import Event
from events.registration import actions as registering
from tests.factories import agenda as make
from tests.factories.registration import registered

pytestmark = pytest.mark.django_db


class Heard(list[dict[str, Any]]):
    """What a signal said, in order."""

    def __call__(self, sender: Any, signal: Signal, **news: Any) -> None:
        self.append(news)


@pytest.fixture
def heard() -> Iterator[dict[str, Heard]]:
    ears = {name: Heard() for name in ("event_changed", "event_cancelled", "capacity_changed")}
    for name, ear in ears.items():
        getattr(signals, name).connect(ear)
    yield ears
    for name, ear in ears.items():
        getattr(signals, name).disconnect(ear)


def audited(event: Event) -> list[str]:
    return list(
        Entry.objects.filter(object_type="agenda.event", object_id=str(event.pk))
        .order_by("pk")
        .values_list("action", flat=True)
    )


# ------------------------------------------------------------------ creating and editing
def test_a_new_event_is_a_draft_of_the_venues_region_and_legal_time() -> None:
    hall = make.venue("11", zone=Zone.ILES)
    user = make.organiser(regions=("11",))

    event = actions.create_event(event=make.unsaved(venue=hall, published_at=timezone.now()), by=user)

    assert (event.is_draft, event.region_id, event.zone) == (True, "11", "America/Halifax")
    assert audited(event) == ["agenda.created"]
    assert Entry.objects.get().actor == user.person.pk


def test_an_organiser_creates_in_the_regions_and_organisations_held_and_nowhere_else() -> None:
    ours = make.organisation()
    of_organisation = make.organiser(organisations=(ours,))
    of_region = make.organiser(regions=("04",))

    actions.create_event(event=make.unsaved(organisation=ours, region=make.region("09")), by=of_organisation)
    actions.create_event(event=make.unsaved(region=make.region("04")), by=of_region)
    with pytest.raises(refusals.NotYours):
        actions.create_event(event=make.unsaved(region=make.region("04")), by=of_organisation)
    with pytest.raises(refusals.NotYours):
        actions.create_event(event=make.unsaved(region=make.region("09")), by=of_region)

    assert Event.objects.count() == 2


@pytest.mark.parametrize("role", ["door_staff", "participant", "editor"])
def test_a_grant_of_another_role_in_the_same_scope_runs_nothing(role: str) -> None:
    with pytest.raises(refusals.NotYours):
        actions.create_event(event=make.unsaved(), by=make.organiser(regions=("04",), role=role))


def test_an_event_can_count_for_measures_and_2_2_names_its_track() -> None:
    event = actions.create_event(
        event=make.unsaved(), by=None, contributions={make.measure("4.1"): "", make.measure("2.2"): "francophone"}
    )

    actions.edit_event(event=event, by=None, contributions={make.measure("2.2"): "french_class"})

    assert list(event.contributions.values_list("measure", "track")) == [("2.2", "french_class")]
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.edit_event(event=event, by=None, contributions={make.measure("2.2"): ""})


def test_an_hour_that_the_clocks_skip_or_repeat_is_refused_in_its_own_zone() -> None:
    spring, autumn = date(2027, 3, 14), date(2027, 11, 7)
    night = {"start_time": time(2, 30), "end_time": time(5)}

    with pytest.raises(NoSuchTime):
        actions.create_event(event=make.unsaved(start_date=spring, end_date=spring, **night), by=None)
    early = {"start_time": time(1, 30), "end_time": time(5)}
    with pytest.raises(AmbiguousTime):
        actions.create_event(event=make.unsaved(start_date=autumn, end_date=autumn, **early), by=None)
    # The Basse-Côte-Nord never changes its clocks.
    shore = make.venue("09", zone=Zone.BASSE_COTE_NORD)
    event = actions.create_event(event=make.unsaved(venue=shore, start_date=spring, end_date=spring, **night), by=None)

    assert event.starts_at.isoformat() == "2027-03-14T06:30:00+00:00"


def test_editing_a_published_event_leaves_time_place_and_capacity() -> None:
    event = make.event(capacity=50)
    before = (event.start_date, event.venue_id, event.capacity)
    event.title_fr, event.start_date, event.venue, event.capacity = "Autre titre", date(2030, 1, 1), make.venue(), 9

    actions.edit_event(event=event, by=None)

    kept = Event.objects.get(pk=event.pk)
    assert (kept.start_date, kept.venue_id, kept.capacity) == before
    assert kept.title_fr == "Autre titre"
    assert Entry.objects.get(action="agenda.edited").fields == ["title_fr"]


def test_an_edit_never_brings_back_an_old_count_of_seats() -> None:
    event = make.event(capacity=50)
    Event.objects.take_seats(event.pk, 3)
    event.summary_fr = "Nouveau résumé"

    actions.edit_event(event=event, by=None)

    assert Event.objects.get(pk=event.pk).seats_taken == 3


def test_two_editors_at_once_do_not_overwrite_each_other_unseen() -> None:
    event = make.draft()
    seen = Event.objects.get(pk=event.pk).updated_at
    first, second = (Event.objects.get(pk=event.pk) for _copy in range(2))
    first.title_fr, second.title_fr = "Le premier", "Le second"

    actions.edit_event(event=first, by=None, seen=seen)
    with pytest.raises(refusals.ChangedMeanwhile):
        actions.edit_event(event=second, by=None, seen=seen)

    assert Event.objects.get(pk=event.pk).title_fr == "Le premier"


def test_the_words_filter_follows_the_title() -> None:
    event = make.draft()
    event.title_en = "Meet the North Shore"

    actions.edit_event(event=event, by=None)

    assert Event.objects.with_words("NORTH shore").get() == event


def test_somebody_elses_event_cannot_be_taken_over_by_renaming_its_organisation() -> None:
    event, ours = make.draft(code="06"), make.organisation()
    event.organisation = ours

    with pytest.raises(refusals.NotYours):
        actions.edit_event(event=event, by=make.organiser(organisations=(ours,)))


# ------------------------------------------------------------------ publishing
def test_publishing_shows_the_event_and_bumps_what_is_cached() -> None:
    event = make.draft()
    names = ["agenda", f"event/{event.pk}"]
    before = generations.current(names)

    published = actions.publish(event=event, by=None)

    generations.forget()
    assert Event.objects.public().get() == published
    assert all(new > old for new, old in zip(generations.current(names), before, strict=True))
    with pytest.raises(refusals.AlreadyPublished):
        actions.publish(event=event, by=None)


def test_an_event_that_is_over_cannot_be_published() -> None:
    with pytest.raises(refusals.TooLate):
        actions.publish(event=make.draft(days=-1), by=None)


def test_an_event_goes_back_to_draft_only_while_nobody_registered() -> None:
    nobody, somebody, waited = make.event(), make.event(seats_taken=1), make.event(seats_waiting=1)

    assert actions.unpublish(event=nobody, by=None).is_draft
    for event in (somebody, waited):
        with pytest.raises(refusals.PeopleRegistered):
            actions.unpublish(event=event, by=None)
        assert not Event.objects.get(pk=event.pk).is_draft


def test_a_draft_can_be_discarded_and_a_published_event_cannot() -> None:
    event = make.draft()
    number = event.pk

    actions.discard_draft(event=event, by=None)

    assert not Event.objects.filter(pk=number).exists()
    with pytest.raises(refusals.AlreadyPublished):
        actions.discard_draft(event=make.event(), by=None)


# ------------------------------------------------------------------ cancelling and moving
def test_a_cancelled_event_says_why_raises_its_sequence_and_tells_the_rooms_above(heard: dict[str, Heard]) -> None:
    event = make.event()

    actions.cancel(event=event, by=None, reason_fr="Tempête", reason_en="Storm")

    kept = Event.objects.get(pk=event.pk)
    assert (kept.is_cancelled, kept.sequence, kept.cancellation_reason.text) == (True, 1, "Tempête")
    assert [news["event"] for news in heard["event_cancelled"]] == [event]
    with pytest.raises(refusals.AlreadyCancelled):
        actions.cancel(event=event, by=None, reason_fr="Encore")
    with pytest.raises(refusals.NotPublished):
        actions.cancel(event=make.draft(), by=None, reason_fr="Tempête")


def test_an_error_above_undoes_the_cancellation() -> None:
    def broken(**_news: Any) -> None:
        raise RuntimeError("no mail can be written")

    event = make.event()
    signals.event_cancelled.connect(broken)
    try:
        with pytest.raises(RuntimeError):
            actions.cancel(event=event, by=None, reason_fr="Tempête")
    finally:
        signals.event_cancelled.disconnect(broken)

    assert not Event.objects.get(pk=event.pk).is_cancelled
    assert audited(event) == []


def test_moving_keeps_what_was_and_shifts_the_registration_window(heard: dict[str, Heard]) -> None:
    day = timezone.localdate() + timedelta(days=40)
    event = make.event(on=day)
    event.registration_closes_at = event.start_local - timedelta(days=2)
    event.save()
    closed_at = event.registration_closes_at.astimezone(event.zone_info).time()
    was, hall = event.starts_at, make.venue("05", name="Salle des fêtes", locality="Magog")
    later = day + timedelta(days=7)

    actions.move(
        event=event,
        by=None,
        start=make.moment(later, 9),
        end=make.moment(later, 15),
        venue=hall,
        reason_fr="Dégât d’eau",
    )

    kept = Event.objects.get(pk=event.pk)
    assert (kept.previous_starts_at, kept.previous_place) == (was, "Centre des congrès, Shawinigan")
    assert (kept.start_date, kept.start_time, kept.region_id, kept.sequence) == (later, time(9), "05", 1)
    assert kept.registration_closes_at is not None
    closes = kept.registration_closes_at.astimezone(kept.zone_info)
    assert (closes.date(), closes.time()) == (later - timedelta(days=2), closed_at)
    [told] = heard["event_changed"]
    assert (told["event"], told["changed"]) == (event, {"time", "place"})
    assert (told["was"].starts_at, told["was"].place) == (was, "Centre des congrès, Shawinigan")


def test_a_move_in_time_alone_says_time_and_one_to_the_same_place_and_hour_is_refused(heard: dict[str, Heard]) -> None:
    event = make.event()
    start = datetime.combine(event.start_date, event.start_time)
    end = datetime.combine(event.end_date, event.end_time)

    with pytest.raises(refusals.NothingMoves):
        actions.move(event=event, by=None, start=start, end=end, venue=event.venue)
    actions.move(event=event, by=None, start=start + timedelta(hours=1), end=end, venue=event.venue)

    assert [news["changed"] for news in heard["event_changed"]] == [frozenset({"time"})]


def test_an_event_is_not_moved_into_the_past_nor_out_of_the_organisers_region() -> None:
    event = make.event(code="04")
    yesterday = timezone.localdate() - timedelta(days=1)
    user = make.organiser(regions=("04",))
    start, end = make.moment(event.start_date, 10), make.moment(event.start_date, 16)

    with pytest.raises(refusals.TooLate):
        actions.move(
            event=event, by=user, start=make.moment(yesterday, 9), end=make.moment(yesterday, 10), venue=event.venue
        )
    with pytest.raises(refusals.NotYours):
        actions.move(event=event, by=user, start=start, end=end, venue=make.venue("06"))

    assert Event.objects.get(pk=event.pk).sequence == 0


# ------------------------------------------------------------------ capacity
def test_capacity_never_goes_below_the_seats_taken() -> None:
    event = make.event(capacity=50, seats_taken=30)

    with pytest.raises(refusals.CapacityBelowSeatsTaken, match="30"):
        actions.change_capacity(event=event, by=None, capacity=29)
    actions.change_capacity(event=event, by=None, capacity=30)

    assert Event.objects.get(pk=event.pk).capacity == 30


def test_another_number_of_seats_is_news_for_the_waiting_list_and_the_same_is_none(heard: dict[str, Heard]) -> None:
    event = make.event(capacity=10)

    for capacity in (10, 8, 8, None):
        actions.change_capacity(event=event, by=None, capacity=capacity)

    assert len(heard["capacity_changed"]) == 2


# ------------------------------------------------------------------ duplicating
def test_a_copy_is_a_draft_on_another_day_without_the_people() -> None:
    event = make.event(code="04", capacity=50, seats_taken=30, about=("06",), sequence=3)
    actions.edit_event(event=event, by=None, contributions={make.measure("4.1"): ""})
    day = event.start_date + timedelta(days=14)

    copy = actions.duplicate(event=event, by=make.organiser(regions=("04",)), start_date=day)

    assert (copy.is_draft, copy.start_date, copy.end_date, copy.seats_taken, copy.sequence) == (True, day, day, 0, 0)
    assert (copy.title_fr, copy.venue_id, copy.capacity) == (event.title_fr, event.venue_id, 50)
    assert [region.pk for region in copy.about_regions.all()] == ["06"]
    assert list(copy.contributions.values_list("measure", flat=True)) == ["4.1"]
    assert copy.pk != event.pk


@pytest.mark.parametrize(
    "action",
    [
        lambda event, by: actions.edit_event(event=event, by=by),
        lambda event, by: actions.publish(event=event, by=by),
        lambda event, by: actions.unpublish(event=event, by=by),
        lambda event, by: actions.cancel(event=event, by=by, reason_fr="x"),
        lambda event, by: actions.change_capacity(event=event, by=by, capacity=3),
        lambda event, by: actions.duplicate(event=event, by=by, start_date=date(2030, 1, 1)),
        lambda event, by: actions.discard_draft(event=event, by=by),
    ],
)
def test_nothing_is_done_to_an_event_of_another_region(action: Any) -> None:
    event = make.event(code="04")

    with pytest.raises(refusals.NotYours):
        action(event, make.organiser(regions=("06",)))


def test_a_new_title_of_a_public_event_is_news_and_a_corrected_accent_is_not(heard: dict[str, Heard]) -> None:
    event = make.event(title_fr="Salon de l’emploi a Trois-Rivieres")
    event.title_fr = "Salon de l’emploi à Trois-Rivières"
    event = actions.edit_event(event=event, by=None)
    assert heard["event_changed"] == []

    event.title_fr = "Salon de l’emploi de la Mauricie"
    actions.edit_event(event=event, by=None)

    assert [news["changed"] for news in heard["event_changed"]] == [frozenset({"title"})]


def test_registration_that_has_opened_stays_open_when_the_event_is_moved_later() -> None:
    event = make.event(days=20, registration_opens_at=timezone.now() - timedelta(days=5))
    later = event.start_date + timedelta(days=60)

    actions.move(event=event, by=None, start=make.moment(later, 9), end=make.moment(later, 15), venue=event.venue)

    kept = Event.objects.get(pk=event.pk)
    assert kept.registration_opens_at == event.registration_opens_at
    assert kept.takes_registrations


def test_registration_that_is_to_open_moves_with_the_event() -> None:
    event = make.event(days=20, registration_opens_at=timezone.now() + timedelta(days=5))
    later = event.start_date + timedelta(days=60)

    actions.move(event=event, by=None, start=make.moment(later, 9), end=make.moment(later, 15), venue=event.venue)

    kept = Event.objects.get(pk=event.pk)
    assert kept.registration_opens_at is not None
    assert event.registration_opens_at is not None
    assert (kept.registration_opens_at - event.registration_opens_at).days in {59, 60}


def test_a_draft_that_once_took_a_registration_is_kept() -> None:
    event = make.event(capacity=None)
    registered_and_cancelled(event)
    actions.unpublish(event=event, by=None)

    with pytest.raises(refusals.PeopleRegistered):
        actions.discard_draft(event=event, by=None)

    assert Event.objects.filter(pk=event.pk).exists()
    assert "agenda.discarded" not in audited(event)


def registered_and_cancelled(event: Event) -> None:
    registration = registered(event)
    registering.cancel(registration=registration, by=None)
