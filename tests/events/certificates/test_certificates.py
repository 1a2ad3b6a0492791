"""Who completed a series, the certificate that says so, and what anybody sees who is given its code."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core import mail as post_office
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from core import audiences, clock
from core.outbox import Mail, Sender
from events.agenda import sittings
from events.agenda.models import Event
from events.certificates import actions, paper, refusals, rules
from events.certificates.models import Certificate, Completion, new_code
from people.accounts.models import Person
from people.participants.waiting import waiting_for
from people.privacy import actions as privacy
from tests.factories import agenda as make
from tests.factories.accounts import sign_in
from tests.factories.certificates import attended, certified, over
from tests.factories.series import other_day, series, sittings_of

pytestmark = pytest.mark.django_db


def issued(event: Event) -> dict[str, int]:
    return dict(Certificate.objects.filter(event=event).values_list("name", "attended"))


def test_all_sittings_but_one_complete_it_unless_the_rule_says_otherwise() -> None:
    event = over(times=3)
    for name, number in (("Amina", 3), ("Bogdan", 2), ("Camila", 1)):
        attended(event, number, name)

    def completed() -> list[str]:
        return [one.row.name for one in rules.standings(event) if one.has_completed]

    assert completed() == ["Amina", "Bogdan"]
    actions.set_rule(event=event, by=make.organiser().person, needed=3, automatic=False)
    assert completed() == ["Amina"]
    with pytest.raises(refusals.MoreThanThereAre):
        actions.set_rule(event=event, by=make.organiser().person, needed=4, automatic=False)
    # One that is called off afterwards is asked of nobody, and counts for nobody.
    last = sittings_of(event)[2]
    last.cancelled_at, last.reason_fr = timezone.now(), "Grève"
    last.save()
    Event.objects.filter(pk=event.pk).update(sitting_count=2)
    event.refresh_from_db()
    assert completed() == ["Amina", "Bogdan"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Completion.objects.filter(event=event).update(needed=0)


def test_certificates_are_issued_once_to_those_who_completed_and_each_is_written_to() -> None:
    event = over(times=3)
    attended(event, 3, "Amina Haddad", language="en")
    attended(event, 1, "Camila Castillo")
    organiser = make.organiser().person

    made = actions.issue(event=event, by=organiser)
    assert (actions.issue(event=event, by=organiser), issued(event)) == ([], {"Amina Haddad": 3})
    assert (made[0].minutes, made[0].sittings, made[0].first_on) == (360, 3, event.start_date)
    sender = Sender()
    while sender.send_next():
        pass
    letter = post_office.outbox[-1]
    assert (letter.subject, made[0].check_path in letter.body or made[0].code in letter.body) == (
        "Your certificate: Realities of Work",
        True,
    )
    assert "Amina" not in letter.subject
    assert Mail.objects.filter(template="certificates/issued").count() == 1


def test_nothing_is_certified_before_the_end_nor_of_what_is_held_once_or_called_off() -> None:
    under_way, once, off = series(times=2, first=-3), make.event(days=-3), over()
    Event.objects.filter(pk=off.pk).update(cancelled_at=timezone.now(), cancellation_reason_fr="Grève")
    for event, refusal in (
        (under_way, refusals.NotOver),
        (once, refusals.NotASeries),
        (off, refusals.EventCancelled),
    ):
        with pytest.raises(refusal):
            actions.issue(event=event, by=None)


def test_they_leave_by_themselves_once_the_last_sitting_has_closed_wherever_it_was_moved() -> None:
    event = series(times=2, first=-3)
    actions.set_rule(event=event, by=make.organiser().person, needed=1, automatic=True)
    planned = clock.Due.objects.get(kind=actions.ISSUE, key=str(event.pk))
    assert planned.due_at == event.ends_at + actions.AFTER_THE_CLOSE

    sittings.move_sitting(
        sitting=sittings_of(event)[1], by=None, hours=other_day(sittings_of(event)[1], 30), reason_fr="x"
    )
    planned.refresh_from_db()
    assert planned.due_at == event.ends_at + timedelta(days=30) + actions.AFTER_THE_CLOSE

    finished = over()
    attended(finished, 3, "Amina")
    actions.set_rule(event=finished, by=make.organiser().person, needed=1, automatic=True)
    clock.tick()
    assert issued(finished) == {"Amina": 3}


def test_the_code_shows_what_is_certified_and_a_withdrawn_one_says_so_without_the_name() -> None:
    certificate = certified(name="Phạm Thị Đặng")
    browser = Client()
    answer = browser.post("/fr/attestation/", {"code": certificate.spoken.lower()})
    assert answer["Location"] == f"/fr/attestation/{certificate.code}/"
    page = browser.get(answer["Location"])
    assert ("Phạm Thị Đặng" in page.content.decode(), 'content="noindex"' in page.content.decode()) == (True, True)
    assert browser.get(f"/fr/attestation/{new_code()}/").status_code == 404
    assert browser.post("/en/certificate/", {"code": "not a code"}).status_code == 422

    actions.withdraw(certificate=certificate, by=make.organiser().person, reason="Erreur de liste")

    page = browser.get(answer["Location"])
    said = page.content.decode()
    assert (page.status_code, "Phạm" in said, "Erreur de liste" in said) == (410, False, False)
    assert "Erreur de liste" in browser.get(certificate.get_absolute_url()).content.decode()
    assert browser.get(f"{certificate.get_absolute_url()}attestation.pdf").status_code == 404
    with pytest.raises(refusals.AlreadyWithdrawn):
        actions.withdraw(certificate=certificate, by=make.organiser().person, reason="x")


def test_a_withdrawn_certificate_comes_back_only_when_somebody_asks_for_that_person() -> None:
    certificate = certified(name="Amina")
    event = certificate.event
    with pytest.raises(refusals.NotCompleted):
        actions.issue(event=event, by=None, again=certificate.seat)
    actions.withdraw(certificate=certificate, by=make.organiser().person, reason="x")
    assert actions.issue(event=event, by=None) == []
    again = actions.issue(event=event, by=None, again=certificate.seat)
    assert [one.code == certificate.code for one in again] == [False]


@pytest.mark.parametrize(
    ("language", "says"), [("fr", "Attestation de participation"), ("en", "Certificate of completion")]
)
def test_the_pdf_is_in_the_language_of_the_registration_and_holds_the_code(language: str, says: str) -> None:
    certificate = certified(name="Zoé Lévesque")
    certificate.language = language

    page = PdfReader(BytesIO(paper.pdf_of(certificate)))

    text = page.pages[0].extract_text()
    assert (len(page.pages), says in text, "Zoé Lévesque" in text, certificate.spoken in text) == (1, True, True, True)


def test_the_person_erases_theirs_nothing_says_what_it_was_and_it_does_not_come_back_by_itself() -> None:
    certificate = certified(name="Amina Haddad")
    browser, path = Client(), certificate.get_absolute_url()
    assert browser.get(f"{path}effacer/").status_code == 200
    assert Certificate.objects.valid().count() == 1

    browser.post(f"{path}effacer/")

    left = Certificate.objects.get()
    assert (left.name, left.minutes, left.is_withdrawn) == ("", 0, True)
    assert [browser.get(one).status_code for one in (path, f"/fr/attestation/{certificate.code}/")] == [404, 404]
    assert actions.issue(event=certificate.event, by=None) == []
    assert Mail.objects.filter(template="certificates/withdrawn").count() == 0


def test_two_entries_of_one_person_keep_one_good_certificate() -> None:
    event = over()
    first, second = (attended(event, 3, name) for name in ("Amina", "Amina H."))
    actions.issue(event=event, by=None)

    privacy.merge(keep=first.person, gone=second.person, by=None)

    assert Certificate.objects.valid().get().seat_id == first.pk
    assert set(Certificate.objects.values_list("person", flat=True)) == {first.person_id}


@pytest.mark.parametrize("people", [1, 3])
def test_the_organiser_sees_who_completed_issues_and_withdraws(people: int, django_assert_num_queries: Any) -> None:
    event = over()
    seats = [attended(event, 3, f"Amina {number}") for number in range(people)]
    browser, page = (
        sign_in(Client(), make.organiser(regions=("04",))),
        f"/fr/gestion/evenements/{event.pk}/attestations/",
    )
    with django_assert_num_queries(
        10
    ):  # session, login, roles, person, event, rule, certificates, sittings, attendance, seats
        assert len(browser.get(page).context["rows"]) == people
    browser.post(f"{page}delivrer/")
    assert Certificate.objects.count() == people
    certificate = Certificate.objects.get(seat=seats[0])
    assert browser.post(f"{page}{certificate.pk}/retirer/", {"reason": ""}).status_code == 422
    browser.post(f"{page}{certificate.pk}/retirer/", {"reason": "Erreur"})
    browser.post(f"{page}delivrer/", {"seat": seats[0].pk})
    browser.post(page, {"needed": "2", "automatic": "on"})
    assert (Certificate.objects.count(), Certificate.objects.valid().count()) == (people + 1, people)
    assert Completion.objects.values_list("needed", "automatic").get() == (2, True)
    beside = Client().get(f"/fr/inscription/{seats[0].registration.link_key}/").content.decode()
    assert Certificate.objects.valid().get(seat=seats[0]).key in beside


def test_who_has_completed_is_a_question_that_other_rooms_may_ask() -> None:
    event = over()
    done, not_done = (attended(event, number, name).person for name, number in (("Amina", 2), ("Camila", 1)))
    for person in (done, not_done):
        person.addresses.update(proven_at=timezone.now())
    question = f"certificates.completed:{event.pk}"
    assert [audiences.explain(question, person).met for person in (done, not_done)] == [True, False]
    audience, argument = audiences.named(question)
    assert list(Person.objects.filter(audience.filter(argument))) == [done]


def test_a_new_certificate_waits_in_the_space_of_its_person_while_it_is_new_and_holds() -> None:
    certificate = certified(name="Amina Haddad")

    def waits() -> list[str]:
        return [one.url for one in waiting_for(certificate.person) if "attest" in one.url or "certif" in one.url]

    assert waits() == [certificate.get_absolute_url()]
    Certificate.objects.update(issued_at=timezone.now() - timedelta(days=31))
    assert waits() == []
    Certificate.objects.update(issued_at=timezone.now())
    actions.withdraw(certificate=certificate, by=make.organiser().person, reason="Séance annulée")
    assert waits() == []
