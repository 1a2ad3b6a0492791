"""A regional partner asks for somebody whose card it sees: the bank answers, the person decides, and nobody is named before."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.outbox import Mail
from core.outbox.letters import writer_of
from people.consent import actions as consents
from people.participants import actions as participants
from people.participants.models import Candidacy
from people.participants.morning import sources
from people.pool import actions, refusals
from people.pool.models import Enquiry
from tests.factories.accounts import make_person, sign_in
from tests.factories.organisations import make_organisation
from tests.factories.participants import make_caseworker
from tests.factories.pool import Bridge, handed_on, make_bridge

pytestmark = pytest.mark.django_db
State = Enquiry.State


@pytest.fixture
def bridge(db: None) -> Bridge:
    return make_bridge()


def shown(bridge: Bridge) -> Candidacy:
    return bridge.ready(make_person("Awa Diop", email="awa@exemple.test", proven=True), "card")


def asked(bridge: Bridge, candidacy: Candidacy | None = None) -> Enquiry:
    file = (candidacy or shown(bridge)).case_file
    return actions.ask_for(
        case_file=file, organisation=bridge.regional, by=bridge.receiver.person, message="Un atelier."
    )


def morning(user: Any) -> list[int]:
    source = next(each for each in sources() if each.code == "pool.asked_for")
    return [row["object_id"] for row in source.rows(user)]


def test_it_waits_on_the_bank_s_morning_list_and_the_person_is_asked_nothing(bridge: Bridge) -> None:
    enquiry = asked(bridge)

    assert morning(bridge.sender) == [enquiry.pk]
    assert morning(bridge.receiver) == []
    assert not Mail.objects.filter(template__startswith="pool/").exists()


def test_who_shows_no_card_or_wishes_another_region_cannot_be_asked_for(bridge: Bridge) -> None:
    hidden = bridge.ready()
    elsewhere = bridge.ready(None, "card", region="08")

    for candidacy in (hidden, elsewhere):
        with pytest.raises(refusals.CardNotShown):
            asked(bridge, candidacy)
    with pytest.raises(refusals.CardNotShown):
        actions.ask_for(
            case_file=shown(bridge).case_file, organisation=make_organisation(region="02"), by=bridge.receiver.person
        )
    assert not Enquiry.objects.exists()


def test_one_organisation_asks_once_at_a_time_and_again_once_it_was_answered(bridge: Bridge) -> None:
    candidacy = shown(bridge)
    first = asked(bridge, candidacy)

    with pytest.raises(refusals.AlreadyAskedFor):
        asked(bridge, candidacy)
    actions.say_no(enquiry=first, reason="Une place est trouvée.", by=bridge.sender.person)

    assert asked(bridge, candidacy).is_open


def test_a_no_is_said_with_words_and_reaches_who_asked_by_number_alone(bridge: Bridge) -> None:
    enquiry = asked(bridge)
    with pytest.raises(refusals.ReasonWanted):
        actions.say_no(enquiry=enquiry, reason=" ", by=bridge.sender.person)

    actions.say_no(enquiry=enquiry, reason="Une place est trouvée.", by=bridge.sender.person)

    mail = Mail.objects.get(template="pool/enquiry")
    letter = writer_of(mail.template)(mail)
    assert letter is not None
    assert mail.recipient == bridge.receiver.email
    assert "Une place est trouvée." in letter.text
    assert enquiry.case_file.reference in letter.text
    assert "Awa" not in letter.subject + letter.text + letter.html
    with pytest.raises(refusals.EnquiryMovedOn):
        actions.say_no(enquiry=enquiry, reason="Encore non.", by=bridge.sender.person)


def test_a_handover_proposed_to_who_asked_is_the_answer_and_they_learn_nothing_before_the_person_agrees(
    bridge: Bridge,
) -> None:
    candidacy = shown(bridge)
    enquiry = asked(bridge, candidacy)

    handover = bridge.propose(candidacy)
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.handover, morning(bridge.sender)) == (State.TAKEN_UP, handover, [])
    page = sign_in_as(bridge.receiver).get(reverse("pool:card", args=[candidacy.case_file.reference])).text
    assert "Vous avez demandé cette personne" in page
    assert reverse("pool:handover", args=[handover.pk]) not in page

    actions.accept(handover=handed_on(handover), by=bridge.receiver.person)
    enquiry.refresh_from_db()
    assert enquiry.state == State.ENDED


def sign_in_as(user: Any) -> Any:
    from django.test import Client

    return sign_in(Client(), user)


@pytest.mark.parametrize("how", ["card", "matching", "out", "followed"])
def test_it_ends_by_itself_once_the_card_is_not_shown_any_more(bridge: Bridge, how: str) -> None:
    candidacy = shown(bridge)
    enquiry = asked(bridge, candidacy)
    person = candidacy.case_file.person

    if how == "out":
        participants.take_out_of_pool(candidacy=candidacy, by=bridge.sender.person)
    elif how == "followed":
        participants.follow(
            case_file=candidacy.case_file, organisation=make_organisation(), how="by_hand", reason="Demandé.", by=None
        )
    else:
        consents.withdraw_purpose(person=person, purpose=how, by=person)

    enquiry.refresh_from_db()
    assert enquiry.state == State.ENDED


def test_another_organisation_reads_no_enquiry(bridge: Bridge) -> None:
    enquiry = asked(bridge)
    page = reverse("pool:enquiry", args=[enquiry.pk])

    assert sign_in_as(bridge.sender).get(page).status_code == 200
    for user in (bridge.receiver, make_caseworker(make_organisation())):
        assert sign_in_as(user).get(page).status_code == 404


def test_from_the_card_to_the_answer_in_the_pages(bridge: Bridge) -> None:
    candidacy = shown(bridge)
    card = reverse("pool:card", args=[candidacy.case_file.reference])
    ask = reverse("pool:ask", args=[candidacy.case_file.reference])
    partner = sign_in_as(bridge.receiver)
    assert ask in partner.get(card).text

    partner.post(ask, {"organisation": bridge.regional.pk, "message": "Un atelier."})

    enquiry = Enquiry.objects.get()
    assert (enquiry.bank, enquiry.edition) == (bridge.bank, bridge.edition)
    answered = sign_in_as(bridge.sender).post(reverse("pool:enquiry", args=[enquiry.pk]), {"reason": "Déjà placée."})
    assert answered.status_code == 302
    assert "Déjà placée." in partner.get(card).text


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("enquiry_declined_says_why", {"state": "declined", "closed_at": timezone.now()}),
        ("enquiry_closed_with_its_moment", {"state": "ended"}),
    ],
)
def test_what_cannot_be_is_refused_by_the_database(bridge: Bridge, name: str, wrong: dict[str, Any]) -> None:
    enquiry = asked(bridge)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Enquiry.objects.filter(pk=enquiry.pk).update(**wrong)
