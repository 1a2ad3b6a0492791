"""A file is closed by hand: what ends with it is named first, the person is told why, retention counts from that day, and it opens again."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from core import outbox
from core.outbox import Mail
from people.accompaniment import actions as accompaniment
from people.accompaniment.models import Appointment, Task
from people.follow_up import actions as follow_up
from people.follow_up.models import FollowUp
from people.participants import actions, endings, keeping, refusals
from people.participants.models import Candidacy, CaseFile
from people.pool.models import PoolEntry
from people.privacy import actions as privacy
from tests.factories.accounts import make_person
from tests.factories.house import House, make_house
from tests.factories.participants import make_file, make_ready
from tests.factories.programmes import make_edition, make_partner
from tests.people.participants.person import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db: None) -> House:
    return make_house()


def a_busy_file(house: House) -> CaseFile:
    """With a request in the pool, a task, an appointment, a plan and a follow-up to come."""
    edition = make_edition(state="open")
    make_partner(edition=edition, organisation=house.organisation)
    candidacy = make_ready(make_person(email="amina@exemple.test", proven=True), edition=edition)
    file, by = candidacy.case_file, house.caseworker.person
    accompaniment.add_task(title="Rappeler", due_on=timezone.localdate(), by=by, case_file=file)
    starts = timezone.localtime(timezone.now() + timedelta(days=3)).replace(tzinfo=None, hour=10, minute=0)
    accompaniment.meet_at(
        case_file=file, caseworker=by, by=by, starts=starts, minutes=30, zone="America/Toronto", mode="phone"
    )
    accompaniment.begin_plan(case_file=file, by=by)
    follow_up.schedule(origin="test:1", begun_on=timezone.localdate(), case_file=file)
    return file


def closed(file: CaseFile, house: House, **facts: Any) -> CaseFile:
    facts = {"reason": "reached", "by": house.caseworker.person, **facts}
    return actions.close(case_file=file, **{"seal": endings.seal_of(endings.all_open(file)), **facts})


def test_what_is_open_ends_with_the_file_and_follow_ups_go_on(house: House) -> None:
    file = a_busy_file(house)

    named = {each.ending.code: each.ends for each in endings.all_open(file)}
    assert named == {"requests": True, "appointments": True, "tasks": True, "plan": True, "follow_ups": False}
    closed(file, house, words="Bon succès à Alma.")

    file.refresh_from_db()
    assert file.is_closed
    assert (file.organisation, file.followings.current().count()) == (house.organisation, 0)
    assert [each.ends for each in endings.all_open(file)] == [False]
    assert Candidacy.objects.get().end_reason == "Bon succès à Alma."
    assert not PoolEntry.objects.exists()
    assert Appointment.objects.get().state == "cancelled"
    assert not Task.objects.open().exists()
    assert FollowUp.objects.filter(state="planned").count() == 3


def test_the_person_reads_why_and_what_ended_in_one_letter(house: House) -> None:
    file = a_busy_file(house)
    title = file.candidacies.get().edition.title

    closed(file, house, words="Bon succès à Alma.")

    told = list(Mail.objects.values_list("template", flat=True))
    assert told.count("participants/closed") == 1
    assert "participants/ended" not in told
    letter = outbox.writer_of("participants/closed")(Mail.objects.get(template="participants/closed"))
    assert letter is not None
    assert "Bon succès à Alma." in letter.text
    assert title in letter.text
    assert file.person.name not in letter.subject


def test_nothing_ends_that_was_not_named(house: House) -> None:
    file = make_file(organisation=house.organisation)
    seal = endings.seal_of(endings.all_open(file))
    accompaniment.add_task(title="Rappeler", due_on=timezone.localdate(), by=house.caseworker.person, case_file=file)

    with pytest.raises(refusals.MoreEnds):
        closed(file, house, seal=seal)

    assert Task.objects.open().exists()
    page = house.client.post(
        f"/fr/gestion/dossiers/{file.reference}/fermer/",
        {"reason": "leaves", "on": timezone.localdate().isoformat(), "seal": seal},
    )
    assert "Rappeler" in page.content.decode()
    assert page.context["form"]["seal"].value() != seal


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"reason": "other"}, refusals.WordsWanted),
        ({"on": timezone.localdate() + timedelta(days=1)}, refusals.DayOutOfReach),
        ({"on": timezone.localdate() - timedelta(days=9)}, refusals.DayOutOfReach),
    ],
    ids=["no-words", "tomorrow", "before"],
)
def test_another_reason_is_said_in_words_and_no_day_lies_outside_the_following(
    house: House, facts: dict[str, Any], refusal: type[Exception]
) -> None:
    file = make_file(organisation=house.organisation)

    with pytest.raises(refusal):
        closed(file, house, **facts)

    assert not CaseFile.objects.get().is_closed


def test_retention_counts_from_the_day_it_was_closed_on(house: House) -> None:
    file = make_file(organisation=house.organisation, phone="418 555-0100")
    long_ago = timezone.now() - timedelta(days=40)
    CaseFile.objects.update(opened_at=long_ago)
    file.followings.update(since=long_ago)

    closed(file, house, on=timezone.localdate() - timedelta(days=30))

    assert list(keeping.files_past(timezone.now() - timedelta(days=29))) == [file]
    assert not keeping.files_past(timezone.now() - timedelta(days=31)).exists()


def test_it_opens_again_with_who_followed_last_and_the_person_is_told(house: House) -> None:
    file = make_file(organisation=house.organisation)
    closed(file, house, reason="unreachable")
    page = house.client.get(f"/fr/gestion/dossiers/{file.reference}/").content.decode()
    assert "Sans nouvelles depuis longtemps" in page
    assert [row.reference for row in house.client.get("/fr/gestion/personnes/?standing=closed").context["page_obj"]]

    house.client.post(f"/fr/gestion/dossiers/{file.reference}/rouvrir/")

    file.refresh_from_db()
    assert (file.closed_at, file.closing) == (None, "")
    assert list(file.followings.values_list("how", "until").order_by("pk"))[-1] == ("opened_again", None)
    assert (
        Mail.objects.filter(template="participants/opened_again").count()
        + file.paper_letters.filter(template="participants/opened_again").count()
        == 1
    )
    assert not keeping.files_past(timezone.now()).exists()


def test_who_asks_again_is_followed_again_by_the_organisation_that_closed_the_file(
    house: House, client: Client
) -> None:
    user = signed_in(client)
    file = make_file(user.person, house.organisation)
    closed(file, house, reason="leaves", words="Reprendra au printemps.")
    assert "Reprendra au printemps." in client.get("/fr/mon-espace/").text
    edition = make_edition(state="open")
    make_partner(edition=edition, organisation=house.other)

    candidacy = actions.apply(person=user.person, edition=edition, by=user.person)

    assert candidacy.organisation == house.organisation
    assert file.followings.current().get().how == "opened_again"
    assert edition.partners.get().assigned == 0


def test_a_figure_that_is_counted_later_opens_no_closed_file(house: House) -> None:
    file = make_file(organisation=house.organisation)
    closed(file, house)

    follow_up.schedule(origin="test:2", begun_on=timezone.localdate(), person=file.person)

    assert CaseFile.objects.get().is_closed


def test_nothing_is_begun_in_a_closed_file(house: House) -> None:
    file = make_file(organisation=house.organisation)
    closed(file, house)

    with pytest.raises(refusals.FileClosed):
        accompaniment.add_task(title="Rappeler", due_on=timezone.localdate(), by=None, case_file=file)
    with pytest.raises(refusals.FileClosed):
        actions.take(case_file=file, caseworker=house.caseworker.person, by=house.caseworker.person)


def test_of_two_files_the_one_that_is_followed_stays(house: House) -> None:
    keep, gone = make_file(organisation=house.organisation), make_file(organisation=house.other)
    closed(keep, house)

    privacy.merge(keep=keep.person, gone=gone.person, by=None)

    file = CaseFile.objects.get()
    assert (file.pk, file.organisation, file.person_id) == (gone.pk, house.other, keep.person_id)
    assert not file.is_closed


def test_a_reason_stands_in_no_open_file(house: House) -> None:
    file = make_file(organisation=house.organisation)

    for wrong in (
        {"closing": "reached"},
        {"closing": "bored", "closed_at": timezone.now()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            CaseFile.objects.filter(pk=file.pk).update(**wrong)
