"""What the database refuses, whoever writes to it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.participants.models import Candidacy, Card, CaseFile, Decision, Document, Following
from tests.factories.accounts import make_person
from tests.factories.organisations import make_organisation
from tests.factories.participants import make_candidacy, make_file

pytestmark = pytest.mark.django_db


def refused(name: str, write: Any) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        write()


def test_a_caseworker_without_an_organisation() -> None:
    file = make_file()
    refused(
        "case_file_caseworker_has_an_organisation",
        lambda: CaseFile.objects.filter(pk=file.pk).update(caseworker=make_person()),
    )


def test_an_arrival_of_somebody_who_is_still_abroad() -> None:
    file = make_file()
    refused(
        "case_file_abroad_has_not_arrived",
        lambda: CaseFile.objects.filter(pk=file.pk).update(still_abroad=True, arrival_year=2024),
    )


def test_a_month_of_arrival_without_its_year() -> None:
    file = make_file()
    refused("case_file_arrival_month_has_its_year", lambda: CaseFile.objects.filter(pk=file.pk).update(arrival_month=5))


def test_two_organisations_that_follow_one_person() -> None:
    file = make_file(organisation=make_organisation())
    with pytest.raises(IntegrityError), transaction.atomic():
        Following.objects.create(case_file=file, organisation=make_organisation(), how="handed_over")


def test_a_change_by_hand_without_a_reason() -> None:
    file = make_file()
    refused(
        "following_by_hand_says_why",
        lambda: Following.objects.create(case_file=file, organisation=make_organisation(), how="by_hand"),
    )


def test_two_open_requests_to_one_edition() -> None:
    candidacy = make_candidacy()
    with pytest.raises(IntegrityError), transaction.atomic():
        Candidacy.objects.create(case_file=candidacy.case_file, edition=candidacy.edition)


def test_a_state_decided_by_no_organisation() -> None:
    candidacy = make_candidacy()
    refused(
        "candidacy_decided_by_an_organisation",
        lambda: Candidacy.objects.filter(pk=candidacy.pk).update(organisation=None, state="eligible"),
    )


def test_a_decision_against_the_rules_without_a_reason() -> None:
    candidacy = make_candidacy()
    refused(
        "decision_other_than_the_rules_says_why",
        lambda: Decision.objects.create(candidacy=candidacy, verdict="not met", outcome="eligible"),
    )


def test_an_occupation_that_is_no_code() -> None:
    card = Card.objects.create(person=make_person())
    with pytest.raises(IntegrityError), transaction.atomic():
        Card.objects.filter(pk=card.pk).update(occupation_code="soude")


def test_two_cvs_in_one_file() -> None:
    file = make_file()
    Document.objects.create(case_file=file, kind="cv", name="cv.pdf", mime="application/pdf", size=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.create(case_file=file, kind="cv", name="cv2.pdf", mime="application/pdf", size=1)


def test_a_following_that_ends_before_it_begins() -> None:
    file = make_file(organisation=make_organisation())
    refused(
        "following_ends_after_it_begins",
        lambda: Following.objects.filter(case_file=file).update(until=timezone.now() - timedelta(days=2)),
    )
