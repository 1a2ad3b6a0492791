"""Who takes the files, and what those who coordinate do with requests that nobody took: by number, with a reason, never silently."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core import outbox
from core.outbox import Mail
from people.accounts.models import Role, Scope, User
from people.participants import actions, coordination, due
from people.participants.models import Candidacy, CaseFile, Following, WritingRule
from people.programmes import actions as programmes
from people.programmes.models import Edition, Partner
from tests.factories.accounts import make_person, make_region, make_user, sign_in
from tests.factories.house import House
from tests.factories.organisations import make_organisation
from tests.factories.participants import make_candidacy, make_file
from tests.factories.programmes import make_edition, make_partner

pytestmark = pytest.mark.django_db
QUEUE, SHARES = "/fr/gestion/dossiers-a-prendre/", "/fr/gestion/accueil/"


# ------------------------------------------------------------------ the organisation's queue


def test_several_files_are_taken_at_once_by_a_colleague(house: House) -> None:
    files = [make_file(organisation=house.organisation) for _number in range(3)]

    house.client.post(
        QUEUE, {"ticked": [each.reference for each in files[:2]], "caseworker": house.colleague.person_id}
    )

    taken = CaseFile.objects.filter(caseworker=house.colleague.person)
    assert set(taken) == set(files[:2])
    assert list(house.client.get(QUEUE).context["page_obj"]) == [files[2]]


def test_nobody_of_another_organisation_can_be_given_a_file(house: House) -> None:
    file = make_file(organisation=house.organisation)

    response = house.client.post(QUEUE, {"ticked": [file.reference], "caseworker": house.stranger.person_id})

    assert response.context["form"].errors["caseworker"]
    file.refresh_from_db()
    assert file.caseworker is None


def test_a_file_of_another_organisation_can_neither_be_seen_nor_taken(house: House) -> None:
    file = make_file(organisation=house.other)

    house.client.post(QUEUE, {"ticked": [file.reference], "caseworker": house.caseworker.person_id})
    alone = house.client.post(f"/fr/gestion/dossiers/{file.reference}/prendre/")

    file.refresh_from_db()
    assert (file.caseworker, alone.status_code) == (None, 404)


def test_without_a_tick_nothing_is_taken_and_it_is_said(house: House) -> None:
    make_file(organisation=house.organisation)

    response = house.client.post(QUEUE, {"caseworker": house.caseworker.person_id})

    assert response.context["form"].errors["ticked"]


def test_a_file_that_a_colleague_took_in_between_is_not_taken_away_from_them(house: House) -> None:
    file = make_file(organisation=house.organisation)
    actions.take(case_file=file, caseworker=house.colleague.person, by=house.colleague.person)

    response = house.client.post(QUEUE, {"ticked": [file.reference], "caseworker": house.caseworker.person_id})

    assert "entre-temps" in str(response.context["form"].errors["ticked"])
    file.refresh_from_db()
    assert file.caseworker == house.colleague.person


def test_a_file_is_taken_from_its_page(house: House) -> None:
    file = make_file(organisation=house.organisation)

    house.client.post(f"/fr/gestion/dossiers/{file.reference}/prendre/", {"caseworker": house.caseworker.person_id})

    file.refresh_from_db()
    assert file.caseworker == house.caseworker.person


def test_the_queue_has_a_second_page_and_costs_the_same_queries(house: House) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            house.client.get(QUEUE)
        return len(captured)

    make_file(organisation=house.organisation)
    house.client.get(QUEUE)
    few = queries()
    for _number in range(52):
        make_file(organisation=house.organisation)

    assert queries() == few
    assert len(house.client.get(f"{QUEUE}?page=2").context["page_obj"]) == 3


# ------------------------------------------------------------------ those who coordinate


@pytest.fixture
def coordinator() -> User:
    return make_user(Role.PROGRAMME_COORDINATOR, name="Jean-Philippe Roy")


def browser(user: User) -> Client:
    return sign_in(Client(), user)


def waiting(edition: Edition, **person: Any) -> Candidacy:
    """A request that no organisation could take."""
    candidacy = make_candidacy(make_person(email="w@exemple.test", **person), edition)
    assert candidacy.organisation is None
    return candidacy


@pytest.fixture
def stuck() -> Candidacy:
    """To an edition whose one partner is paused."""
    edition = make_edition(state="open")
    partner = make_partner(edition=edition)
    programmes.pause(partner=partner, by=None)
    return waiting(edition, name="Awa Diallo")


def test_a_coordinator_sees_numbers_and_shares_and_no_name(coordinator: User, stuck: Candidacy) -> None:
    for path in (SHARES, f"{SHARES}{stuck.edition_id}/", f"{SHARES}demande/{stuck.pk}/"):
        page = browser(coordinator).get(path).content.decode()
        assert "Awa Diallo" not in page
    assert stuck.case_file.reference in browser(coordinator).get(f"{SHARES}{stuck.edition_id}/").content.decode()


def test_the_share_of_each_partner_is_what_it_got_of_what_it_can_take(coordinator: User) -> None:
    edition = make_edition(state="open")
    first, _second = (make_partner(edition=edition, capacity=capacity) for capacity in (4, 1))
    for _number in range(4):
        make_candidacy(make_person(email="a@exemple.test"), edition)

    (intake,) = coordination.intakes(coordinator)

    assert {share.partner.pk: share.partner.assigned for share in intake.shares}[first.pk] in {3, 4}
    assert sum(share.open for share in intake.shares) == 4
    assert intake.unassigned == 0


def test_what_waits_is_shared_out_once_a_partner_takes_people_again(coordinator: User, stuck: Candidacy) -> None:
    browser(coordinator).post(f"{SHARES}{stuck.edition_id}/repartir/")
    stuck.refresh_from_db()
    assert stuck.organisation is None

    programmes.pause(partner=stuck.edition.partners.get(), by=None, is_paused=False)
    browser(coordinator).post(f"{SHARES}{stuck.edition_id}/repartir/")

    stuck.refresh_from_db()
    assert stuck.organisation == stuck.edition.partners.get().organisation


def test_a_request_is_given_by_hand_with_a_reason_that_stays(coordinator: User, stuck: Candidacy) -> None:
    url = f"{SHARES}demande/{stuck.pk}/"
    goal = stuck.edition.partners.get().organisation
    assert browser(coordinator).post(url, {"organisation": goal.pk}).context["form"].errors["reason"]

    browser(coordinator).post(url, {"organisation": goal.pk, "reason": "La personne habite à côté."})

    stuck.refresh_from_db()
    following = Following.objects.get(case_file=stuck.case_file)
    assert (stuck.organisation, following.how, following.reason) == (goal, "by_hand", "La personne habite à côté.")
    assert Partner.objects.get(organisation=goal).assigned == 1


def test_an_organisation_that_does_not_run_the_edition_cannot_be_chosen(coordinator: User, stuck: Candidacy) -> None:
    response = browser(coordinator).post(
        f"{SHARES}demande/{stuck.pk}/", {"organisation": make_organisation().pk, "reason": "Parce que."}
    )

    assert response.context["form"].errors["organisation"]


def test_a_coordinator_of_a_region_reaches_the_editions_of_that_region_alone(stuck: Candidacy) -> None:
    regional = make_user(Role.PROGRAMME_COORDINATOR, scope=Scope.objects.of_region(make_region("02")))
    edition = make_edition(state="open", regions=["02"])
    own = waiting(edition)

    client = browser(regional)

    assert [each.edition for each in client.get(SHARES).context["intakes"]] == [edition]
    assert client.get(f"{SHARES}demande/{own.pk}/").status_code == 200
    assert client.get(f"{SHARES}demande/{stuck.pk}/").status_code == 404
    assert client.get(f"{SHARES}{stuck.edition_id}/").status_code == 404
    assert client.post(f"{SHARES}{stuck.edition_id}/repartir/").status_code == 404


def test_a_caseworker_does_not_coordinate_and_a_coordinator_opens_no_file(
    house: House, coordinator: User, stuck: Candidacy
) -> None:
    file = make_file(organisation=house.organisation)

    assert house.client.get(SHARES).status_code == 404
    assert browser(coordinator).get(f"/fr/gestion/dossiers/{file.reference}/").status_code == 404


def test_the_intake_costs_the_same_queries_however_many_editions(coordinator: User, stuck: Candidacy) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(SHARES)
        return len(captured)

    client = browser(coordinator)
    client.get(SHARES)
    few = queries()
    for _number in range(3):
        edition = make_edition(state="open")
        make_partner(edition=edition)
        make_candidacy(make_person(email="b@exemple.test"), edition)

    assert queries() == few


# ------------------------------------------------------------------ nobody is left silently


def grown_old(candidacy: Candidacy, hours: int = 25) -> None:
    Candidacy.objects.filter(pk=candidacy.pk).update(asked_at=timezone.now() - timedelta(hours=hours))


def to_coordinators() -> list[Mail]:
    return list(Mail.objects.filter(template="participants/unassigned"))


def test_a_request_that_waited_for_a_day_is_mailed_to_those_who_coordinate_once_a_day(
    coordinator: User, stuck: Candidacy
) -> None:
    due.tell_coordinators({})
    assert to_coordinators() == []

    grown_old(stuck)
    due.tell_coordinators({})
    due.tell_coordinators({})

    (mail,) = to_coordinators()
    assert mail.recipient == coordinator.email
    letter = outbox.writer_of(mail.template)(mail)
    assert letter is not None
    assert "1 demande" in letter.text
    for words in ("Awa", stuck.case_file.reference):
        assert words not in letter.subject + letter.text + letter.html


def test_a_coordinator_elsewhere_is_not_told(stuck: Candidacy) -> None:
    make_user(Role.PROGRAMME_COORDINATOR, scope=Scope.objects.of_region(make_region("02")))
    grown_old(stuck)

    due.tell_coordinators({})

    assert to_coordinators() == []


def test_the_letter_falls_away_when_an_organisation_was_found_in_between(coordinator: User, stuck: Candidacy) -> None:
    grown_old(stuck)
    due.tell_coordinators({})
    (mail,) = to_coordinators()

    actions.reassign(
        candidacy=stuck,
        organisation=stuck.edition.partners.get().organisation,
        reason="Trouvé.",
        by=coordinator.person,
    )

    assert outbox.writer_of(mail.template)(mail) is None


# ------------------------------------------------------------------ the language of letters


def test_the_delay_for_another_language_is_set_for_each_organisation(coordinator: User, house: House) -> None:
    make_partner(edition=make_edition(state="open"), organisation=house.organisation)
    client = browser(coordinator)
    assert house.organisation.name in client.get("/fr/gestion/langue-des-lettres/").content.decode()
    url = f"/fr/gestion/langue-des-lettres/{house.organisation.pk}/"

    assert client.post(url, {"other_language_days": "-1"}).context["form"].errors
    client.post(url, {"other_language_days": "180"})
    assert WritingRule.objects.get().other_language_days == 180

    client.post(url, {"other_language_days": ""})
    assert WritingRule.objects.get().other_language_days is None
