"""Somebody with a canary in every personal field is erased, and then searched for everywhere: nothing sings.

The rows are made off the register, so a room that declares a field is covered by itself.
"""

import json
import logging
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.files.storage import Storage, default_storage
from django.core.management import call_command
from django.db import connection, models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import clock, outbox, personal
from core.files.storage import private
from core.outbox import Mail
from people.accounts import actions as accounts
from people.accounts.models import Grant, Person, User
from people.privacy import erasing
from people.privacy.models import DataCopy, Erasure
from tests.factories.accounts import make_person, make_user, sign_in
from tests.factories.canaries import Canaries, row_about
from tests.factories.doors import fair as make_fair
from tests.factories.organisations import make_organisation

#: Text that erasure leaves, each with its reason in the register. A new one is a decision, so it is named here.
TEXT_THAT_STAYS = {
    # Written in the name of an organisation, and others got it.
    "announcements.announcement.subject_fr",
    "announcements.announcement.text_fr",
    "announcements.announcement.subject_en",
    "announcements.announcement.text_en",
    "consent.consent.how",
    "consent.consent.language",
    "consent.consent.purpose",
    "devices.device.door",
    "doors.doorpass.door",
    "doors.scan.door",
    "follow_up.followup.situation",
    "membership.step.message",
    "participants.candidacy.state",
    "participants.decision.outcome",
    "participants.decision.verdict",
    "participants.householdmember.age_band",
    "pool.enquiry.state",
    "pool.handover.state",
    # How many were left out, and why, is counted.
    "rounds.roundcandidate.because",
    "proposals.proposal.candidate_answer",
    "proposals.proposal.state",
    "proposals.reply.answer",
    "proposals.reply.why",
    "proposals.reviewrequest.outcome",
    # How many aim at a field is counted.
    "requests.requestoccupation.code",
}
#: What a row works out when it is saved, whatever was put there; and a name written over by the next thing said.
DERIVED = {
    "accounts.person.folded",
    "participants.spokenlanguage.folded",
    "offers.offer.folded",
    "timetable.feed.token_hash",
    "name",
}


def dump() -> Iterator[str]:
    """Every value of every table as text, sessions unpacked."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                for value in row:
                    yield bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)
    for session in Session.objects.all():
        yield json.dumps(session.get_decoded())


def files_of(storage: Storage, folder: str = "") -> Iterator[str]:
    """Names and bytes of every file of a storage."""
    try:
        folders, files = storage.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return
    for name in files:
        path = f"{folder}/{name}".lstrip("/")
        with storage.open(path) as file:
            yield path + file.read().decode("latin-1")
    for name in folders:
        yield from files_of(storage, f"{folder}/{name}".lstrip("/"))


def heard(sung: dict[str, str], texts: Iterator[str]) -> set[str]:
    """Where the canaries that still sing were put."""
    found: set[str] = set()
    words = dict(sung)
    for text in texts:
        small = text.lower()
        if "kan" in small or "kn" in small or "203.0.113.77" in small:
            found |= {word for word in words if word in small}
    return {sung[word] for word in found}


def entries_about_people() -> list[personal.Declaration]:
    return [entry for entry in personal.declarations() if entry.owner is not None and entry.fields]


def search_for(name: str) -> None:
    """Staff who look for somebody by name, on each page where that is kept for a moment."""
    staff = make_user("administrator", "privacy_officer", "organiser")
    Grant.objects.create(user=staff, role="caseworker", scope=make_organisation().scope)
    browser = sign_in(Client(), staff)
    browser.post(reverse("privacy:search"), {"q": name})
    browser.post(reverse("accounts:logins"), {"q": name})
    browser.post(reverse("oversight:read_log"), {"subject": name})
    browser.post(reverse("caseworker:search"), {"words": name})
    browser.post(reverse("doors:search", args=[make_fair().pk]), {"words": name})
    kept = browser.session["asked"]
    assert len(kept) == 5, kept


def fill_everything(user: User, client: Client, sing: Canaries) -> None:
    """Rows, mails queued and sent, a session, the audit."""
    sign_in(client, user)
    session = client.session
    UserSession.objects.create(user=user, session_key=session.session_key, ip="203.0.113.5", user_agent="a browser")
    session["anything"] = sing.word("session")
    session.save()
    search_for(user.person.name)
    client.get(reverse("privacy:mine"))
    for entry in entries_about_people():
        row_about(entry, user.person, sing)
    person = Person.objects.get(pk=user.person_id)
    email = User.objects.get(pk=user.pk).email
    accounts.describe_oneself(person=person, name=person.name, language="en")
    outbox.post("nobody/writes", to=email, language="fr", key="waiting", payload={"name": person.name})
    colleague = make_person(email="collegue@exemple.test")
    for number, recipient in enumerate([email, "collegue@exemple.test"]):
        mail = outbox.draft("nobody/writes", to=recipient, language="fr", key=str(number), payload={"n": person.name})
        mail.state, mail.body, mail.sent_at = Mail.State.SENT, f"Bonjour {person.name}", mail.queued_at
        mail.subject = sing.word("subject")
        mail.save()
    accounts.describe_oneself(person=colleague, name="Somebody else", language="fr")


@pytest.mark.usefixtures("committed_db")
def test_nothing_of_somebody_erased_is_left_anywhere(
    client: Client, caplog: pytest.LogCaptureFixture, private_folder: Path, settings: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    sing = Canaries()
    user = make_user(name=sing.word("name", length=40))
    fill_everything(user, client, sing)
    copies: Any = DataCopy._meta.get_field("file")
    storages: list[Storage] = [default_storage, copies.storage, private()]
    everything = [*dump(), *chain.from_iterable(map(files_of, storages))]
    before = heard(sing.sung, iter(everything))
    # The search finds what there is; what a row derives by itself is written over, that is all.
    assert set(sing.sung.values()) - before <= DERIVED
    assert len(before) > 20

    Erasure.objects.open().filter(person=user.person).update(due_at=timezone.now())
    assert erasing.carry_out(erasure_pk=Erasure.objects.get().pk)

    assert heard(sing.sung, dump()) == set()
    assert heard(sing.sung, chain.from_iterable(map(files_of, storages))) == set()
    assert heard(sing.sung, iter([caplog.text, settings.ERASED_LOG.read_text()])) == set()
    assert heard(sing.sung, iter([json.dumps(list(clock.Due.objects.values_list("payload", flat=True)))])) == set()
    assert Person.objects.get(pk=user.person_id).erased_at
    assert str(user.person_id) in settings.ERASED_LOG.read_text()
    if connection.vendor == "sqlite":
        assert heard(sing.sung, raw_bytes()) == set()


def raw_bytes() -> Iterator[str]:
    """The file as it lies on the disk once it was compacted, with its log."""
    call_command("compact", verbosity=0)
    file = Path(connection.settings_dict["NAME"])
    connection.close()
    for path in file.parent.glob(f"{file.name}*"):
        yield path.read_bytes().decode("latin-1")


@pytest.mark.django_db
def test_text_that_stays_is_named_with_its_reason() -> None:
    text = (models.CharField, models.TextField, models.JSONField, models.FileField)
    stays = {
        f"{entry.code}.{name}"
        for entry in personal.declarations()
        for name, held in entry.fields.items()
        if held.stays and isinstance(entry.model._meta.get_field(name), text)
    }

    assert stays == TEXT_THAT_STAYS


@pytest.mark.django_db
@pytest.mark.parametrize("code", sorted(entry.code for entry in entries_about_people()))
def test_each_kind_of_row_goes_by_itself(code: str) -> None:
    """So that a room that forgets its field wrongly is named, and not only that something sings."""
    user, sing = make_user(), Canaries()
    entry = next(entry for entry in entries_about_people() if entry.code == code)
    row_about(entry, user.person, sing)
    if code != "privacy.erasure":
        erasing.ask(person=Person.objects.get(pk=user.person_id), by=user.person)

    assert erasing.carry_out(erasure_pk=Erasure.objects.get().pk)

    assert heard(sing.sung, dump()) == set()
