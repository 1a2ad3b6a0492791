"""How an edition pairs: set by whoever keeps it, read by who works for it, reviewed by who was named."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from network.pairing.editions import actions
from network.pairing.editions.models import WEIGHTS, PairingSettings, Reviewer
from network.pairing.editions.refusals import AlreadyReviewer, NotOfThisEdition, SettingsRefused
from people.accounts import actions as accounts
from people.accounts.models import Grant, Role, Scope
from people.programmes.models import Edition
from tests.factories.accounts import make_person, make_region, make_user, sign_in
from tests.factories.organisations import make_organisation
from tests.factories.pairing import make_offer, make_settings
from tests.factories.participants import make_caseworker
from tests.factories.programmes import make_edition, make_partner

pytestmark = pytest.mark.django_db

DEFAULTS = {
    "mentoring": "on", "placement": "on", "mentoring_hours": 24, "mentoring_months_min": 4, "mentoring_months_max": 6,
    "placement_days_min": 1, "placement_days_max": 5, "conversation_minutes": 60, "days_to_answer": 7, "offer_months": 6,
    "objective": "longest_waiting", "rhythm": "weekly", "next_round_on": "", "keep_bonus": 50, "weight_occupation": 350,
    "weight_time": 150, "weight_place": 150, "weight_language": 100, "weight_purpose": 100, "weight_wishes": 100,
    "weight_turn": 50,
}  # fmt: skip


def test_an_edition_pairs_with_defaults_that_come_to_a_thousand_and_a_round_in_a_week() -> None:
    settings = actions.set_up(edition=make_edition(), by=None)

    assert sum(settings.weights.values()) == 1000
    assert settings.next_round_on == timezone.localdate() + timedelta(days=7)
    assert (settings.mentoring_hours, settings.mentoring_months_min, settings.mentoring_months_max) == (24, 4, 6)


@pytest.mark.parametrize(
    ("rhythm", "days"), [("nightly", 1), ("weekly", 7), ("on_demand", None)]
)  # fmt: skip
def test_the_next_round_follows_the_rhythm(rhythm: str, days: int | None) -> None:
    settings = actions.set_up(edition=make_edition(), by=None, details={"rhythm": rhythm})

    today = timezone.localdate()
    assert settings.next_round_on == (today + timedelta(days=days) if days else None)


def test_another_rhythm_has_another_day_unless_one_is_named() -> None:
    today = timezone.localdate()
    settings = make_settings(next_round_on=today + timedelta(days=6))

    changed = actions.set_up(edition=settings.edition, by=None, details={"rhythm": "nightly"})
    assert changed.next_round_on == today + timedelta(days=1)

    day = today + timedelta(days=3)
    named = actions.set_up(edition=settings.edition, by=None, details={"rhythm": "weekly", "next_round_on": day})
    assert named.next_round_on == day


@pytest.mark.parametrize("days", [0, -3])
def test_a_round_is_planned_for_a_day_to_come(client: Client, days: int) -> None:
    settings = make_settings()
    sign_in(client, make_user(Role.PROGRAMME_COORDINATOR))
    day = timezone.localdate() + timedelta(days=days)

    answer = client.post(reverse("pairing:set_up", args=[settings.pk]), DEFAULTS | {"next_round_on": str(day)})

    assert "Choisissez un jour à venir" in answer.content.decode()
    assert PairingSettings.objects.get(pk=settings.pk).next_round_on == settings.next_round_on


def test_a_day_that_somebody_chose_for_the_next_round_stands() -> None:
    day = timezone.localdate() + timedelta(days=3)

    settings = actions.set_up(edition=make_edition(), by=None, details={"rhythm": "weekly", "next_round_on": day})

    assert settings.next_round_on == day


def test_weights_that_do_not_come_to_a_thousand_are_refused_by_the_action_and_by_the_database() -> None:
    settings = make_settings()

    with pytest.raises(SettingsRefused, match="1000"):
        actions.set_up(edition=settings.edition, by=None, details={"weight_turn": 51})
    with pytest.raises(IntegrityError, match="pairing_weights_come_to_a_thousand"), transaction.atomic():
        PairingSettings.objects.filter(pk=settings.pk).update(weight_turn=51)


def test_the_page_says_to_what_the_weights_come_and_counts_again_without_keeping(client: Client) -> None:
    settings = make_settings()
    sign_in(client, make_user(Role.PROGRAMME_COORDINATOR))
    url = reverse("pairing:set_up", args=[settings.pk])

    counted = client.post(url, DEFAULTS | {"weight_turn": 80, "count": "1"})
    refused = client.post(url, DEFAULTS | {"weight_turn": 80})

    assert counted.context["form"].sum == 1030
    assert "error-summary" not in counted.text
    assert "Les poids totalisent 1030" in refused.text
    settings.refresh_from_db()
    assert settings.weight_turn == 50


def test_an_edition_that_pairs_for_the_first_time_is_found_from_its_page(client: Client) -> None:
    edition = make_edition(state="open")
    sign_in(client, make_user(Role.PROGRAMME_COORDINATOR))

    assert (
        reverse("pairing:set_up", args=[edition.pk])
        in client.get(reverse("programmes:edition", args=[edition.pk])).text
    )
    answer = client.post(reverse("pairing:set_up", args=[edition.pk]), DEFAULTS)

    assert answer.headers["Location"] == reverse("pairing:edition", args=[edition.pk])
    settings = PairingSettings.objects.get(pk=edition.pk)
    assert [each.value for each in settings.formats] == ["mentoring", "placement"]
    assert (
        reverse("pairing:edition", args=[edition.pk])
        in client.get(reverse("programmes:edition", args=[edition.pk])).text
    )


def test_an_edition_has_one_format_at_least(client: Client) -> None:
    settings = make_settings()
    sign_in(client, make_user(Role.PROGRAMME_COORDINATOR))
    said = {name: value for name, value in DEFAULTS.items() if name not in {"mentoring", "placement"}}

    answer = client.post(reverse("pairing:set_up", args=[settings.pk]), said)

    assert "Choisissez au moins un format" in answer.text


def test_of_two_who_change_it_at_once_the_second_sees_what_the_first_saved(client: Client) -> None:
    settings = make_settings()
    sign_in(client, make_user(Role.PROGRAMME_COORDINATOR))
    url = reverse("pairing:set_up", args=[settings.pk])
    shown = client.get(url).context["form"]["shown"].value()
    actions.set_up(edition=settings.edition, by=None, details={"mentoring_hours": 30})

    client.post(url, DEFAULTS | {"conversation": "on", "mentoring_hours": 20, "shown": shown})

    settings.refresh_from_db()
    assert settings.mentoring_hours == 30


def test_who_works_for_a_partner_is_named_once_and_reviews_and_others_are_not() -> None:
    settings = make_settings()
    caseworker = make_caseworker(settings.edition.partners.get().organisation)

    reviewer = actions.name_reviewer(settings=settings, person=caseworker.person, by=None)

    assert reviewer.organisation == settings.edition.partners.get().organisation
    assert list(PairingSettings.objects.reviewed_by(caseworker)) == [settings]
    with pytest.raises(AlreadyReviewer):
        actions.name_reviewer(settings=settings, person=caseworker.person, by=None)
    for other in (make_person(), make_caseworker(make_organisation()).person):
        with pytest.raises(NotOfThisEdition):
            actions.name_reviewer(settings=settings, person=other, by=None)
    actions.unname_reviewer(reviewer=reviewer, by=None)
    assert not PairingSettings.objects.reviewed_by(caseworker).exists()


def test_a_welcome_officer_of_a_partners_region_may_be_named() -> None:
    edition = make_edition(state="open")
    make_partner(edition, make_organisation(region="02"), role="regional")
    settings = make_settings(edition)
    officer = make_user(Role.REGIONAL_OFFICER, scope=Scope.objects.of_region(make_region("02")))
    elsewhere = make_user(Role.REGIONAL_OFFICER, scope=Scope.objects.of_region(make_region("06")))

    actions.name_reviewer(settings=settings, person=officer.person, by=None)
    with pytest.raises(NotOfThisEdition):
        actions.name_reviewer(settings=settings, person=elsewhere.person, by=None)


def test_who_leaves_the_organisation_reviews_no_more() -> None:
    settings = make_settings()
    caseworker = make_caseworker(settings.edition.partners.get().organisation)
    actions.name_reviewer(settings=settings, person=caseworker.person, by=None)

    accounts.revoke(grant=Grant.objects.get(user=caseworker), by=None)

    assert not Reviewer.objects.exists()


def test_each_side_is_counted_and_both_together(client: Client) -> None:
    settings = make_settings()
    bank = settings.edition.partners.get()
    regional = make_partner(settings.edition, make_organisation("Horizons"), role="regional")
    for partner in (regional, regional, None):
        make_offer(settings.edition, partner=partner)
    make_offer(settings.edition, partner=regional, state="submitted", approved_at=None, open_until=None)
    sign_in(client, make_caseworker(regional.organisation))

    page = client.get(reverse("pairing:edition", args=[settings.pk]))

    place = [str(side.label) for side in page.context["sides"]].index("Offres approuvées")
    lines = {partner: numbers[place][1] for partner, numbers in page.context["lines"]}
    assert lines == {bank: 0, regional: 2}
    assert (page.context["nobody"][place][1], page.context["together"][place][1]) == (1, 3)
    assert page.context["form"] is None


def test_an_edition_of_other_organisations_is_not_shown(client: Client) -> None:
    settings = make_settings()
    sign_in(client, make_caseworker(make_organisation()))

    assert client.get(reverse("pairing:edition", args=[settings.pk])).status_code == 404
    assert not list(client.get(reverse("pairing:editions")).context["page_obj"])


def test_every_part_of_the_score_has_its_weight() -> None:
    assert set(make_settings().weights) == set(WEIGHTS)
    assert Edition.objects.count() == 1
