"""Reading and deciding: by the same grid for all, as drafts that undo nothing unseen."""

import pytest
from django.db import IntegrityError, transaction

from core.forbidden import SensitiveText
from core.versions import ChangedAsAWhole, SeenWhole, print_whole
from events.agenda.refusals import NotYours
from events.registration import actions as registering
from events.registration import refusals as registration
from events.registration.models import Registration
from events.registration.seating import Companion
from events.selection import actions, reading, refusals
from events.selection.models import Score, Verdict
from people.accounts.models import Grant, User
from people.privacy import actions as privacy
from tests.factories.agenda import administrator, organiser
from tests.factories.registration import open_event, registered
from tests.factories.selection import GRID, by_review, decide, score

pytestmark = pytest.mark.django_db


@pytest.fixture
def chair() -> User:
    return administrator()


def order(*registrations: Registration) -> list[int]:
    return [one.pk for one in registrations]


def test_nobody_applies_before_it_is_known_until_when() -> None:
    with pytest.raises(registration.AudienceNotMet):
        registered(by_review(registration_closes_at=None))

    assert registered(open_event(registration_closes_at=None)).state == "confirmed"


def test_the_mean_of_the_readers_counts(chair: User) -> None:
    event = by_review()
    first, second = registered(event), registered(event)
    score(chair, first, 1, 2)
    score(chair, first, 2, 4)
    score(administrator(), first, 5, 9)
    score(chair, second, 5, 6)

    found = reading.listing(event, me=chair.person, sort="score")

    assert [(line.registration, line.total, line.readers) for line in found.lines] == [
        (second.pk, 11, 1),
        (first.pk, 10, 2),
    ]
    assert Score.objects.filter(registration=first).count() == 4


def test_points_stay_within_the_grid(chair: User) -> None:
    application = registered(by_review())

    for points in ((6, 1), (1, 11)):
        with pytest.raises(refusals.OutOfReach):
            score(chair, application, *points)
    with pytest.raises(refusals.NoCriteria):
        actions.score(registration=registered(by_review(grid=False)), by=chair, points={})
    assert not Score.objects.exists()


def test_the_grid_stays_once_somebody_gave_points(chair: User) -> None:
    event = by_review()
    actions.set_grid(event=event, by=chair, rows=GRID[:1])
    score(chair, registered(event), 3)

    with pytest.raises(refusals.GridSettled):
        actions.set_grid(event=event, by=chair, rows=GRID)

    assert event.criteria.count() == 1


def test_a_grid_that_somebody_else_wrote_meanwhile_is_not_lost(chair: User) -> None:
    event = by_review()
    seen = SeenWhole(print_whole(actions.GRID, actions.grid_of(event)))
    actions.set_grid(event=event, by=administrator(), rows=GRID[:1])

    with pytest.raises(ChangedAsAWhole):
        actions.set_grid(event=event, by=chair, rows=GRID, seen=seen)


def test_nobody_judges_an_application_of_their_own(chair: User) -> None:
    event = by_review()
    own = registered(event, chair.person.name, person=chair.person)

    with pytest.raises(refusals.OwnApplication):
        score(chair, own, 5, 10)
    with pytest.raises(refusals.OwnApplication):
        decide(chair, "chosen", own, registered(event))

    assert not Verdict.objects.exists()


def test_who_does_not_run_the_event_reads_and_decides_nothing() -> None:
    application, stranger = registered(by_review()), organiser(regions=("11",))

    for attempt in (
        lambda: score(stranger, application, 1, 1),
        lambda: decide(stranger, "chosen", application),
        lambda: actions.set_grid(event=application.event, by=stranger, rows=GRID),
    ):
        with pytest.raises(NotYours):
            attempt()


def test_a_no_needs_its_reason_and_a_reason_no_numbers_of_anybody(chair: User) -> None:
    application = registered(by_review())
    seen = {application.pk: ""}

    with pytest.raises(refusals.ReasonMissing):
        actions.decide(event=application.event, by=chair, seen=seen, outcome="declined", reason_fr="  ")
    with pytest.raises(SensitiveText):
        decide(chair, "declined", application, reason_fr="NAS 046 454 286")
    with pytest.raises(IntegrityError), transaction.atomic():
        Verdict.objects.create(
            registration=application, event=application.event, outcome="declined", decided_by=chair.person
        )


def test_the_second_of_two_who_decide_hears_of_the_first(chair: User) -> None:
    event = by_review()
    first, second = registered(event), registered(event)
    seen = {first.pk: "", second.pk: ""}
    decide(administrator(), "reserve", first)

    with pytest.raises(refusals.DecidedMeanwhile) as refused:
        actions.decide(event=event, by=chair, seen=seen, outcome="chosen")

    assert refused.value.registrations == (first.pk,)
    assert list(Verdict.objects.values_list("registration", "outcome")) == [(first.pk, "reserve")]


def test_who_withdrew_meanwhile_is_not_decided_on(chair: User) -> None:
    event = by_review()
    stays, goes = registered(event), registered(event)
    registering.cancel(registration=goes, by=None)

    with pytest.raises(refusals.Withdrawn):
        decide(chair, "chosen", stays, goes)

    assert not Verdict.objects.exists()


def test_the_reserve_takes_newcomers_at_its_end_most_points_first(chair: User) -> None:
    event = by_review()
    early, poor, rich = registered(event), registered(event), registered(event)
    score(chair, poor, 1, 1)
    score(chair, rich, 4, 8)
    decide(chair, "reserve", early)

    decide(chair, "reserve", poor, rich)
    assert actions.reserve_of(event) == order(early, rich, poor)

    # Decided the same again, a place stays.
    decide(chair, "reserve", rich, poor, early)
    assert actions.reserve_of(event) == order(early, rich, poor)


def test_the_reserve_list_has_the_order_that_was_set(chair: User) -> None:
    event = by_review()
    one, two, three = (registered(event) for _each in range(3))
    decide(chair, "reserve", one, two, three)
    seen = SeenWhole(print_whole(actions.RESERVE, order(one, two, three)))
    registering.cancel(registration=two, by=None)

    with pytest.raises(ChangedAsAWhole):
        actions.set_order(event=event, by=chair, order=order(three, two, one), seen=seen)
    actions.set_order(event=event, by=chair, order=order(three, one))

    assert actions.reserve_of(event) == order(three, one)


def test_a_party_is_decided_whole_and_not_decided_again_is_undecided(chair: User) -> None:
    event = by_review()
    party = registered(event, companions=[Companion("Paul Roy"), Companion("Ana Roy")])
    decide(chair, "chosen", party)
    decide(chair, "", party)

    assert not Verdict.objects.exists()
    assert [line.size for line in reading.listing(event, me=chair.person).lines] == [3]


def test_a_reader_who_is_two_has_read_it_once(chair: User) -> None:
    application, other = registered(by_review()), administrator()
    score(chair, application, 1, 1)
    score(other, application, 5, 5)

    # A login that still holds roles is not closed by a merge.
    Grant.objects.filter(user=other).delete()
    privacy.merge(keep=chair.person, gone=other.person, by=None, close_login=True)

    assert list(Score.objects.values_list("by", "points")) == [(chair.person.pk, 1), (chair.person.pk, 1)]
