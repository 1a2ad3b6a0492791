"""What is said of offers is true: to the host, in the files taken away, and to the public."""

import csv
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from core.outbox import Mail
from network.membership.listed import lines_of
from network.pairing.offers import actions, lacking
from network.pairing.offers.forms import DecideForm
from network.pairing.offers.models import Cause, Offer, OfferDate, State
from network.pairing.offers.refusals import MovedOn
from network.pairing.offers.waiting import to_do
from people.accounts import actions as accounts
from people.accounts.models import Grant, Role, User
from people.programmes.models import Edition
from tests.factories.accounts import make_user, sign_in
from tests.factories.organisations import make_organisation, make_speaker
from tests.factories.pairing import make_offer, make_settings
from tests.factories.programmes import make_partner
from tests.network.pairing.test_offers import letter

pytestmark = pytest.mark.django_db


def english(*roles: str) -> User:
    """Somebody who is written to in English."""
    user = make_user(*roles)
    user.person.language = "en"
    user.person.save(update_fields=["language"])
    return user


def days_from_now(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def dated(offer: Offer, days: int) -> OfferDate:
    return OfferDate.objects.create(offer=offer, day=days_from_now(days), starts=time(9), ends=time(11))


def test_an_offer_approved_in_the_evening_is_taken_away_with_that_day(client: Client) -> None:
    make_offer(approved_at=datetime(2026, 4, 1, 2, 30, tzinfo=UTC))
    sign_in(client, make_user(Role.PROGRAMME_COORDINATOR))

    answer = client.get(reverse("offers:export", args=["csv"]))

    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    head, line = csv.reader(StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ",")
    with translation.override("fr"):
        assert line[head.index(translation.gettext("Approved on"))] == "2026-03-31"


def test_who_renews_a_paused_offer_reads_that_it_stays_paused(client: Client) -> None:
    user = make_speaker(make_organisation(region="02"))
    offer = make_offer(host=user.person, state="paused", open_until=days_from_now(3))
    sign_in(client, user)

    with translation.override("en"):
        said = client.post(reverse("offers:move", args=[offer.pk]), {"do": "renew"}, follow=True)

    offer.refresh_from_db()
    assert offer.state == State.PAUSED
    assert "It is renewed, and stays paused until you reopen it." in said.content.decode()


def test_the_letter_before_the_end_of_a_paused_offer_does_not_call_it_open() -> None:
    offer = make_offer(host=english().person, state="paused", open_until=days_from_now(14))

    actions.remind(offer=offer)

    _mail, told = letter(offer)
    assert "It is paused" in told.text
    assert "It is open" not in told.text


def test_dates_that_have_passed_are_no_dates() -> None:
    offer = make_offer(state="draft", availability=0, what="On soude.")
    dated(offer, -1)
    assert [step for step, _words in lacking.steps(offer)] == ["where"]

    dated(offer, 0)
    assert lacking.words(offer) == []


def test_a_host_whose_dates_have_all_passed_is_asked_for_new_ones() -> None:
    user = make_speaker(make_organisation(region="02"))
    offer = make_offer(host=user.person, availability=0)
    dated(offer, -1)
    make_offer(host=user.person)

    (asked,) = to_do(user.person)
    assert asked.url == reverse("offers:step", args=[offer.pk, "where"])

    dated(offer, 5)
    assert list(to_do(user.person)) == []


def test_the_public_does_not_read_of_an_edition_that_has_closed() -> None:
    organisation = make_organisation(region="02")
    offer = make_offer(organisation=organisation)
    Edition.objects.filter(pk=offer.edition_id).update(state="closed")

    assert lines_of([organisation]) == {}


def test_an_offer_whose_last_day_has_passed_is_not_used_before_the_clock_comes_round() -> None:
    make_offer(open_until=days_from_now(-1))
    today = make_offer(open_until=days_from_now(0))

    assert list(Offer.objects.with_room()) == [today]


def test_the_coordination_takes_a_host_over_from_a_partner() -> None:
    edition = make_settings().edition
    partner = make_partner(edition=edition)
    offer = make_offer(edition, state="submitted", partner=partner)
    form = DecideForm({"decision": "approve", "partner": ""}, offer=offer)
    assert form.is_valid()

    actions.approve(offer=offer, by=offer.host, partner=form.cleaned_data["partner"])

    assert offer.partner is None


def test_whoever_stops_being_a_mentor_receives_no_more_in_their_own_name() -> None:
    mentor = english(Role.MENTOR)
    own = make_offer(host=mentor.person, organisation=None)
    employers = make_offer(host=mentor.person)

    accounts.revoke(grant=Grant.objects.get(user=mentor), by=None)

    own.refresh_from_db()
    employers.refresh_from_db()
    assert (own.state, employers.state) == (State.PAUSED, State.OPEN)
    assert own.steps.first().cause == Cause.LEFT  # type: ignore[union-attr]
    _mail, told = letter(own)
    assert "You are no longer a mentor on Maillage" in told.text


def test_what_was_sent_meanwhile_is_not_written_over(client: Client, monkeypatch: Any) -> None:
    """In another tab the offer is sent while this one is being filled in."""
    user = make_speaker(make_organisation(region="02"))
    offer = make_offer(host=user.person, state="draft", what="On soude.")
    sign_in(client, user)
    url = reverse("offers:step", args=[offer.pk, "what"])
    page = client.get(url)
    said = {"format": "placement", "offer_title": "Autre chose", "what": "On forge.", "language": "fr"}
    shown = page.context["form"]["shown"]
    said[shown.html_name] = shown.value()
    write = actions.write

    def sent_first(**facts: Any) -> Offer:
        actions.submit(offer=Offer.objects.get(pk=offer.pk), by=user.person)
        return write(**facts)

    monkeypatch.setattr(actions, "write", sent_first)
    answer = client.post(url, said)

    offer.refresh_from_db()
    assert (offer.state, offer.title) == (State.SUBMITTED, "Une journée à l’atelier")
    assert "On forge." in answer.content.decode()
    assert str(MovedOn.message) in answer.content.decode()


def test_a_host_whose_offer_the_coordination_reopens_reads_that_it_is_open_again() -> None:
    offer = make_offer(host=english().person, state="paused")

    actions.reopen(offer=offer, by=make_user(Role.PROGRAMME_COORDINATOR).person)

    _mail, told = letter(offer)
    assert "Your offer is open again" in told.text
    assert "It is approved" not in told.text


def ending_with_its_edition(state: str = "open") -> Offer:
    offer = make_offer(host=english().person, state=state, open_until=days_from_now(14))
    Edition.objects.filter(pk=offer.edition_id).update(ends_on=days_from_now(14))
    return Offer.objects.get(pk=offer.pk)


def test_nobody_is_asked_to_renew_what_ends_with_its_edition() -> None:
    offer = ending_with_its_edition()
    actions.remind(offer=offer)
    assert not Mail.objects.filter(template="offers/ending").exists()
    assert list(to_do(offer.host)) == []

    Edition.objects.filter(pk=offer.edition_id).update(ends_on=days_from_now(15))
    offer = Offer.objects.get(pk=offer.pk)
    actions.remind(offer=offer)
    assert Mail.objects.filter(template="offers/ending").count() == 1
    assert len(list(to_do(offer.host))) == 1


def test_the_letter_after_the_last_day_of_an_edition_does_not_ask_for_a_renewal() -> None:
    offer = ending_with_its_edition()
    Edition.objects.filter(pk=offer.edition_id).update(ends_on=days_from_now(-1))
    Offer.objects.filter(pk=offer.pk).update(open_until=days_from_now(-1))

    actions.lapse(offer=offer)

    _mail, told = letter(offer)
    assert "renew" not in told.text
    assert "Its edition is over" in told.text
