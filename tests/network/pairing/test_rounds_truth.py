"""What a board says is true, what was typed stays, and nobody who is erased is left in somebody else's change."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from network.pairing.offers.models import LanguageNeed, Offer
from network.pairing.rounds import actions, reading, refusals
from network.pairing.rounds.models import Change, Exclusion
from network.pairing.rounds.personal import end_exclusions
from people.privacy import erasing
from tests.factories.accounts import make_person, sign_in
from tests.factories.pairing import make_offer, make_request, make_settings
from tests.factories.rounds import computed, make_coordinator, make_market

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    return sign_in(client, make_coordinator())


def test_nobody_who_is_erased_is_left_in_a_change_that_was_about_somebody_else() -> None:
    edition, requests, offers = make_market([30, 20], [1, 1])
    made, by = computed(edition), make_person()
    told = "Rencontrée au salon, elle y tient."
    actions.add(round=made, request=requests[1].pk, offer=offers[0].pk, reason=told, version=0, by=by)
    actions.unlock(round=made, request=requests[1].pk, version=1, by=by)
    actions.move(round=made, request=requests[0].pk, offer=offers[0].pk, version=2, by=by)
    moved = Change.objects.get(version=3)
    assert (moved.request, told in str(moved.before)) == (requests[0], True)

    erasing.carry_out(erasure_pk=erasing.ask(person=requests[1].person, by=requests[1].person).pk)

    moved.refresh_from_db()
    assert told not in str(moved.before)
    assert {each["request"] for each in moved.before} == {requests[0].pk, requests[1].pk}


def test_an_offer_that_filled_up_since_is_not_called_an_exclusion() -> None:
    edition, requests, offers = make_market([30, 20], [1, 1])
    stranger = make_request(edition=edition, occupations=("21231",), waited=5)
    made = computed(edition)
    Offer.objects.filter(pk=offers[1].pk).update(held=1)

    with pytest.raises(refusals.FullSince):
        actions.add(round=made, request=stranger.pk, offer=offers[1].pk, reason="Essai.", version=0, by=make_person())
    assert requests


def test_what_was_typed_stays_when_somebody_else_was_first(desk: Client) -> None:
    edition, requests, offers = make_market([30, 20], [2])
    stranger = make_request(edition=edition, occupations=("21231",), waited=5)
    made = computed(edition)
    actions.lock(round=made, request=requests[0].pk, version=0, by=make_person())
    url = reverse("rounds:add", args=[made.pk, stranger.pk, offers[0].pk])
    apart = reverse("rounds:exclude", args=[made.pk, requests[1].pk, offers[0].pk])

    added = desk.post(url, {"reason": "Ils se connaissent du métier.", "version": "0"}).content.decode()
    excluded = desk.post(apart, {"reason": "Ils ont travaillé ensemble.", "version": "0"}).content.decode()

    assert "Ils se connaissent du métier." in added
    assert "Ils ont travaillé ensemble." in excluded
    assert 'name="version" value="1"' in added
    assert "Quelqu’un a changé ce tableau" in added
    assert not Exclusion.objects.exists()


def test_hosts_are_found_whatever_the_accents(desk: Client) -> None:
    edition = make_settings().edition
    request = make_request(edition=edition)
    make_offer(edition, title="Métier d’électricienne")
    make_offer(edition, title="Soudure")
    made = computed(edition)

    page = desk.get(reverse("rounds:hosts", args=[made.pk, request.pk]), {"q": "electricienne metier"})

    assert [line.host.title for line in page.context["lines"]] == ["Métier d’électricienne"]


def test_a_language_that_is_missing_is_named_as_the_host_wrote_it(desk: Client) -> None:
    edition = make_settings().edition
    request, offer = make_request(edition=edition), make_offer(edition)
    LanguageNeed.objects.create(offer=offer, name="Créole haïtien", folded="creole haitien", ease="fluent")
    made = computed(edition)

    for name, keys in (("between", [request.pk, offer.pk]), ("hosts", [request.pk])):
        page = desk.get(reverse(f"rounds:{name}", args=[made.pk, *keys])).content.decode()
        assert "Créole haïtien." in page
        assert "x.creole" not in page


def test_a_change_that_was_taken_back_is_not_called_the_last_one() -> None:
    edition, requests, _offers = make_market([30], [1])
    made, first, second = computed(edition), make_person("Ariane Une"), make_person("Bruno Deux")
    actions.lock(round=made, request=requests[0].pk, version=0, by=first)
    actions.undo(round=made, version=1, by=second)

    with translation.override("en"):
        assert reading.last_words(made) == "Last change: locked, taken back by Bruno Deux."


@pytest.mark.parametrize("matched", [(0, 1), (1, 0)])
def test_an_exclusion_of_a_host_that_is_lifted_leaves_no_pair_excluded(matched: tuple[int, int]) -> None:
    edition, host, by = make_settings().edition, make_person(), make_person()
    request = make_request(edition=edition, waited=30)
    first, second = (make_offer(edition, host, matched=taken, capacity=2) for taken in matched)
    made = computed(edition)
    (pair,) = made.pair_rows.all()
    other = first if pair.offer_id == second.pk else second
    actions.exclude(
        round=made, request=request.pk, offer=other.pk, reason="Se connaissent.", version=0, by=by, whole_host=True
    )
    assert made.pair_rows.filter(state="excluded", offer=pair.offer_id).exists()

    actions.lift_anywhere(exclusion=Exclusion.objects.get(), by=by)

    assert not made.pair_rows.filter(state="excluded").exists()
    assert made.pair_rows.live().filter(request=request).exists()  # type: ignore[attr-defined]  # the rows' own queryset


def test_two_who_are_kept_apart_no_more_are_put_together_on_the_same_board() -> None:
    """An exclusion ends elsewhere, too: with an entry that was a double, or somebody's erasure."""
    edition, requests, offers = make_market([30], [1])
    made, by = computed(edition), make_person()
    pair = {"request": requests[0].pk, "offer": offers[0].pk}
    actions.exclude(round=made, reason="Se connaissent.", version=0, by=by, **pair)
    end_exclusions([requests[0].person.pk])

    actions.move(round=made, version=1, by=by, **pair)

    assert [(row.request_id, row.offer_id, row.state) for row in made.pair_rows.all()] == [(*pair.values(), "locked")]
