"""A person is handed over with their consent: proposed, agreed to, accepted within the time, or not."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core import clock
from core.audit import Entry
from core.outbox import Mail
from core.outbox.letters import writer_of
from people.accounts.models import Role, User
from people.consent import actions as consents
from people.consent.models import Consent
from people.participants import actions as participants
from people.participants import refusals as participants_refusals
from people.participants.models import Candidacy, CaseFile, Following, Note, PaperLetter
from people.pool import actions, refusals
from people.pool.models import Handover, about
from people.pool.purposes import receivers_of
from people.programmes import actions as programmes
from people.programmes.models import Partner
from tests.factories.accounts import make_person, make_user
from tests.factories.organisations import make_organisation
from tests.factories.participants import agree, make_caseworker
from tests.factories.pool import make_bridge
from tests.factories.programmes import make_edition, make_partner

pytestmark = pytest.mark.django_db
State = Handover.State


def fresh(handover: Handover) -> Handover:
    return Handover.objects.get(pk=handover.pk)


# ------------------------------------------------------------------ proposed


def test_a_proposal_asks_the_person_and_nobody_else() -> None:
    bridge = make_bridge()

    handover = bridge.propose(message="Cherche un atelier de soudure.")

    assert handover.state == State.PROPOSED
    assert handover.from_organisation == bridge.bank
    told = Mail.objects.filter(template__startswith="pool/")
    assert [mail.recipient for mail in told] == [handover.case_file.person.addresses.get().email]
    assert not Handover.objects.visible_to(bridge.receiver).exists()


def test_who_has_no_address_is_asked_on_paper() -> None:
    bridge = make_bridge()
    candidacy = bridge.ready(make_person("Sans Courriel"))

    bridge.propose(candidacy)

    assert PaperLetter.objects.get(template="pool/step").case_file == candidacy.case_file


def test_one_handover_of_a_file_is_open_at_a_time() -> None:
    bridge = make_bridge()
    candidacy = bridge.ready()
    first = bridge.propose(candidacy)

    with pytest.raises(refusals.AlreadyProposed):
        bridge.propose(candidacy)
    actions.withdraw(handover=first, by=bridge.sender.person)

    assert bridge.propose(candidacy).state == State.PROPOSED


def test_only_a_partner_that_takes_people_can_receive_them() -> None:
    bridge = make_bridge()
    candidacy = bridge.ready()
    stranger = make_organisation()

    with pytest.raises(refusals.TakesNobodyNow):
        actions.propose(
            case_file=candidacy.case_file, edition=bridge.edition, organisation=stranger, by=bridge.sender.person
        )
    Partner.objects.filter(organisation=bridge.regional).update(is_paused=True)
    with pytest.raises(refusals.TakesNobodyNow):
        bridge.propose(candidacy)


def test_nobody_is_handed_over_to_their_own_organisation() -> None:
    bridge = make_bridge()

    with pytest.raises(refusals.TakesNobodyNow):
        actions.propose(
            case_file=bridge.ready().case_file,
            edition=bridge.edition,
            organisation=bridge.bank,
            by=bridge.sender.person,
        )


def test_nobody_is_handed_over_in_an_edition_they_did_not_ask_for() -> None:
    bridge = make_bridge()
    other = make_edition(state="open")
    make_partner(edition=other, organisation=bridge.regional)

    with pytest.raises(refusals.NotAskedFor):
        actions.propose(
            case_file=bridge.ready().case_file, edition=other, organisation=bridge.regional, by=bridge.sender.person
        )


def test_a_closed_file_is_not_handed_over() -> None:
    bridge = make_bridge()
    candidacy = bridge.ready()
    CaseFile.objects.filter(pk=candidacy.case_file_id).update(closed_at=timezone.now())

    with pytest.raises(refusals.FileNotFollowed):
        bridge.propose(candidacy)


# ------------------------------------------------------------------ agreed to, or not


def test_from_the_consent_on_the_other_organisation_has_48_hours() -> None:
    bridge = make_bridge()
    handover = bridge.propose()

    agree(handover.case_file.person, "handover", about=about(handover))

    handover = fresh(handover)
    assert handover.state == State.CONSENTED
    assert handover.due_at - handover.consented_at == timedelta(hours=48)  # type: ignore[operator]
    assert list(Handover.objects.to_receive(bridge.receiver)) == [handover]
    asked = Mail.objects.filter(template="pool/work")
    assert [(mail.recipient, mail.payload) for mail in asked] == [(bridge.receiver.email, {"what": "to_receive"})]


def test_the_time_to_answer_is_a_setting(settings: object) -> None:
    settings.HANDOVER_HOURS = 12  # type: ignore[attr-defined]
    handover = make_bridge().agreed()

    assert handover.due_at - handover.consented_at == timedelta(hours=12)  # type: ignore[operator]


def test_a_consent_on_paper_is_entered_by_the_caseworker() -> None:
    bridge = make_bridge()
    handover = bridge.propose(bridge.ready(make_person("Sans Courriel")))

    actions.consent_on_paper(handover=handover, language="fr", version=1, by=bridge.sender.person)

    row = Consent.objects.get(purpose="handover")
    assert (row.how, row.given_by, row.about) == ("paper", bridge.sender.person, f"handover:{handover.pk}")
    assert fresh(handover).state == State.CONSENTED


def test_nobody_agrees_to_a_handover_of_somebody_else() -> None:
    handover = make_bridge().propose()
    stranger = make_person()

    with pytest.raises(refusals.MovedOn):
        agree(stranger, "handover", about=about(handover))

    assert fresh(handover).state == State.PROPOSED
    assert not Consent.objects.filter(purpose="handover").exists()


@pytest.mark.parametrize("key", ["handover:0", "handover:", "handover:12x", "12", "event:1"])
def test_a_consent_about_no_handover_is_refused(key: str) -> None:
    with pytest.raises(refusals.MovedOn):
        agree(make_person(), "handover", about=key)
    assert receivers_of([key]) == {}


def test_a_handover_that_has_ended_is_not_agreed_to_any_more() -> None:
    bridge = make_bridge()
    handover = bridge.propose()
    actions.withdraw(handover=handover, by=bridge.sender.person)

    with pytest.raises(refusals.MovedOn):
        agree(handover.case_file.person, "handover", about=about(handover))
    assert receivers_of([about(handover)]) == {}


def test_the_person_may_say_no_and_stays() -> None:
    bridge = make_bridge()
    handover = bridge.propose()
    person = handover.case_file.person

    actions.refuse(handover=handover, by=person)
    actions.refuse(handover=handover, by=person)

    file = CaseFile.objects.get(person=person)
    assert (fresh(handover).state, file.organisation) == (State.REFUSED, bridge.bank)
    assert Mail.objects.get(template="pool/work").recipient == bridge.sender.email


def test_who_agreed_refuses_by_withdrawing_the_consent() -> None:
    handover = make_bridge().agreed()

    with pytest.raises(refusals.MovedOn):
        actions.refuse(handover=handover, by=handover.case_file.person)


def test_withdrawing_the_consent_ends_it_at_once() -> None:
    bridge = make_bridge()
    handover = bridge.agreed(bridge.ready(None, "card"))
    person = handover.case_file.person

    consents.withdraw_purpose(person=person, purpose="handover", about=about(handover), by=person)

    assert fresh(handover).state == State.WITHDRAWN
    assert not Handover.objects.visible_to(bridge.receiver).exists()
    assert not clock.Due.objects.filter(kind="pool.handover_due", done_at=None).exists()
    with pytest.raises(refusals.MovedOn):
        actions.accept(handover=handover, by=bridge.receiver.person)


def test_a_consent_that_ran_out_lets_nobody_accept() -> None:
    bridge = make_bridge()
    handover = bridge.agreed()
    past = timezone.now() - timedelta(hours=1)
    Consent.objects.filter(purpose="handover").update(given_at=past - timedelta(days=30), until=past)

    with pytest.raises(refusals.ConsentMissing):
        actions.accept(handover=handover, by=bridge.receiver.person)

    assert not Handover.objects.visible_to(bridge.receiver).exists()
    assert CaseFile.objects.get(pk=handover.case_file_id).organisation == bridge.bank


# ------------------------------------------------------------------ accepted, declined, withdrawn


def test_from_acceptance_the_new_organisation_edits_and_the_old_one_reads_what_it_wrote() -> None:
    bridge = make_bridge()
    handover = bridge.agreed()
    file = handover.case_file
    note = participants.write_note(
        case_file=file, kind="call", on_date=timezone.localdate(), text="Bien.", by=bridge.sender.person
    )

    actions.accept(handover=handover, by=bridge.receiver.person)

    file.refresh_from_db()
    assert (fresh(handover).state, file.organisation) == (State.ACCEPTED, bridge.regional)
    assert list(CaseFile.objects.visible_to(bridge.receiver)) == [file]
    assert not CaseFile.objects.visible_to(bridge.sender).exists()
    assert list(Note.objects.visible_to(bridge.sender)) == [note]
    assert Note.objects.editable_by(bridge.receiver).get() == note
    assert file.followings.current().get().how == Following.How.HANDED_OVER
    assert Candidacy.objects.get(case_file=file).organisation == bridge.regional
    assert Entry.objects.filter(action="handover.accepted", actor=bridge.receiver.person_id).exists()


def test_who_accepts_may_answer_for_the_file() -> None:
    bridge = make_bridge()
    handover = bridge.agreed()

    actions.accept(handover=handover, by=bridge.receiver.person, becomes_caseworker=True)

    assert CaseFile.objects.get(pk=handover.case_file_id).caseworker == bridge.receiver.person


def test_nothing_is_kept_when_who_accepts_cannot_answer_for_the_file() -> None:
    bridge = make_bridge()
    handover = bridge.agreed()

    with pytest.raises(participants_refusals.NotACaseworkerThere):
        actions.accept(handover=handover, by=bridge.sender.person, becomes_caseworker=True)

    assert fresh(handover).state == State.CONSENTED
    assert CaseFile.objects.get(pk=handover.case_file_id).organisation == bridge.bank


def test_without_the_persons_consent_nothing_is_accepted() -> None:
    bridge = make_bridge()

    with pytest.raises(refusals.MovedOn):
        actions.accept(handover=bridge.propose(), by=bridge.receiver.person)


def test_declining_says_why_and_the_person_stays() -> None:
    bridge = make_bridge()
    handover = bridge.agreed()

    with pytest.raises(refusals.ReasonWanted):
        actions.decline(handover=handover, reason=" ", by=bridge.receiver.person)
    actions.decline(handover=handover, reason="Aucun logement d’ici l’été.", by=bridge.receiver.person)

    handover = fresh(handover)
    assert handover.state == State.DECLINED
    assert CaseFile.objects.get(pk=handover.case_file_id).organisation == bridge.bank
    assert not Consent.objects.open().filter(purpose="handover").exists()
    person_told = Mail.objects.filter(template="pool/step", payload={"state": "declined"})
    assert person_told.exists()
    assert Mail.objects.filter(
        template="pool/work", recipient=bridge.sender.email, payload={"what": "declined"}
    ).exists()


def test_what_was_declined_cannot_be_accepted() -> None:
    bridge = make_bridge()
    handover = bridge.agreed()
    actions.decline(handover=handover, reason="Complet", by=bridge.receiver.person)

    with pytest.raises(refusals.MovedOn):
        actions.accept(handover=handover, by=bridge.receiver.person)
    with pytest.raises(refusals.MovedOn):
        actions.decline(handover=handover, reason="Complet", by=bridge.receiver.person)


def test_the_organisation_that_proposed_takes_it_back() -> None:
    bridge = make_bridge()
    handover = bridge.agreed()

    actions.withdraw(handover=handover, by=bridge.sender.person)

    assert fresh(handover).state == State.WITHDRAWN
    assert not Consent.objects.open().filter(purpose="handover").exists()
    assert not Handover.objects.visible_to(bridge.receiver).exists()
    with pytest.raises(refusals.MovedOn):
        actions.withdraw(handover=handover, by=bridge.sender.person)


def test_a_change_by_hand_takes_the_ground_from_what_was_proposed() -> None:
    bridge = make_bridge()
    handover = bridge.agreed()

    participants.follow(
        case_file=handover.case_file, organisation=make_organisation(), how="by_hand", reason="Déménagement", by=None
    )

    assert fresh(handover).state == State.WITHDRAWN


# ------------------------------------------------------------------ late


def late(handover: Handover) -> Handover:
    past = timezone.now() - timedelta(days=3)
    Handover.objects.filter(pk=handover.pk).update(
        proposed_at=past, consented_at=past, due_at=past + timedelta(hours=48)
    )
    clock.Due.objects.filter(kind="pool.handover_due").update(due_at=past + timedelta(hours=48))
    return fresh(handover)


def test_without_an_answer_in_time_the_coordination_and_both_organisations_are_told_once() -> None:
    bridge = make_bridge()
    handover = late(bridge.agreed())
    coordinator = make_user(Role.PROGRAMME_COORDINATOR)
    elsewhere = make_caseworker(make_organisation())

    clock.tick()
    actions.escalate(handover=handover)

    assert fresh(handover).escalated_at is not None
    told = Mail.objects.filter(template="pool/work", payload={"what": "late"}).values_list("recipient", flat=True)
    scopes = [bridge.bank.scope, bridge.regional.scope]
    expected = {user.email for user in User.objects.filter(grants__role=Role.CASEWORKER, grants__scope__in=scopes)}
    assert len(told) == len(set(told))
    assert set(told) == {*expected, coordinator.email}
    assert elsewhere.email not in told


def test_letters_of_work_name_a_number_and_no_person() -> None:
    bridge = make_bridge()
    handover = late(bridge.agreed(bridge.ready(make_person("Zénaïde Unique", email="zu@exemple.test"))))
    clock.tick()

    for mail in Mail.objects.filter(template="pool/work"):
        letter = writer_of(mail.template)(mail)
        assert letter is not None
        assert handover.case_file.reference in letter.text
        assert "Zénaïde" not in letter.subject + letter.text + letter.html


def test_an_answer_in_time_is_not_escalated() -> None:
    bridge = make_bridge()
    handover = bridge.agreed()
    actions.accept(handover=handover, by=bridge.receiver.person)

    assert not actions.escalate(handover=late(handover))
    assert fresh(handover).escalated_at is None


def test_before_its_time_nothing_is_escalated() -> None:
    assert not actions.escalate(handover=make_bridge().agreed())


def test_what_is_late_can_still_be_accepted() -> None:
    bridge = make_bridge()
    handover = late(bridge.agreed())
    clock.tick()

    assert actions.accept(handover=handover, by=bridge.receiver.person).state == State.ACCEPTED


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_person_is_told_at_each_step_in_their_language(language: str) -> None:
    bridge = make_bridge()
    person = make_person("Awa Diop", email="awa@exemple.test", language=language)
    handover = bridge.agreed(bridge.ready(person))
    agreed = Mail.objects.get(template="pool/step", payload={"state": "consented"})
    words = {"fr": "Vous avez accepté", "en": "You agreed"}[language]

    letter = writer_of("pool/step")(agreed)

    assert letter is not None
    assert words in letter.text
    assert words in letter.html
    actions.accept(handover=handover, by=bridge.receiver.person)
    states = Mail.objects.filter(template="pool/step").order_by("pk").values_list("payload__state", flat=True)
    assert list(states) == ["proposed", "consented", "accepted"]
    # What has moved on since is not sent any more.
    assert writer_of("pool/step")(agreed) is None


# ------------------------------------------------------------------ what the database refuses


def refused(name: str, handover: Handover, **fields: object) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Handover.objects.filter(pk=handover.pk).update(**fields)


def test_the_database_keeps_a_handover_in_order() -> None:
    bridge = make_bridge()
    handover = bridge.propose()
    now = timezone.now()
    later = now + timedelta(days=1)

    refused("handover_between_two_organisations", handover, to_organisation=bridge.bank)
    # Each of three constraints says so; which one is asked first is the database’s affair.
    refused("handover_(state_is_known|goes_on|closed_with)", handover, state="lost")
    refused("handover_goes_on_with_consent_alone", handover, state="consented")
    refused("handover_goes_on_with_consent_alone", handover, state="accepted", closed_at=later)
    refused("handover_is_due_from_the_consent_on", handover, state="consented", consented_at=later)
    refused("handover_is_due_from_the_consent_on", handover, state="consented", consented_at=later, due_at=now)
    refused(
        "handover_consented_after_proposed",
        handover,
        state="consented",
        consented_at=now - timedelta(days=9),
        due_at=later,
    )
    refused("handover_closed_with_its_moment", handover, state="refused")
    refused("handover_closed_with_its_moment", handover, closed_at=later)
    refused("handover_closed_after_proposed", handover, state="refused", closed_at=now - timedelta(days=9))


def test_the_database_keeps_the_end_of_a_handover_in_order() -> None:
    bridge = make_bridge()
    handover = bridge.agreed()

    refused("handover_escalated_once_due", handover, escalated_at=timezone.now())
    refused("handover_declined_says_why", handover, state="declined", closed_at=timezone.now() + timedelta(minutes=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Handover.objects.create(
            case_file=handover.case_file,
            edition=handover.edition,
            from_organisation=bridge.bank,
            to_organisation=bridge.regional,
        )


# ------------------------------------------------------------------ whose share it counts in


def test_who_receives_counts_one_more_and_the_next_requests_go_to_the_others_until_shares_are_even() -> None:
    bridge = make_bridge()
    Partner.objects.filter(edition=bridge.edition).update(capacity=10, assigned=4)
    accepted = bridge.agreed()
    before = dict(Partner.objects.values_list("organisation", "assigned"))

    actions.accept(handover=accepted, by=bridge.receiver.person)

    after = dict(Partner.objects.values_list("organisation", "assigned"))
    assert after == before | {bridge.regional.pk: before[bridge.regional.pk] + 1}
    turns = [programmes.take_next_partner(edition=bridge.edition).organisation_id for _each in range(4)]
    ahead = after[bridge.regional.pk] - after[bridge.bank.pk]
    assert turns[:ahead] == [bridge.bank.pk] * ahead
    shares = list(Partner.objects.values_list("assigned", flat=True))
    assert max(shares) - min(shares) <= 1


def test_a_handover_that_is_declined_counts_for_nobody() -> None:
    bridge = make_bridge()
    asked = bridge.agreed()
    before = dict(Partner.objects.values_list("organisation", "assigned"))

    actions.decline(handover=asked, reason="Complet.", by=bridge.receiver.person)

    assert dict(Partner.objects.values_list("organisation", "assigned")) == before
