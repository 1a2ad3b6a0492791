"""The retention schedule: what is past its time goes, what is not stays, and each night leaves its proof."""

import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from core import clock, personal
from core.audit import Entry
from core.outbox import Mail
from core.worker import Worker
from events.agenda.models import Event
from events.registration.models import Registration, Seat
from people.accounts.models import Person, Role, User
from people.organisations.models import Affiliation, Invitation
from people.privacy import erasing, retention, rules
from people.privacy.models import Erasure, RetentionRule, RetentionRun
from tests.factories.accounts import make_person, make_user
from tests.factories.doors import fair_over, seat
from tests.factories.organisations import make_affiliation, make_organisation
from tests.factories.registration import open_event, registered

pytestmark = pytest.mark.django_db


def night(*codes: str) -> dict[str, int]:
    """One night's work, to its end; rows by class."""
    runs = retention.begin(codes=codes)
    for run in runs:
        while retention.work_off(run_pk=run.pk):
            pass
    rows: dict[str, int] = {}
    for run in RetentionRun.objects.filter(pk__in=[run.pk for run in runs]):
        assert run.ended_at
        rows[run.code] = rows.get(run.code, 0) + run.rows
    return {code: count for code, count in rows.items() if count}


def long_ago(person: Person, days: int) -> Person:
    Person.objects.filter(pk=person.pk).update(created_at=timezone.now() - timedelta(days=days))
    return person


# ------------------------------------------------------------------ classes


@pytest.mark.parametrize(("days", "goes"), [(180, False), (182, True)])
def test_names_and_addresses_of_registrations_go_six_months_after_the_event(days: int, goes: bool) -> None:
    came = seat(fair_over(days=days), "Zoé Lévesque", state="present", email="zoe@exemple.test")
    key, code = came.registration.link_key, came.code

    night("registration.registrations", "registration.seats")

    came.refresh_from_db()
    registration = Registration.objects.get()
    assert (came.name == "", registration.email != "zoe@exemple.test") == (goes, goes)
    assert (registration.link_key != key, came.code != code) == (goes, goes)
    assert (came.state, registration.state) == ("present", "confirmed")
    assert Seat.objects.present().count() == 1


def test_the_second_night_finds_nothing_of_the_first() -> None:
    seat(fair_over(days=200), state="present")

    assert night("registration.registrations", "registration.seats") == {
        "registration.registrations": 1,
        "registration.seats": 1,
    }
    assert night("registration.registrations", "registration.seats") == {}


def test_a_guest_goes_with_their_last_event() -> None:
    old, lasting = seat(fair_over(days=200)).person, seat(fair_over(days=200)).person
    registered(open_event(), lasting.name, person=lasting)
    for guest in (old, lasting):
        long_ago(guest, 300)

    assert night("privacy.guests") == {"privacy.guests": 1}

    old.refresh_from_db()
    lasting.refresh_from_db()
    assert (old.name, bool(old.erased_at)) == ("", True)
    assert (bool(lasting.name), lasting.erased_at) == (True, None)
    assert Erasure.objects.get().kind == "retention"
    assert not Mail.objects.filter(template__startswith="privacy/").exists()


def test_a_guest_who_is_with_an_organisation_stays_as_long_as_that_row() -> None:
    guest = long_ago(make_person("Chantal Veilleux"), 3000)
    day = timezone.localdate()
    held = make_affiliation(guest, since=day - timedelta(days=2000))
    assert night("privacy.guests", "organisations.affiliations") == {}

    Affiliation.objects.filter(pk=held.pk).update(until=day - timedelta(days=3 * 365 + 2))
    assert night("organisations.affiliations") == {"organisations.affiliations": 1}
    assert night("privacy.guests") == {"privacy.guests": 1}


def test_somebody_with_a_login_is_warned_a_month_before_and_stays_if_they_come_back() -> None:
    quiet, back = make_user(), make_user()
    for user in (quiet, back):
        long_ago(user.person, 3 * 365)
        User.objects.filter(pk=user.pk).update(
            created_at=timezone.now() - timedelta(days=3 * 365),
            last_login=timezone.now() - timedelta(days=3 * 365 - 29),
        )
    assert night("privacy.members") == {"privacy.members": 2}
    assert night("privacy.members") == {}
    assert Mail.objects.filter(template="privacy/erasure_asked").count() == 2
    assert Person.objects.current().filter(pk__in=[quiet.person_id, back.person_id]).count() == 2

    User.objects.filter(pk=back.pk).update(last_login=timezone.now() + timedelta(days=1))
    for erasure in Erasure.objects.open():
        assert timedelta(days=29) < erasure.due_at - timezone.now() <= timedelta(days=30)
        erasing.carry_out(erasure_pk=erasure.pk)

    assert Person.objects.get(pk=quiet.person_id).erased_at
    assert not Person.objects.get(pk=back.person_id).erased_at
    assert Erasure.objects.get(person=back.person).taken_back_at


def test_who_signed_in_or_came_lately_is_not_quiet() -> None:
    before = timezone.now() - timedelta(days=100)
    seen, coming, new = make_user(), make_user(), make_user()
    for user in (seen, coming):
        long_ago(user.person, 400)
        User.objects.filter(pk=user.pk).update(created_at=before - timedelta(days=200))
    assert set(rules.quiet_since(before)) == {seen.person, coming.person}
    User.objects.filter(pk=seen.pk).update(last_login=timezone.now())
    registered(open_event(), person=coming.person)

    assert not rules.quiet_since(before).exists()
    assert new.person not in rules.quiet_since(before)


def test_invitations_go_a_year_after_they_were_settled() -> None:
    organisation, now = make_organisation(), timezone.now()
    ends = {"revoked_at": now - timedelta(days=366)}, {"expires_at": now - timedelta(days=366)}, {"expires_at": now}
    for number, end in enumerate(ends):
        Invitation.objects.create(organisation=organisation, email=f"i{number}@exemple.test", role="executive", **end)

    assert night("organisations.invitations") == {"organisations.invitations": 2}
    assert Invitation.objects.get().email == "i2@exemple.test"


def test_a_large_class_goes_in_batches(django_assert_max_num_queries: Any) -> None:
    organisation, long_past = make_organisation(), timezone.now() - timedelta(days=400)
    Invitation.objects.bulk_create(
        Invitation(
            organisation=organisation,
            email=f"i{number}@exemple.test",
            role="executive",
            token_hash=str(number),
            revoked_at=long_past,
        )
        for number in range(250)
    )
    run = retention.begin(codes=["organisations.invitations"])[0]

    with django_assert_max_num_queries(12):
        assert retention.work_off(run_pk=run.pk)
    assert Invitation.objects.count() == 50
    assert not retention.work_off(run_pk=run.pk)
    assert not Invitation.objects.exists()
    assert RetentionRun.objects.get().rows == 250


def test_the_worker_does_it_every_night() -> None:
    seat(fair_over(days=200), state="present")

    Worker().run_once()

    proof = {run.code: run.rows for run in RetentionRun.objects.filter(is_dry=False, ended_at__isnull=False)}
    assert set(proof) == {keep.code for keep in personal.schedule()}
    assert proof["registration.seats"] == 1
    assert clock.Due.objects.get(kind="privacy.retention").due_at > timezone.now()


# ------------------------------------------------------------------ decisions


def test_an_organisation_may_keep_its_rows_for_another_time() -> None:
    officer = make_user(Role.PRIVACY_OFFICER).person
    short, long = seat(fair_over(days=100)), seat(fair_over(days=100))
    retention.decide(
        code="registration.seats", organisation=short.event.organisation, days=90, reason="Entente", by=officer
    )

    assert night("registration.seats") == {"registration.seats": 1}

    assert [Seat.objects.get(pk=one.pk).name == "" for one in (short, long)] == [True, False]
    assert {(run.organisation, run.days) for run in RetentionRun.objects.all()} == {
        (None, 181),
        (short.event.organisation, 90),
    }
    audited = Entry.objects.get(action="retention.decided")
    assert audited.values == {"code": "registration.seats", "days": 90, "organisation": short.event.organisation_id}


def test_a_second_decision_replaces_the_first_and_undoing_goes_back() -> None:
    officer = make_user(Role.PRIVACY_OFFICER).person
    for days in (100, 50):
        rule = retention.decide(code="registration.seats", organisation=None, days=days, reason="Loi", by=officer)
    assert {line.days for line in retention.lines() if line.keep.code == "registration.seats"} == {50}

    retention.undo(rule=rule, by=officer)
    retention.undo(rule=rule, by=officer)

    assert {line.days for line in retention.lines() if line.keep.code == "registration.seats"} == {181}
    assert Entry.objects.filter(action="retention.undone").count() == 1


def test_what_people_were_told_is_not_exceeded() -> None:
    officer = make_user(Role.PRIVACY_OFFICER).person
    asked = {"reason": "Entente", "by": officer}

    with pytest.raises(retention.KeptTooLong):
        retention.decide(code="registration.seats", organisation=None, days=182, **asked)  # type: ignore[arg-type]
    with pytest.raises(retention.SameForAll):
        retention.decide(code="core.mails", organisation=make_organisation(), days=20, **asked)  # type: ignore[arg-type]
    with pytest.raises(retention.UnknownClass):
        retention.decide(code="nothing", organisation=None, days=20, **asked)  # type: ignore[arg-type]
    assert not RetentionRule.objects.exists()


def test_what_the_law_wants_kept_is_not_kept_for_less() -> None:
    officer = make_user(Role.PRIVACY_OFFICER).person

    for code, least in (("oversight.reads", 731), ("oversight.incidents", 1827)):
        with pytest.raises(retention.KeptTooShort, match=str(least)):
            retention.decide(code=code, organisation=None, days=least - 1, reason="Non.", by=officer)
    retention.decide(code="oversight.incidents", organisation=None, days=1828, reason="Loi", by=officer)


def test_a_rule_without_a_reason_or_a_day_cannot_be_written() -> None:
    for wrong in ({"days": 0, "reason": "Loi"}, {"days": 3, "reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RetentionRule.objects.create(code="core.mails", **wrong)


def test_a_decision_for_longer_holds_for_a_run_that_has_begun() -> None:
    officer, old = make_user(Role.PRIVACY_OFFICER).person, seat(fair_over(days=100))
    retention.decide(code="registration.seats", organisation=None, days=90, reason="Loi", by=officer)
    run = retention.begin(codes=["registration.seats"])[0]
    retention.decide(code="registration.seats", organisation=None, days=150, reason="Loi", by=officer)

    retention.work_off(run_pk=run.pk)

    old.refresh_from_db()
    assert old.name


# ------------------------------------------------------------------ the dry run


def test_a_dry_run_counts_and_touches_nothing() -> None:
    old = seat(fair_over(days=200), "Zoé Lévesque", state="present")
    told = StringIO()

    call_command("retention", "--dry-run", stdout=told)

    old.refresh_from_db()
    assert old.name == "Zoé Lévesque"
    proof = {run.code: run.rows for run in RetentionRun.objects.filter(is_dry=True)}
    assert proof["registration.seats"] == 1
    assert "registration.seats" in told.getvalue()
    assert not clock.Due.objects.filter(kind=retention.BATCH).exists()


def test_it_can_be_done_by_hand() -> None:
    seat(fair_over(days=200), state="present")

    call_command("retention", "registration.seats", stdout=StringIO())

    assert Seat.objects.get().name == ""
    with pytest.raises(CommandError, match="No such class: nothing"):
        call_command("retention", "nothing")


def test_every_class_is_about_a_declared_model_and_can_be_counted() -> None:
    for line in retention.lines():
        assert personal.of(line.keep.model), line.keep.code
        assert line.rows().count() == 0, line.keep.code
        assert line.days <= (line.keep.longest or retention.LONGEST_DAYS)


def test_two_classes_of_one_name_are_refused() -> None:
    last = personal.schedule()[-1]
    with pytest.raises(ValueError, match=re.escape(last.code)):
        personal.keep(last)


def test_events_keep_their_figures() -> None:
    old = seat(fair_over(days=200), state="present")
    taken = Event.objects.get(pk=old.event_id).seats_taken

    night()

    assert Event.objects.get(pk=old.event_id).seats_taken == taken
