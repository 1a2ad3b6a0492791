"""Where programmes, editions and their rules are kept."""

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from hypothesis import given

from people.accounts.models import Role, Scope
from people.programmes import kinds, rulemaking
from people.programmes.eligibility import Condition
from people.programmes.forms import sentence_forms
from people.programmes.models import Area, Edition, Partner, Programme, State
from tests.factories.accounts import make_region, make_user, sign_in
from tests.factories.organisations import make_organisation
from tests.factories.programmes import (
    condition,
    make_area,
    make_edition,
    make_mrc,
    make_partner,
    make_programme,
    open_edition,
    publish,
)
from tests.people.programmes.test_eligibility import LEXICON, RULES

TYPED = {"name_fr": "2026-2027", "starts_on": "2026-09-01", "ends_on": "2027-08-31"}


@pytest.fixture
def everywhere(client: Client, db: None) -> Client:
    return sign_in(client, make_user(Role.PROGRAMME_COORDINATOR))


@pytest.fixture
def of_saguenay(client: Client, db: None) -> Client:
    scope = Scope.objects.of_region(make_region("02"))
    return sign_in(client, make_user(Role.PROGRAMME_COORDINATOR, scope=scope))


# ------------------------------------------------------------------ lists


def test_the_list_is_narrowed_by_words_programme_region_and_state(everywhere: Client) -> None:
    mentoring = make_edition(make_programme("Mentorat à l’Île"), regions=["06", "02"])
    stays = make_edition(state=State.OPEN, regions=["02"])
    url = reverse("programmes:editions")

    def found(**query: Any) -> set[Edition]:
        return set(everywhere.get(url, query).context["page_obj"])

    assert found() == {mentoring, stays}
    assert found(q="ile mentorat") == {mentoring}
    assert found(region="06") == {mentoring}
    assert found(programme=stays.programme_id) == {stays}
    assert found(state="open") == {stays}
    assert "Aucune édition ne correspond" in everywhere.get(url, {"q": "zzz"}).text


def test_a_long_list_comes_in_pages_that_keep_the_search(everywhere: Client) -> None:
    programme = make_programme("Mentorat")
    for number in range(27):
        make_edition(programme, name_fr=f"Édition {number:02}")

    second = everywhere.get(reverse("programmes:editions"), {"q": "mentorat", "page": "2"})

    assert [row.name_fr for row in second.context["page_obj"]] == ["Édition 01", "Édition 00"]
    assert "?q=mentorat&amp;page=1" in second.text


@pytest.mark.parametrize("editions", [1, 3])
def test_the_list_costs_the_same_however_long(
    everywhere: Client, editions: int, django_assert_num_queries: Any
) -> None:
    for _each in range(editions):
        make_partner(make_edition(regions=["06"]))
    url = reverse("programmes:editions")
    everywhere.get(url)

    with django_assert_num_queries(10):
        everywhere.get(url)


@pytest.mark.parametrize("partners", [1, 3])
def test_an_edition_costs_the_same_however_many_partners(
    everywhere: Client, partners: int, django_assert_num_queries: Any
) -> None:
    edition = make_edition(regions=["06"])
    publish(edition, condition("adult"))
    for _each in range(partners):
        make_partner(edition, make_organisation(region="06"))
    url = reverse("programmes:edition", args=[edition.pk])
    everywhere.get(url)

    # Ten, and whether the edition pairs.
    with django_assert_num_queries(10 + 1):
        everywhere.get(url)


# ------------------------------------------------------------------ scope


def test_a_regional_coordinator_keeps_editions_that_lie_wholly_in_the_region(of_saguenay: Client) -> None:
    own, shared, everywhere = make_edition(regions=["02"]), make_edition(regions=["02", "06"]), make_edition()

    assert list(of_saguenay.get(reverse("programmes:editions")).context["page_obj"]) == [own]
    for foreign in (shared, everywhere):
        assert of_saguenay.get(reverse("programmes:edition", args=[foreign.pk])).status_code == 404
        assert of_saguenay.post(reverse("programmes:draft_start", args=[foreign.pk])).status_code == 404


def test_a_regional_coordinator_plans_in_the_region_alone_and_leaves_programmes_and_areas(of_saguenay: Client) -> None:
    programme = make_programme()
    url = reverse("programmes:edition_new", args=[programme.pk])

    for regions in ([], ["06"], ["02", "06"]):
        assert of_saguenay.post(url, TYPED | {"regions": regions}).status_code == 200
    assert of_saguenay.post(url, TYPED | {"regions": ["02"]}).status_code == 302
    assert [row.pk for row in Edition.objects.get().regions.all()] == ["02"]
    for name in ("programmes:programme_new", "programmes:area_new"):
        assert of_saguenay.get(reverse(name)).status_code == 404
    for name in ("programmes:programmes", "programmes:areas"):
        assert of_saguenay.get(reverse(name)).status_code == 200


# ------------------------------------------------------------------ editions and partners


def test_a_programme_and_its_edition_are_planned_and_opened_with_its_rules(everywhere: Client) -> None:
    everywhere.post(
        reverse("programmes:programme_new"),
        {"measure": "2.6", "kind": "pairing", "name_fr": "Mentorat", "summary_fr": "Une rencontre."},
    )
    programme = Programme.objects.get()
    everywhere.post(reverse("programmes:edition_new", args=[programme.pk]), TYPED)
    edition = Edition.objects.get()
    move = reverse("programmes:edition_move", args=[edition.pk])

    refused = everywhere.post(move, {"to": "open"}, follow=True)
    assert "une édition ouvre avec ses règles" in refused.text
    publish(edition, condition("adult"))
    everywhere.post(move, {"to": "open"})

    edition.refresh_from_db()
    assert edition.is_open
    assert "a changé d’état" in everywhere.post(move, {"to": "archived"}, follow=True).text


def test_wrong_days_are_told_and_what_was_typed_is_kept(everywhere: Client) -> None:
    url = reverse("programmes:edition_new", args=[make_programme().pk])

    page = everywhere.post(url, TYPED | {"ends_on": "2026-01-01", "funder": "Ministère"})

    assert "Le dernier jour vient avant le premier." in page.text
    assert 'value="Ministère"' in page.text
    assert not Edition.objects.exists()


def test_a_second_edition_of_the_same_name_is_refused_in_words(everywhere: Client) -> None:
    edition = make_edition(name_fr="2026-2027")

    page = everywhere.post(reverse("programmes:edition_new", args=[edition.programme_id]), TYPED)

    assert "a déjà une édition de ce nom" in page.text


def test_a_renamed_programme_is_found_by_its_new_name(everywhere: Client) -> None:
    edition = make_edition()
    everywhere.post(
        reverse("programmes:programme_edit", args=[edition.programme_id]),
        {"measure": "2.6", "kind": "pairing", "name_fr": "Parrainage d’été"},
    )
    assert list(Edition.objects.matching("parrainage ETE")) == [edition]


def test_partners_are_brought_in_paused_and_taken_out(everywhere: Client) -> None:
    edition, organisation = make_edition(), make_organisation("Carrefour")
    new = reverse("programmes:partner_new", args=[edition.pk])
    typed = {"organisation": organisation.pk, "role": "bank", "capacity": "0"}

    assert everywhere.post(new, typed).status_code == 200
    everywhere.post(new, typed | {"capacity": "40"})
    partner = Partner.objects.get()
    turn = reverse("programmes:partner_turn", args=[edition.pk, partner.pk])
    everywhere.post(turn, {"do": "pause"})
    partner.refresh_from_db()
    assert (partner.capacity, partner.is_paused) == (40, True)

    everywhere.post(turn, {"do": "resume"})
    everywhere.post(
        reverse("programmes:partner_edit", args=[edition.pk, partner.pk]), {"role": "regional", "capacity": "60"}
    )
    partner.refresh_from_db()
    assert (partner.capacity, partner.role, partner.is_paused) == (60, "regional", False)

    Partner.objects.filter(pk=partner.pk).update(assigned=1)
    assert "il ne peut pas être retiré" in everywhere.post(turn, {"do": "out"}, follow=True).text
    Partner.objects.filter(pk=partner.pk).update(assigned=0)
    everywhere.post(turn, {"do": "out"})
    assert not Partner.objects.exists()


def test_an_open_edition_that_nobody_takes_requests_for_says_so(everywhere: Client) -> None:
    edition = open_edition(condition("adult"))
    assert "Personne ne prend de demandes" in everywhere.get(reverse("programmes:edition", args=[edition.pk])).text


def test_an_area_is_entered_and_changed(everywhere: Client) -> None:
    make_mrc("laval", "13")
    everywhere.post(reverse("programmes:area_new"), {"name_fr": "Zone d’essai", "mrcs": ["laval"]})
    area = Area.objects.get()

    again = everywhere.post(reverse("programmes:area_new"), {"name_fr": "Zone d’essai", "mrcs": ["laval"]})
    everywhere.post(reverse("programmes:area_edit", args=[area.pk]), {"name_fr": "Autre nom", "mrcs": ["montreal"]})

    assert "Une zone de ce nom existe déjà." in again.text
    area.refresh_from_db()
    assert (area.name_fr, [mrc.pk for mrc in area.mrcs.all()]) == ("Autre nom", ["montreal"])


# ------------------------------------------------------------------ rules in sentences


def sent(rules: list[Condition], **extra: Any) -> QueryDict:
    """What a browser sends for these sentences."""
    data = QueryDict(mutable=True)
    for place, rule in enumerate(rules):
        data.appendlist("kind", rule.kind)
        for name, value in rule.parameters.items():
            for each in value if isinstance(value, list) else [value]:
                data.appendlist(f"c{place}-{name}", str(each))
    for name, value in extra.items():
        data[name] = value
    return data


@pytest.mark.django_db
@given(RULES)
def test_a_sentence_comes_out_of_its_form_as_it_went_in(rule: Condition) -> None:
    lexicon = LEXICON | {
        kinds.STATUSES: {"a": "A", "b": "B"},
        kinds.CATEGORIES: {"a": "A", "b": "B"},
        kinds.REGIONS: {"02": "02", "16": "16"},
        kinds.STEPS: {"a.b": "AB"},
        kinds.MRCS: {code: code for code in ("montreal", "laval", "roussillon", "acton", "saguenay")},
    }

    (shown,) = sentence_forms([rule], lexicon)
    (form,) = sentence_forms([rule], lexicon, sent([rule]))

    assert shown.initial == rule.parameters
    assert form.is_valid(), form.errors
    assert form.rule == rule
    # Every blank stands in the sentence or below it, once.
    inside = [piece["bound"].name for piece in shown.pieces if "bound" in piece]
    assert sorted(inside + [bound.name for bound in shown.below]) == sorted(shown.fields)


def test_rules_are_written_tried_and_published_in_sentences(everywhere: Client) -> None:
    edition = make_edition()
    draft_url = reverse("programmes:draft", args=[edition.pk])
    everywhere.post(reverse("programmes:draft_start", args=[edition.pk]))

    everywhere.post(draft_url, {"do": "add", "new": "arrived_within"})
    everywhere.post(
        draft_url,
        sent([condition("arrived_within", years=3)], do="add", new="adult").dict() | {"kind": "arrived_within"},
    )
    draft = edition.rule_sets.drafts().get()
    assert [(row.kind, row.parameters.get("years")) for row in draft.conditions.all()] == [
        ("arrived_within", 3),
        ("adult", None),
    ]
    rules = [condition("arrived_within", years=3), condition("adult")]
    everywhere.post(draft_url, sent(rules, do="up-1").urlencode(), content_type="application/x-www-form-urlencoded")
    assert [row.kind for row in draft.conditions.all()] == ["adult", "arrived_within"]

    page = everywhere.get(draft_url)
    assert len(page.context["tried"]) == 5
    check = everywhere.get(reverse("programmes:publish", args=[edition.pk]))
    assert len(check.context["change"].added) == 2
    everywhere.post(reverse("programmes:publish", args=[edition.pk]))
    assert edition.rule_sets.current().get().version == 1
    read = everywhere.get(reverse("programmes:rules", args=[edition.pk]))
    assert "au plus 3 ans avant le début de l’édition" in read.text


@pytest.mark.parametrize(
    ("button", "kinds_left"),
    [
        ("out-0", ["status", "abroad"]),
        ("down-0", ["status", "adult", "abroad"]),
        ("up-0", ["adult", "status", "abroad"]),
    ],
)
def test_every_button_keeps_what_was_typed(everywhere: Client, button: str, kinds_left: list[str]) -> None:
    edition = make_edition()
    draft = rulemaking.open_draft(edition=edition, by=None)
    rules = [condition("adult"), condition("status", statuses=["citizen"]), condition("abroad", where="abroad")]

    everywhere.post(
        reverse("programmes:draft", args=[edition.pk]),
        sent(rules, do=button).urlencode(),
        content_type="application/x-www-form-urlencoded",
    )

    kept = {row.kind: row.parameters for row in draft.conditions.all()}
    assert [row.kind for row in draft.conditions.all()] == kinds_left
    assert kept["status"] == {"statuses": ["citizen"]}
    assert kept["abroad"] == {"where": "abroad"}


def test_a_wrong_number_is_told_beside_its_sentence_and_nothing_is_lost(everywhere: Client) -> None:
    edition = make_edition()
    draft = rulemaking.open_draft(edition=edition, by=None)

    page = everywhere.post(
        reverse("programmes:draft", args=[edition.pk]),
        {
            "kind": ["arrived_within"],
            "c0-years": "900",
            "c0-reference": "today",
            "c0-abroad": "yes",
            "do": "save",
        },
    )

    assert page.status_code == 200
    assert 'value="900"' in page.text
    assert "nombre d’années" in page.text
    assert not draft.conditions.exists()


def test_a_kind_that_is_not_ours_is_left_out(everywhere: Client) -> None:
    edition = make_edition()
    draft = rulemaking.open_draft(edition=edition, by=None)

    everywhere.post(reverse("programmes:draft", args=[edition.pk]), {"kind": ["birth_date", "adult"], "do": "add"})

    assert [row.kind for row in draft.conditions.all()] == ["adult"]


def test_empty_blanks_are_marked_and_stop_the_publishing(everywhere: Client) -> None:
    edition = make_edition()
    draft = rulemaking.open_draft(edition=edition, by=None)
    rulemaking.write_draft(draft=draft, rules=[condition("status")], by=None)

    assert "à remplir" in everywhere.get(reverse("programmes:draft", args=[edition.pk])).text
    publishing = reverse("programmes:publish", args=[edition.pk])
    assert "Il reste des blancs à remplir" in everywhere.get(publishing).text
    assert "blancs à remplir dans" in everywhere.post(publishing, follow=True).text


def test_a_version_shows_what_it_changed_and_who_published_it(everywhere: Client) -> None:
    edition = make_edition()
    publish(edition, condition("adult"))
    coordinator = make_user(Role.PROGRAMME_COORDINATOR, name="Jean-Philippe Roy")
    publish(edition, condition("adult"), condition("territory", areas=[str(make_area().pk)]), by=coordinator.person)

    page = everywhere.get(reverse("programmes:version", args=[edition.pk, 2]))

    assert [rule.kind for rule in page.context["change"].added] == ["territory"]
    assert "Jean-Philippe Roy" in page.text
    assert "Communauté métropolitaine" in page.text


def test_of_two_who_write_one_draft_the_second_sees_what_the_first_kept(everywhere: Client) -> None:
    edition = make_edition()
    draft = rulemaking.open_draft(edition=edition, by=None)
    address = reverse("programmes:draft", args=[edition.pk])
    shown = everywhere.get(address).context["shown"]

    rulemaking.write_draft(draft=draft, rules=[condition("adult")], by=None)
    refused = everywhere.post(address, {"shown": shown, "kind": ["abroad"], "c0-where": "here", "do": "save"})

    assert "Quelqu’un d’autre a conservé le brouillon entre-temps" in refused.text
    added, removed = refused.context["clash"][1].added, refused.context["clash"][1].removed
    assert [[rule.kind for rule in rules] for rules in (added, removed)] == [["abroad"], ["adult"]]
    assert [form.kind for form in refused.context["forms"]] == ["abroad"]
    assert [row.kind for row in draft.conditions.all()] == ["adult"]
    again = {"shown": refused.context["shown"], "kind": ["abroad"], "c0-where": "here", "do": "save"}
    assert everywhere.post(address, again).status_code == 302
    assert [row.kind for row in draft.conditions.all()] == ["abroad"]


def test_a_draft_is_thrown_away(everywhere: Client) -> None:
    edition = make_edition()
    rulemaking.open_draft(edition=edition, by=None)
    discard = reverse("programmes:draft_discard", args=[edition.pk])

    everywhere.post(discard)

    assert not edition.rule_sets.exists()
    assert "publié ou supprimé" in everywhere.post(discard, follow=True).text
    assert everywhere.get(reverse("programmes:draft", args=[edition.pk])).status_code == 302
