"""All conditions must be met; who does not meet one is told why and what to do; an invitation, a code or a pass opens."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from core import audiences
from core.audit import Entry
from core.outbox import Mail
from events.agenda.models import Event, Kind
from events.gates import actions, checking, lists, refusals
from events.gates.actions import Invited
from events.gates.codes import spoken, typed
from events.gates.models import Gate, Invitation, Pass, SharedCode
from events.registration import actions as registering
from events.registration.models import Registration, Seat
from events.registration.refusals import AudienceNotMet
from events.registration.seating import Companion
from people.accounts.models import Person
from people.privacy import retention
from tests.factories.accounts import make_user
from tests.factories.exchange import system
from tests.factories.registration import make_person, open_event, registered, seat_of

pytestmark = pytest.mark.django_db


def invited_event(**fields: Any) -> Event:
    event = open_event(**fields)
    actions.add_gate(event=event, question="", by=None)
    return event


def invitation(event: Event, email: str = "amina@exemple.test") -> Invitation:
    (made,) = actions.invite(event=event, people=[Invited(email, "Amina Haddad")], by=None)
    return made


def came_by(event: Event, code: str, person: Person | None = None, **given: Any) -> Registration:
    return registered(event, code=code, **({"person": person} if person else {}), **given)


def refused(event: Event, person: Person | None = None, code: str = "") -> str:
    with translation.override("en"):
        with pytest.raises(AudienceNotMet) as refusal:
            registered(event, code=code, **({"person": person} if person else {}))
        return str(refusal.value)


def been_at(event: Event, person: Person) -> Seat:
    seat = seat_of(registered(event, person=person))
    Seat.objects.filter(pk=seat.pk).update(state=Seat.State.PRESENT, present_at=timezone.now())
    return seat


# ------------------------------------------------------------------ conditions


def test_presence_at_another_event_opens() -> None:
    before = open_event(days=5, title_en="Living in the regions", kind=Kind.INFO_SESSION)
    event = open_event()
    actions.add_gate(event=event, question=f"registration.present:{before.pk}", by=None)
    person = make_person()

    assert "Register for it, come, then register here." in refused(event, person)
    been_at(before, person)
    assert registered(event, person=person).has_tickets
    with translation.override("en"):
        (sentence,) = checking.sentences_of(event)
    assert sentence.startswith("For those who were present at “Living in the regions”,")


def test_any_session_of_a_kind_will_do_and_others_will_not() -> None:
    event = open_event()
    actions.add_gate(event=event, question="registration.present:info_session", by=None)
    person = make_person()
    been_at(open_event(kind=Kind.TRAINING), person)
    assert "any information session" in refused(event, person)

    been_at(open_event(kind=Kind.INFO_SESSION), person)

    assert registered(event, person=person).pk


@pytest.mark.parametrize("argument", ["info_session", "0", "99999", "", "x", "9" * 40, "²"])
def test_the_filter_of_presence_gives_the_same_people_as_the_answer(argument: str) -> None:
    been_at(open_event(kind=Kind.INFO_SESSION), make_person())
    make_person()
    audience, _argument = audiences.named("registration.present")

    met = {person for person in Person.objects.all() if audience.explain(person, argument).met}
    assert set(Person.objects.filter(audience.filter(argument))) == met
    assert audience.sentence(argument)


def test_all_conditions_must_be_met() -> None:
    event = invited_event()
    actions.add_gate(event=event, question="registration.present:info_session", by=None)
    person = make_person(email="amina@exemple.test")
    invitation(event)

    assert "any information session" in refused(event, person)
    been_at(open_event(kind=Kind.INFO_SESSION), person)
    assert registered(event, person=person).pk


def test_a_condition_that_nobody_can_answer_never_opens() -> None:
    event = open_event()
    Gate.objects.create(event=event, question="toolkit.done:3")

    assert "cannot be checked" in refused(event, make_person())
    assert "cannot be checked" in refused(event)
    assert checking.sentences_of(event) != [""]


@pytest.mark.parametrize("question", ["toolkit.done:3", "registration.present", "network.member:3", "x"])
def test_only_what_this_house_answers_is_added(question: str) -> None:
    with pytest.raises(refusals.GateUnknown):
        actions.add_gate(event=open_event(), question=question, by=None)


def test_a_condition_is_never_asked_of_an_unproven_address() -> None:
    event = invited_event()
    invitation(event)

    assert "has not been confirmed" not in refused(event, make_person(email="amina@exemple.test", proven=False))
    actions.remove_gate(gate=Gate.objects.get(), by=None)
    event = Event.objects.get(pk=event.pk)
    actions.add_gate(event=event, question="registration.present:info_session", by=None)
    assert "not been confirmed" in refused(event, make_person(proven=False))


def test_a_condition_stands_once_and_is_taken_away_with_a_trace() -> None:
    event = invited_event()
    again = actions.add_gate(event=event, question="", by=None)

    assert Gate.objects.get() == again
    with pytest.raises(IntegrityError), transaction.atomic():
        Gate.objects.create(event=event)
    actions.remove_gate(gate=again, by=None)
    assert registered(Event.objects.get(pk=event.pk)).pk
    assert [entry.action for entry in Entry.objects.filter(action__startswith="gates.").order_by("pk")] == [
        "gates.added",
        "gates.removed",
    ]


# ------------------------------------------------------------------ invitations


def test_a_code_opens_once_however_it_is_typed_and_again_when_its_seat_is_given_back() -> None:
    event = invited_event()
    code = invitation(event).code
    assert "for those who were invited" in refused(event)
    assert "does not open" in refused(event, code="AAAA-BBBB-CCCC")

    first = came_by(event, f" {spoken(code).lower()} ")
    assert Invitation.objects.get().used_by == first
    with pytest.raises(refusals.CodeUsed):
        came_by(event, code)
    assert Registration.objects.count() == 1

    registering.cancel(registration=first, by=None)
    assert Invitation.objects.get().used_by is None
    assert came_by(event, code).pk


def test_an_invited_address_that_is_proven_needs_no_code() -> None:
    event = invited_event()
    invitation(event)
    person = make_person(email="amina@exemple.test")

    registration = came_by(event, "", person)

    assert Invitation.objects.get().used_by == registration
    assert "for those who were invited" in refused(event, make_person())


def test_a_code_opens_its_own_event_alone() -> None:
    other = invitation(invited_event()).code

    assert "does not open" in refused(invited_event(), code=other)


def test_sending_the_page_twice_uses_a_code_once() -> None:
    event = invited_event()
    shared = actions.share(event=event, most_uses=1, by=None)

    first = came_by(event, shared.code, idempotency_key="of-a-page")

    assert came_by(event, shared.code, idempotency_key="of-a-page") == first
    assert SharedCode.objects.get().uses == 1


def test_a_shared_code_opens_as_often_as_it_may() -> None:
    event = invited_event()
    shared = actions.share(event=event, most_uses=2, by=None)
    first, _second = came_by(event, shared.code), came_by(event, shared.code)

    with pytest.raises(refusals.CodeUsedUp):
        came_by(event, shared.code)
    with pytest.raises(refusals.FewerThanUsed):
        actions.share(event=event, most_uses=1, by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        SharedCode.objects.update(uses=3)
    registering.cancel(registration=first, by=None)
    assert came_by(event, shared.code).pk
    actions.close_shared(event=event, by=None)
    assert "does not open" in refused(event, code=shared.code)


def test_a_list_is_written_to_once_and_only_about_a_published_event() -> None:
    event = invited_event(published_at=None)
    people = [Invited("amina@exemple.test"), Invited("AMINA@exemple.test"), Invited("luc@exemple.test", language="en")]
    assert len(actions.invite(event=event, people=people, by=None)) == 2
    with pytest.raises(refusals.NoLetters):
        actions.send(event=event, by=None)
    Event.objects.update(published_at=timezone.now())

    assert [actions.send(event=event, by=None) for _twice in range(2)] == [2, 0]
    assert sorted(Mail.objects.values_list("recipient", "language", "template")) == [
        ("amina@exemple.test", "fr", "gates/invited"),
        ("luc@exemple.test", "en", "gates/invited"),
    ]
    assert not actions.invite(event=event, people=people, by=None)
    assert "exemple.test" not in str(list(Entry.objects.values_list("values", flat=True)))


def test_who_has_registered_is_not_taken_off_the_list() -> None:
    event = invited_event()
    made = invitation(event)
    registration = came_by(event, made.code)

    with pytest.raises(refusals.NotUnused):
        actions.withdraw(invitation=made, by=None)
    registering.cancel(registration=registration, by=None)
    actions.withdraw(invitation=made, by=None)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("text", "people", "unread"),
    [
        ("amina@exemple.test", [("amina@exemple.test", "", "fr")], []),
        ("Amina Haddad <Amina@Exemple.test>, x", [("amina@exemple.test", "Amina Haddad x", "fr")], []),
        ("Haddad;Amina;amina@exemple.test;EN", [("amina@exemple.test", "Haddad Amina", "en")], []),
        ("Nom;Courriel\nDiop;olga@exemple.test\nRoy;\n\nolga@exemple.test", [("olga@exemple.test", "Diop", "fr")], [3]),
        ('"Roy, Luc",luc@exemple.test,514 555-0199', [("luc@exemple.test", "Roy, Luc", "fr")], []),
        ("pas une adresse\n@exemple", [], [1, 2]),
        ("\n\nrien\n;;;\n\t", [], [3]),
        ("Prénom;Nom;Adresse courriel\nAna;Roy;ana@exemple.test\nNom", [("ana@exemple.test", "Ana Roy", "fr")], [3]),
        (
            "Ana Roy <ana@exemple.test>, luc@exemple.test; Luc <luc@exemple.test>",
            [("ana@exemple.test", "Ana Roy", "fr"), ("luc@exemple.test", "", "fr")],
            [],
        ),
        ("\u202eAna\x00\x07;mailto:ana@exemple.test", [("ana@exemple.test", "Ana", "fr")], []),
        (f"{'a' * 200_000}\n{'1' * 130_000} @;ana@exemple.test", [("ana@exemple.test", "", "fr")], [1]),
    ],
)
def test_lists_are_read_as_people_have_them(text: str, people: list[Any], unread: list[int]) -> None:
    reading = lists.read(text, language="fr")

    assert [(one.email, one.name, one.language) for one in reading.people] == people
    assert reading.unread == unread


def test_what_is_mistaken_for_a_digit_is_read_as_one() -> None:
    assert typed("o1l-I u2") == "0111V2"


# ------------------------------------------------------------------ let in by hand


def test_a_pass_opens_whatever_the_conditions_say_for_a_reason_on_record() -> None:
    by = make_user("organiser")
    event = invited_event(audience="network.member")
    person = make_person(email="luc@exemple.test")
    assert refused(event, person)

    given = actions.let_in(event=event, email=" Luc@exemple.test ", reason="Interprète de la séance", by=by)
    assert Mail.objects.get().template == "gates/let_in"
    with pytest.raises(refusals.LetInAlready):
        actions.let_in(event=event, email="luc@exemple.test", reason="x", by=by)
    registration = came_by(event, "", person)
    assert Pass.objects.get().used_by == registration
    with pytest.raises(refusals.NotUnused):
        actions.take_back(given=given, by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pass.objects.update(reason="")


def test_the_code_of_a_pass_opens_for_a_guest_once() -> None:
    event = invited_event(audience="network.member")
    given = actions.let_in(event=event, email="luc@exemple.test", reason="x", by=make_user("organiser"))

    assert came_by(event, given.code).pk
    with pytest.raises(refusals.CodeUsed):
        came_by(event, given.code)
    assert refused(event, make_person(email="luc2@exemple.test"))


# ------------------------------------------------------------------ cost, and how long


def test_an_event_without_conditions_costs_one_query(django_assert_num_queries: Any) -> None:
    event = open_event()

    with django_assert_num_queries(1):
        assert checking.answer(event, None, "") is None
        assert checking.sentences_of(event) == []


@pytest.mark.parametrize(("days", "left"), [(29, (1, 1)), (31, (0, 1)), (182, (0, 0))])
def test_lists_go_a_month_after_the_event_and_reasons_after_six(days: int, left: tuple[int, int]) -> None:
    event = invited_event()
    invitation(event)
    actions.let_in(event=event, email="luc@exemple.test", reason="x", by=make_user("organiser"))
    starts = timezone.now() - timedelta(days=days, hours=6)
    Event.objects.filter(pk=event.pk).update(starts_at=starts, ends_at=starts + timedelta(hours=6))

    for run in retention.begin(codes=["gates.invitations", "gates.passes"]):
        while retention.work_off(run_pk=run.pk):
            pass

    assert (Invitation.objects.count(), Pass.objects.count()) == left


def test_whoever_is_erased_stands_on_no_list() -> None:
    from events.gates.personal import forget_invitations

    event = invited_event()
    invitation(event)
    invitation(event, "luc@exemple.test")

    forget_invitations([make_person(email="amina@exemple.test").pk])

    assert [one.email for one in Invitation.objects.all()] == ["luc@exemple.test"]


# ------------------------------------------------------------------ whatever way they come


def test_a_walk_in_uses_the_invitation_of_their_address_and_needs_none() -> None:
    event = invited_event()
    made = invitation(event)
    first = came_by(event, "", email="amina@exemple.test", source=Registration.Source.DOOR)
    came_by(event, "", source=Registration.Source.DOOR)

    made.refresh_from_db()
    assert made.used_by == first
    with pytest.raises(refusals.CodeUsed):
        came_by(event, made.code)


def test_another_system_brings_the_code_and_uses_it() -> None:
    event = invited_event()
    code = invitation(event).code
    who = {"name": "Amina Benali", "email": "a@exemple.test", "language": "fr"}
    path = f"/events/{event.pk}/registrations"

    answers = [system().ask("POST", path, {**who, "email": f"{one}@exemple.test", "code": code}) for one in "ab"]
    answers.append(system().ask("POST", path, who | {"email": "c@exemple.test"}))

    assert [answer.status_code for answer in answers] == [201, 409, 409]
    assert Invitation.objects.get().used_by == Registration.objects.get()


def test_who_changes_their_party_has_used_one_code_and_gives_it_back_whole() -> None:
    event = invited_event(terms={"largest_party": 4})
    shared = actions.share(event=event, most_uses=1, by=None)
    held = came_by(event, shared.code, companions=[Companion(name="Ana")])
    registering.change_party(registration=held, joining=[Companion(name="Luc")])
    registering.change_party(registration=held, leaving=[held.lead.pk])
    assert SharedCode.objects.get().uses == 1

    registering.cancel(registration=held, by=None)

    assert SharedCode.objects.get().uses == 0


def test_a_code_that_was_used_stays_used_once_the_event_has_begun() -> None:
    event = invited_event()
    held = came_by(event, invitation(event).code)
    Event.objects.filter(pk=event.pk).update(starts_at=timezone.now() - timedelta(minutes=5))

    registering.cancel(registration=held, by=make_user("organiser").person)

    assert Invitation.objects.get().used_by == held


def test_whose_invitation_or_pass_let_somebody_else_in_does_not_come_by_it() -> None:
    person = make_person(email="amina@exemple.test")
    event = invited_event()
    came_by(event, invitation(event).code)
    with pytest.raises(refusals.CodeUsed):
        came_by(event, "", person)

    closed = open_event(audience="network.member")
    given = actions.let_in(event=closed, email="amina@exemple.test", reason="x", by=make_user("organiser"))
    came_by(closed, given.code)
    with pytest.raises(refusals.CodeUsed):
        came_by(closed, "", person)
    # Who meets the conditions by themselves needs none of it.
    Event.objects.filter(pk=closed.pk).update(audience="")
    assert came_by(Event.objects.get(pk=closed.pk), "", person).pk


def test_a_pass_of_somebody_signed_in_is_used_where_the_event_has_no_condition_but_its_audience() -> None:
    event = open_event(audience="network.member")
    actions.let_in(event=event, email="luc@exemple.test", reason="x", by=make_user("organiser"))

    held = came_by(event, "", make_person(email="luc@exemple.test"))

    assert Pass.objects.get().used_by == held
