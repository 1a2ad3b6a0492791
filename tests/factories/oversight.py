"""Reads, incidents and policies, as plain functions."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from people.accounts.models import Grant, Person, Role, User
from people.organisations.models import Organisation
from people.oversight import actions
from people.oversight.models import Incident, PrivacyPolicy, ReadEntry
from tests.factories.accounts import make_person, make_user

COMPLETE = {
    "officer_name": "Isabelle Morin",
    "officer_title": "Directrice générale",
    "officer_email": "confidentialite@exemple.test",
    "officer_agreed_on": timezone.localdate() - timedelta(days=9),
    "policy_fr": "Nous détenons ce qu’il faut.\n\nPas plus.",
    "policy_en": "We hold what is needed.",
    "in_force_on": timezone.localdate() - timedelta(days=8),
}


def make_read(reader: Person, subject: Person, *, at: datetime | None = None, **fields: Any) -> ReadEntry:
    """A read of a case file, now unless told otherwise; a row, so that the past can be written."""
    at = at or timezone.now()
    values = {"kind": "file", "object_type": "participants.casefile", "object_id": str(subject.pk)}
    return ReadEntry.objects.create(
        reader=reader.pk, subject=subject.pk, at=at, hour=int(at.timestamp()) // 3600, **values | fields
    )


def make_incident(*, by: Person | None = None, **fields: Any) -> Incident:
    values = {"title": "Courriel mal adressé", "what": "Une liste est partie à la mauvaise adresse."}
    values |= {"found_on": timezone.localdate()} | fields
    return actions.record_incident(by=by or make_person(), details=values)


def make_policy(organisation: Organisation | None = None, *, published: bool = True, **fields: Any) -> PrivacyPolicy:
    """Complete, and published unless told otherwise; of the operator without an organisation."""
    policy = actions.write_policy(policy=actions.policy_of(organisation), by=None, details=COMPLETE | fields)
    return actions.publish_policy(policy=policy, by=None) if published else policy


def make_caseworker(organisation: Organisation, **fields: Any) -> User:
    return make_user(Role.CASEWORKER, scope=organisation.scope, **fields)


def end_grants(user: User) -> None:
    Grant.objects.filter(user=user).update(revoked_at=timezone.now())
