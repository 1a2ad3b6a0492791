"""Who sees a file, a card, a note: the organisation that follows now, and the person; a former one what it wrote."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from people.accounts.models import Role
from people.consent import actions as consents
from people.participants import actions
from people.participants.models import Candidacy, Card, CaseFile, Decision, Note
from people.participants.models import card as cards
from tests.factories.accounts import make_person, make_user
from tests.factories.organisations import make_organisation
from tests.factories.participants import agree, make_card, make_caseworker, make_file, make_ready

pytestmark = pytest.mark.django_db


def test_a_caseworker_sees_the_people_of_their_own_organisation_alone() -> None:
    own, other = make_organisation(), make_organisation()
    file, foreign = make_file(organisation=own), make_file(organisation=other)
    caseworker = make_caseworker(own)

    assert list(CaseFile.objects.visible_to(caseworker)) == [file]
    assert foreign not in CaseFile.objects.visible_to(caseworker)


def test_a_decision_is_seen_where_the_file_is() -> None:
    candidacy = make_ready(make_person())
    assert candidacy.organisation is not None
    decision = candidacy.decisions.get()

    assert list(Decision.objects.visible_to(make_caseworker(candidacy.organisation))) == [decision]
    assert not Decision.objects.visible_to(make_caseworker(make_organisation())).exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CASEWORKER])
def test_no_other_role_sees_a_file(role: Role) -> None:
    make_file(organisation=make_organisation())

    assert not CaseFile.objects.visible_to(make_user(role)).exists()
    assert not Card.objects.visible_to(make_user(role)).exists()


def test_nobody_signed_out_sees_anything() -> None:
    file = make_file(organisation=make_organisation())
    make_card(file.person)

    for model in (CaseFile, Card, Note, Candidacy):
        assert not model.objects.visible_to(AnonymousUser()).exists()  # type: ignore[attr-defined]


def test_after_a_handover_the_old_organisation_reads_what_it_wrote_and_no_more() -> None:
    old, new = make_organisation(), make_organisation()
    file = make_file(organisation=old)
    before, after = make_caseworker(old), make_caseworker(new)
    theirs = actions.write_note(
        case_file=file, kind="call", on_date=timezone.localdate(file.opened_at), text="Bien arrivée.", by=before.person
    )
    actions.follow(case_file=file, organisation=new, how="handed_over", by=None)
    ours = actions.write_note(
        case_file=file,
        kind="call",
        on_date=timezone.localdate(file.opened_at),
        text="Logement trouvé.",
        by=after.person,
    )

    assert not CaseFile.objects.visible_to(before).exists()
    assert list(CaseFile.objects.once_followed_by(before)) == [file]
    assert list(Note.objects.visible_to(before)) == [theirs]
    assert not Note.objects.editable_by(before).exists()
    assert set(Note.objects.visible_to(after)) == {theirs, ours}


def test_a_card_is_shown_for_a_reason_and_under_consent(monkeypatch: pytest.MonkeyPatch) -> None:
    person = make_file(organisation=make_organisation()).person
    card = make_card(person)
    employer = make_user(Role.MENTOR)
    monkeypatch.setattr(cards, "_reasons", [lambda user: cards.Q(pk=card.pk) if user == employer else cards.Q(pk=0)])

    assert card not in Card.objects.visible_to(employer)
    agree(person, "card")
    assert card in Card.objects.visible_to(employer)
    assert card not in Card.objects.visible_to(make_user(Role.MENTOR))
    consents.withdraw_purpose(person=person, purpose="card", by=person)
    assert card not in Card.objects.visible_to(employer)


def test_the_person_always_sees_their_own_card() -> None:
    user = make_user(Role.PARTICIPANT)
    card = make_card(user.person)

    assert list(Card.objects.visible_to(user)) == [card]
    assert not Card.objects.visible_to(make_user(Role.PARTICIPANT, person=make_person("Autre"))).exists()
