"""An invitation opens one role to one address, once."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from core.audit import Entry
from core.outbox import Mail, send_all, writer_of
from people.accounts.models import Grant, Role
from people.organisations import actions
from people.organisations.models import Affiliation, Invitation
from tests.factories.accounts import make_user, sign_in
from tests.factories.organisations import make_affiliation, make_organisation, make_speaker

pytestmark = pytest.mark.django_db


def make_invitation(email: str = "zoe@exemple.test", **facts: Any) -> Invitation:
    organisation = facts.pop("organisation", None) or make_organisation("Fonderie Bellerive")
    if "by" not in facts:
        facts["by"] = make_speaker(organisation, Role.EXECUTIVE, name="Luc Roy").person
    return actions.invite(organisation=organisation, email=email, **{"role": Role.EMPLOYER_CONTACT} | facts)


def page_of(invitation: Invitation) -> str:
    return reverse("organisations:invitation", args=[invitation.token])


def test_accepting_gives_the_role_in_that_organisation_and_enters_the_person() -> None:
    invitation = make_invitation(title="Directrice")
    user = make_user(email="zoe@exemple.test")

    actions.accept(invitation=invitation, user=user)

    grant = Grant.objects.get(user=user)
    assert (grant.role, grant.scope) == (Role.EMPLOYER_CONTACT, invitation.organisation.scope)
    held = Affiliation.objects.get(person=user.person)
    assert (held.organisation, held.title) == (invitation.organisation, "Directrice")
    assert Entry.objects.filter(action="invitation.accepted", actor=user.person_id).count() == 1


def test_accepting_twice_gives_the_role_once() -> None:
    invitation = make_invitation()
    user = make_user(email="zoe@exemple.test")

    actions.accept(invitation=invitation, user=user)
    actions.accept(invitation=Invitation.objects.get(), user=user)

    assert Grant.objects.filter(user=user).count() == Affiliation.objects.count() == 1
    assert Entry.objects.filter(action="invitation.accepted").count() == 1


def test_an_invitation_serves_no_second_person() -> None:
    invitation = make_invitation()
    actions.accept(invitation=invitation, user=make_user(email="zoe@exemple.test"))
    late = make_user(email="late@exemple.test")
    late.person.addresses.create(email="zoe@exemple.test", proven_at=timezone.now())

    with pytest.raises(actions.InvitationSpent):
        actions.accept(invitation=Invitation.objects.get(), user=late)

    assert not Grant.objects.filter(user=late).exists()


def test_the_invited_address_must_be_proven_to_be_theirs() -> None:
    invitation = make_invitation()
    stranger = make_user(email="autre@exemple.test")
    stranger.person.addresses.create(email="zoe@exemple.test", proven_at=None)

    with pytest.raises(actions.InvitedElsewhere):
        actions.accept(invitation=invitation, user=stranger)

    stranger.person.addresses.filter(email="zoe@exemple.test").update(proven_at=timezone.now())
    assert actions.accept(invitation=invitation, user=stranger).accepted_by == stranger.person


def test_an_expired_or_withdrawn_invitation_gives_nothing() -> None:
    user = make_user(email="zoe@exemple.test")
    invitation = make_invitation()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(actions.InvitationExpired):
        actions.accept(invitation=invitation, user=user)

    actions.revoke(invitation=invitation, by=None)
    with pytest.raises(actions.InvitationWithdrawn):
        actions.accept(invitation=invitation, user=user)

    assert not Grant.objects.filter(user=user).exists()


def test_whoever_may_no_longer_invite_opens_no_door_by_an_earlier_invitation(client: Client) -> None:
    user = make_user(email="zoe@exemple.test")
    invitation = make_invitation(role=Role.EXECUTIVE)
    inviter = invitation.invited_by
    assert inviter
    Grant.objects.filter(user=inviter.user).update(role=Role.EMPLOYER_CONTACT)  # may invite colleagues, no executive

    with pytest.raises(actions.InviterMayNoMore):
        actions.accept(invitation=invitation, user=user)

    assert not Grant.objects.filter(user=user).exists()
    assert Invitation.objects.open().exists()
    page = sign_in(client, user).get(page_of(invitation)).text
    assert "Demandez une nouvelle invitation" in page
    assert "Accepter l’invitation" not in page


def test_whoever_sends_an_invitation_again_answers_for_it() -> None:
    invitation = make_invitation()
    assert invitation.invited_by
    Grant.objects.filter(user=invitation.invited_by.user).update(revoked_at=timezone.now())
    other = make_speaker(invitation.organisation)

    renewed = actions.resend(invitation=invitation, by=other.person)

    assert actions.accept(invitation=renewed, user=make_user(email="zoe@exemple.test")).accepted_at


def test_an_earlier_link_read_before_it_was_sent_again_gives_nothing() -> None:
    invitation = make_invitation()
    earlier = Invitation.objects.get()
    actions.resend(invitation=invitation, by=None)

    with pytest.raises(actions.InvitationExpired):
        actions.accept(invitation=earlier, user=make_user(email="zoe@exemple.test"))

    assert Invitation.objects.open().exists()


def test_whoever_is_put_out_does_not_come_back_by_an_invitation_of_their_own_or_to_them() -> None:
    organisation = make_organisation()
    user = make_speaker(organisation, Role.EXECUTIVE, email="luc@exemple.test")
    user.person.addresses.update(email="luc.roy@exemple.test")  # the login's own address still reaches them
    held = make_affiliation(user.person, organisation)
    elsewhere = make_invitation("luc@exemple.test")
    colleagues = make_invitation("zoe@exemple.test", organisation=organisation)
    for email, by in (("ami@exemple.test", user.person), ("luc@exemple.test", None), ("luc.roy@exemple.test", None)):
        actions.invite(organisation=organisation, email=email, role=Role.EXECUTIVE, by=by)

    actions.end_affiliation(affiliation=held, by=None)

    assert set(Invitation.objects.open()) == {elsewhere, colleagues}
    assert Entry.objects.filter(action="invitation.withdrawn").count() == 3


def test_somebody_entered_as_of_a_day_to_come_can_accept_an_invitation() -> None:
    user = make_user(email="zoe@exemple.test")
    invitation = make_invitation()
    make_affiliation(user.person, invitation.organisation, since=timezone.localdate() + timedelta(days=3))

    actions.accept(invitation=invitation, user=user)

    assert Grant.objects.filter(user=user).exists()
    assert Affiliation.objects.count() == 1


def test_sending_again_renews_the_term_and_kills_the_earlier_link() -> None:
    invitation = make_invitation()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    old = invitation.token

    renewed = actions.resend(invitation=invitation, by=None)

    assert renewed.can_be_accepted
    assert not Invitation.objects.held_by(old).exists()
    assert Invitation.objects.held_by(renewed.token).get() == renewed
    assert Mail.objects.count() == 2


def test_an_accepted_invitation_is_neither_sent_again_nor_withdrawn() -> None:
    invitation = make_invitation()
    actions.accept(invitation=invitation, user=make_user(email="zoe@exemple.test"))

    with pytest.raises(actions.InvitationClosed):
        actions.resend(invitation=invitation, by=None)
    with pytest.raises(actions.InvitationClosed):
        actions.revoke(invitation=invitation, by=None)


def test_one_address_has_one_open_invitation_to_one_role() -> None:
    invitation = make_invitation("Zoe@Exemple.test")

    with pytest.raises(actions.InvitationExists):
        make_invitation(organisation=invitation.organisation)

    actions.revoke(invitation=invitation, by=None)
    assert make_invitation(organisation=invitation.organisation).pk != invitation.pk


@pytest.mark.parametrize("when", ["before it leaves", "after it has left"])
def test_the_token_is_nowhere_in_the_database(when: str, mailoutbox: list[EmailMessage]) -> None:
    invitation = make_invitation()
    if when == "after it has left":
        send_all()
        assert invitation.token in mailoutbox[0].body
    kept = [str(value) for value in Invitation.objects.values_list().get()]
    kept += [str(value) for value in Mail.objects.values_list().get()]

    assert not [text for text in kept if invitation.token in text]


def test_of_an_invitation_that_has_left_no_word_is_kept() -> None:
    make_invitation()

    send_all()

    assert Mail.objects.values_list("state", "subject", "body", "payload").get() == ("sent", "", "", {})


@pytest.mark.parametrize(("language", "words"), [("fr", "vous invite"), ("en", "invites you")])
def test_the_letter_is_in_its_language_and_names_nobody_in_its_subject(language: str, words: str) -> None:
    invitation = make_invitation(language=language)
    mail = Mail.objects.get()

    letter = writer_of("organisations/invitation")(mail)

    assert letter is not None
    assert words in letter.text
    assert words in letter.html
    with translation.override(language):
        assert page_of(invitation) in letter.text
    assert "Bellerive" not in letter.subject
    assert "Luc" not in letter.subject


def test_a_letter_overtaken_by_a_withdrawal_is_not_sent() -> None:
    invitation = make_invitation()
    actions.revoke(invitation=invitation, by=None)

    assert writer_of("organisations/invitation")(Mail.objects.get()) is None


def test_reading_the_page_spends_nothing() -> None:
    invitation = make_invitation()
    user = make_user(email="zoe@exemple.test")

    for _visit in range(2):
        page = sign_in(Client(), user).get(page_of(invitation))
        assert page.status_code == 200
        assert page["Cache-Control"] == "no-store"
        assert "Accepter l’invitation" in page.text

    assert Invitation.objects.open().exists()


def test_the_way_in_for_somebody_who_has_no_login_yet() -> None:
    invitation = make_invitation()
    client = Client()

    page = client.get(page_of(invitation))
    assert f"?next={page_of(invitation)}" in page.text
    assert "Accepter l’invitation" not in page.text

    sent = client.post(page_of(invitation))
    assert sent.status_code == 302
    assert reverse("account_login") in sent.url
    assert Invitation.objects.open().exists()


def test_accepting_on_the_page_leads_to_the_organisation() -> None:
    invitation = make_invitation()
    client = sign_in(Client(), make_user(email="zoe@exemple.test"))

    answer = client.post(page_of(invitation))

    assert answer.status_code == 302
    assert answer.url == reverse("organisations:detail", args=[invitation.organisation_id])
    assert (
        "Votre accès est ouvert" in client.get(page_of(invitation)).text
        or "votre accès est ouvert" in client.get(page_of(invitation)).text
    )


def test_a_made_up_token_opens_nothing() -> None:
    make_invitation()

    assert Client().get(reverse("organisations:invitation", args=["0" * 64])).status_code == 404
