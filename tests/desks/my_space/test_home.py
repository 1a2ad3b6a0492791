"""« Mon espace »: what waits, what comes, what I asked for, and the doors to what is mine; for everybody who signed in."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from core.sources import Sources
from people.accounts.models import Person, Role
from people.consent.models import Consent
from people.participants import actions, waiting
from people.participants.waiting import Waiting
from people.privacy import actions as privacy
from people.timetable.models import Busy
from tests.factories.accounts import make_person, make_user, sign_in
from tests.factories.follow_up import make_track
from tests.factories.organisations import make_organisation
from tests.factories.participants import agree, make_candidacy, make_card, make_caseworker, make_file
from tests.factories.programmes import make_edition, make_partner
from tests.people.participants.person import answered, signed_in

pytestmark = pytest.mark.django_db
HOME = "my_space:home"


def an_hour(person: Person, title: str, days: int = 3) -> Busy:
    """Something in the person's timetable, so many days from now."""
    start = datetime.combine(timezone.localdate() + timedelta(days=days), datetime.min.time()).replace(hour=10)
    busy = Busy(person=person, source_type="tests.source", source_id=title, title_fr=title)
    busy.set_hours(start, start + timedelta(hours=1), "America/Toronto")
    busy.save()
    return busy


def labels(client: Client) -> list[str]:
    return [str(waiting.label) for waiting in client.get(reverse(HOME)).context["space"].waiting]


def test_somebody_new_is_told_how_to_begin(client: Client) -> None:
    signed_in(client)

    page = client.get(reverse(HOME)).text

    assert "À quoi puis-je participer?" in page
    assert reverse("programmes:five_questions") in page


def test_answers_that_came_along_are_offered_first(client: Client) -> None:
    signed_in(client)
    answered(client, is_adult=True)

    page = client.get(reverse(HOME)).text

    assert "Continuer avec mes réponses" in page
    assert reverse("participants:open_to_me") in page


def test_one_page_gathers_what_waits_what_comes_and_what_i_asked_for(client: Client) -> None:
    person = signed_in(client).person
    candidacy = make_candidacy(person, organisation=make_organisation("Ancrage Montréal"))
    an_hour(person, "Séance sur la Mauricie")

    page = client.get(reverse(HOME)).text

    assert "Séance sur la Mauricie" in page
    assert reverse("participants:candidacy", args=[candidacy.pk]) in page
    assert "répond avant le" in page
    assert "Ancrage Montréal" in page
    assert "Poursuivre mon profil" in page


def test_what_keeps_an_eligible_person_from_being_met_waits_for_them_until_it_is_done(client: Client) -> None:
    person = signed_in(client).person
    candidacy = make_candidacy(person)
    assert candidacy.organisation
    actions.decide(
        candidacy=candidacy, outcome="eligible", reason="Vu.", by=make_caseworker(candidacy.organisation).person
    )
    asked = {"Indiquer votre profession sur votre fiche", "Indiquer vos disponibilités"}
    assert asked <= set(labels(client))
    make_card(person)
    assert not asked & set(labels(client))
    assert "Décider si on cherche un jumelage pour vous" in labels(client)

    agree(person, "matching")

    assert "Décider si on cherche un jumelage pour vous" not in labels(client)


def test_a_no_waits_to_be_read(client: Client) -> None:
    person = signed_in(client).person
    candidacy = make_candidacy(person)
    assert candidacy.organisation
    actions.decide(candidacy=candidacy, outcome="not_yet", reason="", by=make_caseworker(candidacy.organisation).person)

    assert "Une réponse à lire\u00a0: pas encore" in labels(client)


def test_a_consent_that_ends_soon_waits_with_its_day(client: Client) -> None:
    person = signed_in(client).person
    agree(person, "cv")
    soon = timezone.now() + timedelta(days=10)
    Consent.objects.filter(person=person).update(given_at=timezone.now() - timedelta(days=720), until=soon)

    (waits,) = client.get(reverse(HOME)).context["space"].waiting

    assert waits.by == timezone.localdate(soon)
    assert "CV" in str(waits.label)


def test_a_consent_given_for_a_few_days_is_not_to_be_renewed(client: Client) -> None:
    agree(signed_in(client).person, "cv", until=timezone.now() + timedelta(days=10))

    assert labels(client) == []


def test_an_entry_under_my_address_waits_until_i_say_whether_it_is_me(client: Client) -> None:
    user = signed_in(client, email="awa@exemple.test", name="Awa Diallo")
    other = make_person("A. Diallo", email="awa@exemple.test")
    make_person("Marc Roy", email="marc@exemple.test")

    (waits,) = client.get(reverse(HOME)).context["space"].waiting
    assert waits.url == reverse("privacy:doubles")
    assert "1 fiche" in str(waits.label)

    privacy.tell_apart(one=user.person, other=other, by=user.person)
    assert labels(client) == []


def test_rooms_above_add_what_they_ask_and_the_soonest_stands_first(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = timezone.localdate()
    asks: Sources[waiting.Asks] = Sources()
    asks(lambda person: [Waiting("Plus tard", "/x/")])
    asks(lambda person: [Waiting("Demain", "/y/", day + timedelta(1)), Waiting("Aujourd’hui", "/z/", day)])
    monkeypatch.setattr(waiting, "waits_for_me", asks)
    signed_in(client)

    assert labels(client) == ["Aujourd’hui", "Demain", "Plus tard"]


def test_my_follow_ups_have_a_door_once_there_are_some(client: Client) -> None:
    file = make_file(signed_in(client).person)
    door = reverse("follow_up:mine")
    assert door not in client.get(reverse(HOME)).text

    make_track(file)

    assert f'href="{door}"' in client.get(reverse(HOME)).text


def test_nothing_of_somebody_else_stands_on_my_page(client: Client) -> None:
    other = make_user().person
    candidacy = make_candidacy(other)
    an_hour(other, "Rencontre secrète")
    signed_in(client)

    page = client.get(reverse(HOME)).text

    assert "Rencontre secrète" not in page
    assert reverse("participants:candidacy", args=[candidacy.pk]) not in page


def test_the_page_costs_the_same_with_one_thing_and_with_many(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = signed_in(client).person
    make_candidacy(person)
    make_card(person)
    an_hour(person, "Une")
    client.get(reverse(HOME))
    # One of them: whether they have a place in a group session, also where the edition has none any more.
    with django_assert_num_queries(39):
        client.get(reverse(HOME))
    for number in range(2):
        edition = make_edition(state="open")
        make_partner(edition=edition)
        make_candidacy(person, edition)
        an_hour(person, f"Encore {number}")

    with django_assert_num_queries(39):
        client.get(reverse(HOME))


def test_both_languages_say_it(client: Client) -> None:
    signed_in(client)

    assert "What can I take part in?" in client.get("/en/my-space/").text


# ------------------------------------------------------------------ where signing in leads


def lands(client: Client) -> str:
    return client.get(reverse(settings.LOGIN_REDIRECT_URL))["Location"]


def test_whoever_signed_up_lands_in_their_space(client: Client) -> None:
    signed_in(client)

    assert lands(client) == reverse(HOME)


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.MENTOR])
def test_whoever_takes_part_lands_in_their_space(client: Client, role: Role) -> None:
    sign_in(client, make_user(role))

    assert lands(client) == reverse(HOME)


def test_staff_lands_where_they_work(client: Client) -> None:
    sign_in(client, make_user(Role.ADMINISTRATOR))

    assert lands(client) not in {reverse(HOME), reverse("accounts:mine")}


def test_staff_who_also_takes_part_lands_in_their_space(client: Client) -> None:
    user = make_user(Role.ADMINISTRATOR)
    make_file(user.person)
    sign_in(client, user)

    assert lands(client) == reverse(HOME)


def test_staff_may_open_their_space_all_the_same(client: Client) -> None:
    sign_in(client, make_user(Role.ADMINISTRATOR))

    assert client.get(reverse(HOME)).status_code == 200


# ------------------------------------------------------------------ history


def test_history_tells_what_happened_the_last_first(client: Client) -> None:
    person = signed_in(client).person
    candidacy = make_candidacy(person, organisation=make_organisation("Ancrage Montréal"))
    an_hour(person, "Salon passé", days=-3)
    actions.end(candidacy=candidacy, by=person)

    page = client.get(reverse("my_space:history"))

    lines = [line.words for line in page.context["page_obj"]]
    assert lines[0].startswith("Cette demande a pris fin")
    assert lines[-1] == "Salon passé"
    assert "Ancrage Montréal a commencé à vous suivre." in lines
    assert "Votre dossier a été ouvert." in lines


def test_a_history_without_a_line_says_what_will_stand_there(client: Client) -> None:
    signed_in(client)

    assert "Il ne s’est encore rien passé" in client.get(reverse("my_space:history")).text


def test_a_long_history_has_a_second_page(client: Client) -> None:
    person = signed_in(client).person
    for number in range(31):
        an_hour(person, f"Jour {number}", days=-number - 1)

    page = client.get(reverse("my_space:history"), {"page": 2})

    assert len(page.context["page_obj"]) == 1
