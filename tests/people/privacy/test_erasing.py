"""Being forgotten: asked for, told, taken back, held up, carried out, replayed; counts survive, names do not."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core import clock, outbox, personal
from core.audit import Entry
from core.outbox import Mail
from core.refusals import Refusal
from events.agenda.models import Event
from events.registration.models import Registration, Seat
from people.accounts.models import Address, Grant, Person, Role, User
from people.organisations.models import Affiliation
from people.participants.models import CaseFile
from people.privacy import actions, erasing, holds, rules, signals
from people.privacy.models import Erasure
from tests.factories.accounts import make_person, make_user, sign_in
from tests.factories.doors import fair_over, seat
from tests.factories.organisations import make_affiliation, make_organisation, make_speaker
from tests.factories.participants import make_file
from tests.factories.registration import open_event, registered, seat_of

pytestmark = pytest.mark.django_db


def asked(person: Person, by: Person | None = None, **facts: Any) -> Erasure:
    return erasing.ask(person=person, by=by or person, **facts)


def erased(person: Person) -> Person:
    erasure = Erasure.objects.open().filter(person=person).first() or asked(person)
    assert erasing.carry_out(erasure_pk=erasure.pk)
    return Person.objects.get(pk=person.pk)


# ------------------------------------------------------------------ asked and told


def test_the_person_is_told_at_once_and_again_three_days_before() -> None:
    person = make_user().person

    erasure = asked(person)

    assert erasure.due_at - erasure.asked_at >= timedelta(days=30) - timedelta(seconds=1)
    assert Mail.objects.filter(template="privacy/erasure_asked", recipient=person.user.email).count() == 1
    due = clock.Due.objects.get(kind=erasing.REMIND)
    assert due.due_at == erasure.due_at - timedelta(days=3)
    clock.handler_of(erasing.REMIND)(due.payload)
    assert Mail.objects.filter(template="privacy/erasure_soon").count() == 1
    outbox.send_all()
    letters = list(Mail.objects.values_list("state", "body", "subject"))
    assert {state for state, _body, _subject in letters} == {"sent"}
    assert not [words for words in letters if person.name in words[1] + words[2]]


def test_the_delay_is_a_setting(settings: Any) -> None:
    settings.ERASURE_DAYS = 2

    erasure = asked(make_user().person)

    assert timedelta(days=1) < erasure.due_at - timezone.now() <= timedelta(days=2)
    assert not clock.Due.objects.filter(kind=erasing.REMIND).exists()


def test_asking_twice_keeps_one() -> None:
    person = make_user().person

    assert asked(person) == asked(person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Erasure.objects.create(person=person, kind="own", asked_by=person, due_at=timezone.now() + timedelta(days=1))


def test_what_is_taken_back_does_not_happen() -> None:
    person = make_user().person
    erasure = asked(person)

    erasing.take_back(erasure=erasure, by=person)

    assert not clock.Due.objects.filter(done_at=None, kind__in=[erasing.ERASE, erasing.REMIND]).exists()
    assert not erasing.carry_out(erasure_pk=erasure.pk)
    assert Person.objects.get(pk=person.pk).name
    with pytest.raises(erasing.TooLateToTakeBack):
        erasing.take_back(erasure=erasure, by=person)
    assert Mail.objects.filter(template="privacy/erasure_taken_back").exists()


def test_who_asks_for_somebody_else_may_and_is_named() -> None:
    officer, guest = make_user(Role.PRIVACY_OFFICER).person, make_person(email="invitee@exemple.test")
    stranger = make_user(Role.CASEWORKER, scope=make_organisation().scope)

    erasure = asked(guest, officer, channel="phone")

    assert (erasure.kind, erasure.channel, erasure.asked_by) == ("on_behalf", "phone", officer)
    assert Mail.objects.get(template="privacy/erasure_asked").recipient == "invitee@exemple.test"
    with pytest.raises(erasing.MayNotAskForThem):
        asked(make_person(), stranger.person, channel="phone")


def test_a_caseworker_asks_for_those_that_a_room_above_says_are_theirs() -> None:
    caseworker, guest = make_user(Role.CASEWORKER, scope=make_organisation().scope), make_person()
    mine = rules.speaks_for(lambda user: Q(pk=guest.pk) if user == caseworker else Q(pk__in=[]))

    try:
        assert rules.may_ask_for(caseworker.person, guest)
        assert not rules.may_ask_for(caseworker.person, make_person())
    finally:
        rules._speakers.remove(mine)


def test_who_asked_takes_it_back_for_as_long_as_they_speak_for_the_person_and_no_longer(client: Client) -> None:
    here, elsewhere = make_organisation(), make_organisation()
    caseworker, file = make_user(Role.CASEWORKER, scope=here.scope), make_file(organisation=here)
    sign_in(client, caseworker)
    erasure = asked(file.person, caseworker.person, channel="phone")
    back = reverse("privacy:take_back_for", args=[erasure.pk])
    CaseFile.objects.filter(pk=file.pk).update(organisation=elsewhere)

    assert client.post(back).status_code == 404
    assert Erasure.objects.open().get() == erasure
    CaseFile.objects.filter(pk=file.pk).update(organisation=here)
    page = reverse("privacy:erasure_for", args=[file.person_id])
    assert back in client.get(page).text
    # A colleague speaks for the person too, but it was not they whom the person asked.
    colleague = sign_in(Client(), make_user(Role.CASEWORKER, scope=here.scope))
    assert back not in colleague.get(page).text

    assert client.post(back).status_code == 302
    assert not Erasure.objects.open().exists()


def test_on_behalf_without_saying_how_is_refused_and_cannot_be_written() -> None:
    guest, officer = make_person(), make_user(Role.PRIVACY_OFFICER).person
    with pytest.raises(erasing.SayHowTheyAsked):
        asked(guest, officer)

    due = timezone.now() + timedelta(days=1)
    for wrong in ({"kind": "on_behalf", "asked_by": officer}, {"kind": "own"}, {"kind": "own", "asked_by": officer}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Erasure.objects.create(person=guest, due_at=due, **wrong)


def test_nobody_is_erased_twice() -> None:
    person = erased(make_user().person)

    with pytest.raises(erasing.AlreadyErased):
        asked(person)


# ------------------------------------------------------------------ what stands against it


def test_an_entry_that_was_joined_a_moment_ago_is_not_erased_by_itself() -> None:
    keep, gone, officer = make_person(), make_person(), make_user(Role.PRIVACY_OFFICER)
    read_before = Person.objects.get(pk=gone.pk)
    actions.merge(keep=keep, gone=gone, by=officer.person)

    with pytest.raises(erasing.AlreadyErased):
        erasing.ask(person=read_before, by=officer.person, channel="phone")


def test_the_last_administrator_stays() -> None:
    last = make_user(Role.ADMINISTRATOR)
    with pytest.raises(erasing.ErasureRefused) as refusal:
        asked(last.person)
    assert [reason.code for reason in refusal.value.standing] == ["accounts.last_administrator"]

    make_user(Role.ADMINISTRATOR)
    assert asked(last.person)


def test_an_organisation_is_not_left_without_anybody() -> None:
    organisation = make_organisation("Fonderie Bellerive")
    last = make_speaker(organisation)
    with pytest.raises(erasing.ErasureRefused, match="Fonderie Bellerive"):
        asked(last.person)

    make_speaker(organisation)
    assert asked(last.person)


def test_a_room_above_says_what_stands_against_it() -> None:
    person, claims = make_user().person, [True]
    holds.holds_erasure("test.open_claim")(lambda _person: "A claim is open." if claims else None)
    try:
        with pytest.raises(ValueError, match=r"test\.open_claim"):
            holds.holds_erasure("test.open_claim")(lambda _person: None)
        with pytest.raises(erasing.ErasureRefused, match=r"A claim is open\."):
            asked(person)
        claims.clear()
        erasure = asked(person)
        claims.append(True)

        # It came up meanwhile: put off day by day, and told once.
        for _day in range(2):
            assert not erasing.carry_out(erasure_pk=erasure.pk)

        erasure.refresh_from_db()
        assert erasure.held_by == "test.open_claim"
        again = clock.Due.objects.get(kind=erasing.ERASE)
        assert timedelta(hours=23) < again.due_at - timezone.now() <= timedelta(days=1)
        assert Mail.objects.filter(template="privacy/erasure_held").count() == 1
        claims.clear()
        assert erasing.carry_out(erasure_pk=erasure.pk)
    finally:
        del holds._holds["test.open_claim"]


# ------------------------------------------------------------------ carried out


def test_counts_survive_and_names_do_not() -> None:
    person = make_user(name="Zoé Lévesque").person
    came = seat(fair_over(days=3), state="present")
    Seat.objects.filter(pk=came.pk).update(person=person)
    Registration.objects.filter(pk=came.registration_id).update(contact=person)
    counts = Registration.objects.count(), Seat.objects.present().count(), Person.objects.count()

    person = erased(person)

    assert (Registration.objects.count(), Seat.objects.present().count(), Person.objects.count()) == counts
    assert (person.name, person.folded, bool(person.erased_at)) == ("", "", True)
    came.refresh_from_db()
    assert (came.name, came.person, came.state) == ("", person, "present")
    assert not Address.objects.filter(person=person).exists()


def test_a_seat_to_come_is_given_back_and_whoever_waits_moves_up() -> None:
    event = open_event(capacity=1)
    person = make_user().person
    mine, waiting = registered(event, person=person), registered(event)

    erased(person)

    assert Registration.objects.get(pk=mine.pk).is_cancelled
    assert seat_of(waiting).state == "expected"
    assert Event.objects.get(pk=event.pk).seats_taken == 1


def test_the_login_ends_with_its_roles_and_keys() -> None:
    user = make_user(Role.MENTOR)
    Authenticator.objects.create(user=user, type="totp", data={})

    erased(user.person)

    user = User.objects.get(pk=user.pk)
    assert not user.is_active
    assert user.email.endswith(".invalid")
    assert not Grant.objects.holding().filter(user=user).exists()
    assert not Authenticator.objects.exists()
    assert not EmailAddress.objects.exists()


def test_an_affiliation_ends() -> None:
    user = make_user()
    held = make_affiliation(user.person, title="Acheteuse")

    erased(user.person)

    held = Affiliation.objects.get(pk=held.pk)
    assert (held.title, held.until) == ("", timezone.localdate())


def test_what_was_merged_into_the_person_goes_with_them() -> None:
    user, double = make_user(), make_person("Zoé Lévesque", email="double@exemple.test")
    actions.merge(keep=user.person, gone=double, by=None)

    erased(user.person)

    double.refresh_from_db()
    assert (double.name, bool(double.erased_at)) == ("", True)


def test_news_of_an_erasure_goes_up_and_is_audited_without_a_name() -> None:
    heard: list[Any] = []

    def hear(people: tuple[int, ...], **_news: Any) -> None:
        heard.append(people)

    signals.erased.connect(hear)
    person = erased(make_user(name="Zoé Lévesque").person)
    signals.erased.disconnect(hear)

    assert heard == [(person.pk,)]
    entry = Entry.objects.get(action="person.erased")
    assert entry.values["person"] == person.pk
    assert "Zoé" not in json.dumps(entry.values)


def test_nothing_is_erased_when_a_room_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    user = make_user(name="Zoé Lévesque")
    erasure = asked(user.person)

    def fail(**_news: Any) -> None:
        raise RuntimeError

    signals.erased.connect(fail)
    with pytest.raises(RuntimeError):
        erasing.carry_out(erasure_pk=erasure.pk)
    signals.erased.disconnect(fail)

    assert Person.objects.get(pk=user.person_id).name == "Zoé Lévesque"
    assert User.objects.get(pk=user.pk).is_active
    assert Erasure.objects.get().is_open


def test_erased_through_the_clock_on_its_day() -> None:
    erasure = asked(make_user().person)

    clock.tick(erasure.due_at - timedelta(minutes=1))
    assert Erasure.objects.open().exists()
    clock.tick(erasure.due_at + timedelta(minutes=1))

    assert Erasure.objects.done().get() == erasure


# ------------------------------------------------------------------ merges


def test_a_request_moves_with_a_merge_and_the_earlier_one_stands() -> None:
    keep, gone = make_user(), make_person(email="b@exemple.test")
    officer = make_user(Role.PRIVACY_OFFICER).person
    first = asked(gone, officer, channel="letter")
    second = asked(keep.person)

    actions.merge(keep=keep.person, gone=gone, by=None)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.person, first.is_open) == (keep.person, True)
    assert second.taken_back_at
    assert erasing.carry_out(erasure_pk=first.pk)
    assert Person.objects.get(pk=keep.person_id).erased_at


def test_a_request_of_one_entry_for_the_other_becomes_their_own() -> None:
    keep, guest = make_user(Role.PRIVACY_OFFICER), make_person(email="b@exemple.test")
    asked(guest, keep.person, channel="letter")

    actions.merge(keep=keep.person, gone=guest, by=None)

    assert (Erasure.objects.get().kind, Erasure.objects.get().asked_by) == ("own", keep.person)


def test_the_lock_of_an_entry_that_was_merged_away_is_let_go_before_the_next_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keep, gone = make_user().person, make_user().person
    erasure = erasing.ask(person=gone, by=gone)
    before = erasing._request(erasure.pk)
    actions.merge(keep=keep, gone=gone, by=None, close_login=True)
    read = erasing._request
    # What was read just before the merge was through, and what stands since.
    answers = iter([before])
    monkeypatch.setattr(erasing, "_request", lambda pk: next(answers, None) or read(pk))

    with CaptureQueriesContext(connection) as asked:
        assert erasing.carry_out(erasure_pk=erasure.pk)

    statements = [query["sql"] for query in asked]
    [let_go] = [number for number, sql in enumerate(statements) if sql.startswith("ROLLBACK TO SAVEPOINT")]
    locks = [number for number, sql in enumerate(statements) if "merged_into_id" in sql and sql.startswith("SELECT")]
    assert locks[0] < let_go < locks[-1]
    assert Person.objects.filter(erased_at__isnull=False).count() == 2


# ------------------------------------------------------------------ after a restore


def test_a_restore_does_not_bring_anybody_back(
    settings: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    user = make_user(name="Zoé Lévesque", email="zoe@exemple.test")
    with django_capture_on_commit_callbacks(execute=True):
        erased(user.person)
    exported = tmp_path / "table.jsonl"
    call_command("erased_ids", stdout=exported.open("w"))
    assert exported.read_text() == settings.ERASED_LOG.read_text()
    assert "Zoé" not in exported.read_text()

    # What a backup of the day before holds.
    Person.objects.filter(pk=user.person_id).update(name="Zoé Lévesque", erased_at=None)
    User.objects.filter(pk=user.pk).update(email="zoe@exemple.test", is_active=True)
    Address.objects.create(person=user.person, email="zoe@exemple.test")
    stranger = make_person("Marc Roy")
    with settings.ERASED_LOG.open("a") as log:
        # An id given out again after the restore: made at another moment.
        log.write(json.dumps({"person": stranger.pk, "known_since": "2020-01-01T00:00:00+00:00"}) + "\n\n")

    call_command("replay_erasures", str(settings.ERASED_LOG))
    call_command("replay_erasures", str(settings.ERASED_LOG))

    assert not Person.objects.filter(name="Zoé Lévesque").exists()
    assert not Address.objects.filter(email="zoe@exemple.test").exists()
    assert not User.objects.get(pk=user.pk).is_active
    assert Person.objects.get(pk=stranger.pk).name == "Marc Roy"
    assert Erasure.objects.filter(kind="replay").count() == 1


def test_a_spoilt_line_of_the_log_is_said_and_the_others_are_replayed(settings: Any, tmp_path: Path) -> None:
    person = make_person("Zoé Lévesque")
    log = tmp_path / "log.jsonl"
    log.write_text("{spoilt\n" + erasing._line(person.pk, person.created_at, timezone.now()))

    with pytest.raises(CommandError, match="line 1"):
        call_command("replay_erasures", str(log))

    assert Person.objects.get(pk=person.pk).erased_at


# ------------------------------------------------------------------ the register


def test_every_refusal_is_a_sentence() -> None:
    for refusal in (erasing.AlreadyErased, erasing.MayNotAskForThem, erasing.TooLateToTakeBack):
        assert issubclass(refusal, Refusal)
        assert str(refusal()).endswith(".")


def test_every_erasure_of_the_register_fits_its_column() -> None:
    """« blank » writes what the column can hold: no None where none may stand."""
    for entry in personal.declarations():
        for name, held in entry.fields.items():
            field: Any = entry.model._meta.get_field(name)
            if entry.owner is not None and entry.on_erase == "blank" and not held.stays and held.erase is None:
                assert field.null or field.many_to_many, f"{entry.code}.{name}"
