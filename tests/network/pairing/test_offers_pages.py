"""The way to an offer on a phone, the coordination's answer, and what each page costs."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from network.pairing.offers import actions
from network.pairing.offers.links import token_of
from network.pairing.offers.models import Offer, State
from people.accounts.models import Person, Role, Scope, User
from people.organisations.models import Organisation
from people.participants.waiting import waiting_for
from people.programmes.models import Edition
from tests.factories.accounts import make_person, make_region, make_user, sign_in
from tests.factories.organisations import make_affiliation, make_organisation, make_speaker
from tests.factories.pairing import OCCUPATION, make_offer, make_settings
from tests.factories.participants import make_caseworker
from tests.factories.programmes import make_partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def employer(client: Client) -> User:
    """A signed-in contact of an employer in the Saguenay, where one edition pairs."""
    user = make_speaker(make_organisation("Scierie du Lac", region="02"))
    sign_in(client, user)
    return user


def organisation_of(user: User) -> Organisation:
    return user.grants.get().scope.organisation


def coordinator(client: Client) -> User:
    user = make_user(Role.PROGRAMME_COORDINATOR)
    sign_in(client, user)
    return user


def where(**said: Any) -> dict[str, Any]:
    return {"is_on_site": "on", "region": "02", "municipality": "Saguenay", "availability": ["0-0", "0-1"]} | said


# ------------------------------------------------------------------ the host's way


def test_an_employer_makes_an_offer_in_four_steps(client: Client, employer: User) -> None:
    setting = make_settings()

    said = {"edition": setting.pk, "organisation": organisation_of(employer).pk, "format": "placement"}
    begun = client.post(reverse("offers:begin"), said | {"title": "Une journée à la scierie", "capacity": "2"})
    offer = Offer.objects.get()
    assert begun.headers["Location"] == reverse("offers:step", args=[offer.pk, "what"])
    what = {"offer_title": offer.title, "what": "On scie.", "format": "placement", "language": "fr", "save": "1"}
    assert client.post(reverse("offers:step", args=[offer.pk, "what"]), what | {"purposes": ["workplace"]}).url == (  # type: ignore[attr-defined]
        reverse("offers:step", args=[offer.pk, "who"])
    )
    who = {"occupation_1": OCCUPATION, "related_welcome": "on", "french_oral_comprehension": "5"}
    client.post(reverse("offers:step", args=[offer.pk, "who"]), who)
    last = client.post(reverse("offers:step", args=[offer.pk, "where"]), where())
    assert last.headers["Location"] == reverse("offers:check", args=[offer.pk])
    assert "On scie." in client.get(last.headers["Location"]).text
    client.post(reverse("offers:move", args=[offer.pk]), {"do": "submit"})

    offer.refresh_from_db()
    assert (offer.state, offer.host, offer.organisation) == (
        State.SUBMITTED,
        employer.person,
        organisation_of(employer),
    )
    assert (offer.purposes, offer.availability, offer.capacity) == (["workplace"], 0b11, 2)
    assert [need.level_id for need in offer.french_needs.all()] == ["5"]


def test_an_edition_of_other_regions_takes_no_offer_of_this_employer(client: Client, employer: User) -> None:
    setting = make_settings()
    setting.edition.regions.set([make_region("06")])

    page = client.get(reverse("offers:begin"))

    assert page.context["form"].settings == []
    assert "Aucune édition ne prend d’offres ici" in page.text


def test_what_was_typed_stays_when_something_is_wrong(client: Client, employer: User) -> None:
    offer = make_offer(host=employer.person, organisation=organisation_of(employer), state="draft")

    answer = client.post(
        reverse("offers:step", args=[offer.pk, "where"]),
        where(
            day_1=str(timezone.localdate() + timedelta(days=9)), starts_1="14:00", ends_1="09:00", address="12, rang 3"
        ),
    )

    assert answer.status_code == 200
    assert "12, rang 3" in answer.text
    assert answer.context["form"].errors.keys() == {"ends_1"}


def test_dates_with_their_hours_are_kept_and_more_rows_appear(client: Client, employer: User) -> None:
    offer = make_offer(host=employer.person, organisation=organisation_of(employer), state="draft")
    day = timezone.localdate() + timedelta(days=9)

    client.post(
        reverse("offers:step", args=[offer.pk, "where"]), where(day_1=str(day), starts_1="09:00", ends_1="16:00")
    )

    assert [(row.day, row.starts.hour, row.ends.hour) for row in offer.dates.all()] == [(day, 9, 16)]
    page = client.get(reverse("offers:step", args=[offer.pk, "where"]))
    assert len(page.context["form"].rows) == 3


def test_of_two_who_write_one_step_the_second_sees_what_the_first_saved(client: Client, employer: User) -> None:
    organisation = organisation_of(employer)
    offer = make_offer(host=employer.person, organisation=organisation, state="draft")
    url = reverse("offers:step", args=[offer.pk, "what"])
    shown = client.get(url).context["form"]["shown"].value()
    actions.write(offer=offer, by=None, details={"what": "Ce que l’autre a écrit."})

    said = {"offer_title": offer.title, "what": "Le mien.", "format": "placement", "language": "fr"}
    answer = client.post(url, said | {"shown": shown})

    assert "Ce que l’autre a écrit." in answer.text
    assert Offer.objects.get(pk=offer.pk).what == "Ce que l’autre a écrit."


def test_what_is_missing_is_listed_with_a_link_to_where_it_is_said(client: Client, employer: User) -> None:
    offer = make_offer(host=employer.person, organisation=organisation_of(employer), state="draft", occupations=())

    page = client.get(reverse("offers:check", args=[offer.pk])).text
    refused = client.post(reverse("offers:move", args=[offer.pk]), {"do": "submit"}, follow=True)

    assert reverse("offers:step", args=[offer.pk, "who"]) in page
    assert "une profession" in refused.text
    assert Offer.objects.get(pk=offer.pk).state == State.DRAFT


def test_the_words_of_an_open_offer_are_the_coordinations_to_change_and_its_hours_the_hosts(
    client: Client, employer: User
) -> None:
    offer = make_offer(host=employer.person, organisation=organisation_of(employer))

    assert client.get(reverse("offers:step", args=[offer.pk, "what"])).status_code == 302
    client.post(reverse("offers:step", args=[offer.pk, "where"]), where(municipality="Alma"))

    assert Offer.objects.get(pk=offer.pk).municipality == "Alma"
    sign_in(client, make_user(Role.PROGRAMME_COORDINATOR))
    assert client.get(reverse("offers:step", args=[offer.pk, "what"])).status_code == 200


@pytest.mark.parametrize(
    ("before", "do", "after"),
    [("open", "pause", "paused"), ("paused", "reopen", "open"), ("closed", "pause", "closed")],
)
def test_one_click_pauses_and_reopens(client: Client, employer: User, before: str, do: str, after: str) -> None:
    offer = make_offer(host=employer.person, organisation=organisation_of(employer), state=before)

    client.post(reverse("offers:move", args=[offer.pk]), {"do": do})

    assert Offer.objects.get(pk=offer.pk).state == after


def test_closing_is_asked_once_more_and_a_draft_is_thrown_away(client: Client, employer: User) -> None:
    mine = {"host": employer.person, "organisation": organisation_of(employer)}
    offer, draft = make_offer(**mine), make_offer(state="draft", **mine)

    assert "Fermer cette offre?" in client.get(reverse("offers:end", args=[offer.pk])).text
    client.post(reverse("offers:end", args=[offer.pk]), {"word": "Plus de place."})
    client.post(reverse("offers:end", args=[draft.pk]))

    assert list(Offer.objects.values_list("pk", "state", "word")) == [(offer.pk, State.CLOSED, "Plus de place.")]


def test_an_offer_is_handed_on_to_a_colleague_from_its_page(client: Client, employer: User) -> None:
    organisation = organisation_of(employer)
    colleague = make_speaker(organisation).person
    offer = make_offer(host=employer.person, organisation=organisation)

    client.post(reverse("offers:hand_on", args=[offer.pk]), {"to": colleague.pk})

    assert Offer.objects.get(pk=offer.pk).host == colleague


def test_a_mentor_of_no_organisation_offers_in_their_own_name(client: Client) -> None:
    mentor, setting = make_user(Role.MENTOR), make_settings()
    sign_in(client, mentor)

    said = {"edition": setting.pk, "format": "mentoring", "title": "Mentorat en soudage", "capacity": "1"}
    client.post(reverse("offers:begin"), said)

    assert Offer.objects.get().organisation is None


def test_nobody_offers_for_an_organisation_that_is_not_theirs(client: Client, employer: User) -> None:
    setting, other = make_settings(), make_organisation(region="02")

    said = {"edition": setting.pk, "organisation": other.pk, "format": "placement", "title": "x", "capacity": "1"}
    answer = client.post(reverse("offers:begin"), said)

    assert "organisation" in answer.context["form"].errors
    assert not Offer.objects.exists()


def test_my_space_says_what_an_offer_asks_of_its_host() -> None:
    host = make_person()
    make_offer(host=host, state="draft", title="Brouillon")
    make_offer(host=host, state="returned", title="Renvoyée")
    make_offer(host=host, open_until=timezone.localdate() + timedelta(days=3), title="Bientôt finie")
    make_offer(host=host, title="Ouverte")

    labels = [str(waiting.label) for waiting in waiting_for(host)]

    assert len(labels) == 3
    assert labels[0] == "Renouvelez votre offre\u00a0: Bientôt finie"


# ------------------------------------------------------------------ the link of a letter


def test_a_link_renews_with_one_click_and_looking_at_it_does_nothing(client: Client) -> None:
    offer = make_offer(open_until=timezone.localdate() + timedelta(days=5))
    url = reverse("offers:renew_by_link", args=[token_of(offer)])

    client.get(url)
    assert Offer.objects.get(pk=offer.pk).open_until == offer.open_until
    done = client.post(url)
    assert "Merci!" in done.text
    again = client.post(url)

    assert "Déjà renouvelée" in again.text
    assert offer.steps.filter(cause="renewed").count() == 1


@pytest.mark.parametrize("change", [{"token": "abc"}, {"host": True}])
def test_a_link_that_was_changed_or_is_somebody_elses_opens_nothing(client: Client, change: dict[str, Any]) -> None:
    offer = make_offer()
    token = change.get("token") or token_of(offer)
    if "host" in change:
        Offer.objects.filter(pk=offer.pk).update(host=make_person())

    assert client.get(reverse("offers:renew_by_link", args=[token])).status_code == 404


# ------------------------------------------------------------------ the staff's side


def test_the_coordination_answers_with_a_word_and_nothing_typed_is_lost(client: Client) -> None:
    coordinator(client)
    offer = make_offer(state="submitted")
    url = reverse("offers:decide", args=[offer.pk])

    refused = client.post(url, {"decision": "send_back", "word": ""})
    assert refused.context["decide"].errors.keys() == {"word"}
    assert Offer.objects.get(pk=offer.pk).state == State.SUBMITTED
    client.post(url, {"decision": "send_back", "word": "Précisez le lieu."})

    assert Offer.objects.get(pk=offer.pk).word == "Précisez le lieu."


def test_who_waits_longest_stands_first_and_the_number_is_said(client: Client) -> None:
    coordinator(client)
    setting, now = make_settings(), timezone.now()
    for title, days in (("Hier", 1), ("Avant-hier", 2), ("Tout de suite", 0)):
        make_offer(setting.edition, state="submitted", title=title, submitted_at=now - timedelta(days=days))

    page = client.get(reverse("offers:approvals"))

    assert [line.offer.title for line in page.context["lines"]] == ["Avant-hier", "Hier", "Tout de suite"]
    assert "À approuver (3)" in page.text


def test_a_coordinator_of_one_region_answers_no_offer_of_another(client: Client) -> None:
    region = make_region("06")
    setting = make_settings()
    setting.edition.regions.set([make_region("02")])
    offer = make_offer(setting.edition, state="submitted")
    sign_in(client, make_user(Role.PROGRAMME_COORDINATOR, scope=Scope.objects.of_region(region)))

    assert client.post(reverse("offers:decide", args=[offer.pk]), {"decision": "approve"}).status_code == 404


def test_filters_narrow_the_list_and_words_forget_accents(client: Client) -> None:
    coordinator(client)
    setting = make_settings()
    organisation = make_organisation("Scierie du Lac-à-l’Épaule", region="02")
    make_offer(setting.edition, organisation=organisation, title="Une journée")
    make_offer(setting.edition, format="mentoring", title="Mentorat en cuisine", state="paused")

    def found(**query: str) -> list[str]:
        return [line.offer.title for line in client.get(reverse("offers:list"), query).context["lines"]]

    assert found(q="epaule") == ["Une journée"]
    assert found(q="MENTORAT") == ["Mentorat en cuisine"]
    assert found(state="paused") == ["Mentorat en cuisine"]
    assert found(format="placement") == ["Une journée"]
    assert found(q="rien de tel") == []


def test_a_partners_people_see_the_offers_it_brought_and_enter_one_for_a_host(client: Client) -> None:
    setting, brings = make_settings(), make_organisation()
    partner = make_partner(setting.edition, brings, role="regional")
    user = make_caseworker(brings)
    sign_in(client, user)
    employer = make_organisation("Fonderie Bellerive", region="04")
    contact = make_affiliation(organisation=employer).person
    make_offer(setting.edition)

    client.post(reverse("offers:for_whom"), {"q": "bellerive"})
    page = client.get(reverse("offers:for_whom"))
    assert contact.name in page.text
    url = reverse("offers:begin_for", args=[employer.pk, contact.pk])
    client.post(url, {"edition": setting.pk, "format": "placement", "title": "Une journée", "capacity": "1"})

    offer = Offer.objects.get(host=contact)
    assert (offer.partner, offer.made_by, offer.region_id) == (partner, user.person, "04")
    assert [line.offer for line in client.get(reverse("offers:list")).context["lines"]] == [offer]


def test_a_host_who_is_not_known_yet_is_entered_with_the_offer_once_they_asked_for_it(client: Client) -> None:
    coordinator(client)
    setting, employer = make_settings(), make_organisation(region="04")
    url = reverse("offers:begin_for", args=[employer.pk, 0])
    said = {"edition": setting.pk, "format": "placement", "title": "Une journée", "capacity": "1"}
    contact = {"name": "Réjean Simard", "email": "rejean@exemple.test", "language": "fr"}

    assert client.post(url, said | contact).context["contact"].errors.keys() == {"may"}
    assert not Person.objects.filter(name="Réjean Simard").exists()
    client.post(url, said | contact | {"may": "on"})

    assert Offer.objects.get().host.name == "Réjean Simard"


def test_the_list_is_taken_away_as_it_is_narrowed_and_names_no_person(client: Client) -> None:
    coordinator(client)
    setting = make_settings()
    make_offer(setting.edition, title="Une journée", host=make_person("Zoé Hôte"))
    make_offer(setting.edition, title="Autre chose", state="paused")

    answer = client.get(reverse("offers:export", args=["csv"]), {"state": "open"})

    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert "Une journée" in text
    assert "Autre chose" not in text
    assert "Zoé Hôte" not in text


@pytest.mark.parametrize("name", ["offers:list", "offers:approvals", "offers:mine"])
def test_a_list_costs_the_same_with_one_offer_and_with_four(
    client: Client, name: str, django_assert_num_queries: Any
) -> None:
    organisation = make_organisation(region="02")
    user = make_user(Role.PROGRAMME_COORDINATOR)
    if name == "offers:mine":
        user = make_speaker(organisation)
    sign_in(client, user)
    setting = make_settings()

    def one(number: int) -> None:
        facts = {"state": "submitted"} if name == "offers:approvals" else {}
        make_offer(
            setting.edition, organisation=organisation, occupations=("72106", "21231")[: 1 + number % 2], **facts
        )

    one(1)
    client.get(reverse(name))
    with CaptureQueriesContext(
        connection,
    ) as first:
        client.get(reverse(name))
    for number in range(3):
        one(number)

    with django_assert_num_queries(len(first)):
        assert len(client.get(reverse(name)).context["lines"]) == 4


def test_an_edition_that_closed_still_shows_its_offers(client: Client) -> None:
    coordinator(client)
    offer = make_offer()
    Edition.objects.filter(pk=offer.edition_id).update(state="closed")

    assert client.get(reverse("offers:offer", args=[offer.pk])).status_code == 200
    assert client.get(reverse("offers:step", args=[offer.pk, "where"])).status_code == 200
