"""The organiser's pages: whose events stand there, what the form keeps, and what each page says before it acts."""

import re
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from core.localtime import Zone
from events.agenda.models import Event, Venue
from people.accounts.models import User
from people.organisations.models import Organisation
from tests.factories import agenda as make
from tests.factories.accounts import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours() -> Organisation:
    return make.organisation("Carrefour emploi", region=make.region("04"))


@pytest.fixture
def organiser(ours: Organisation) -> User:
    return make.organiser(organisations=(ours,))


@pytest.fixture
def client(organiser: User) -> Client:
    return sign_in(Client(), organiser)


def filled(organisation: Organisation, venue: Venue | None = None, **fields: Any) -> dict[str, Any]:
    """The form as an organiser fills it, in a season without a change of clocks."""
    values: dict[str, Any] = {
        "kind": "job_fair",
        "title_fr": "Salon de l’emploi",
        "organisation": organisation.pk,
        "venue_choice": venue.pk if venue else "",
        "start_date": "2027-06-11",
        "start_time": "10:00",
        "end_time": "16:00",
        "zone": Zone.MONTREAL.value,
        "track": "",
    }
    return values | fields


def picture(side: int = 40, form: str = "PNG") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (side, side), "navy").save(out, form)
    return SimpleUploadedFile("IMG_2041.png", out.getvalue(), "image/png")


NEW = "/fr/gestion/evenements/nouveau/"


# ------------------------------------------------------------------ lists
def test_lists_hold_the_events_one_runs_each_under_one_tab(client: Client, ours: Organisation) -> None:
    make.event(organisation=ours, title_fr="À venir")
    make.draft(organisation=ours, title_fr="Brouillon")
    make.event(organisation=ours, title_fr="Passé", days=-3)
    make.event(organisation=ours, title_fr="Annulé", cancelled_at=timezone.now(), cancellation_reason_fr="Tempête")
    make.event(title_fr="D’ailleurs")

    def titles(tab: str) -> list[str]:
        page = client.get(f"/fr/gestion/evenements/?tab={tab}")
        assert [number for _tab, number in page.context["tabs"]] == [1, 1, 1, 1]
        return [event.title_fr for event in page.context["events"]]

    assert titles("upcoming") == titles("nonsense") == ["À venir"]
    assert (titles("drafts"), titles("past"), titles("cancelled")) == (["Brouillon"], ["Passé"], ["Annulé"])


def test_words_are_looked_for_in_every_tab_at_once(client: Client, ours: Organisation) -> None:
    make.draft(organisation=ours, title_fr="Séance à Rivière-du-Loup")
    make.event(organisation=ours, title_fr="Salon")

    page = client.get("/fr/gestion/evenements/?q=riviere")

    assert [number for _tab, number in page.context["tabs"]] == [0, 1, 0, 0]
    assert "Aucun de vos événements" in page.content.decode()


def test_the_names_of_the_lists_agree_with_what_they_hold(client: Client) -> None:
    page = client.get("/fr/gestion/evenements/")

    assert [str(tab.label) for tab, _number in page.context["tabs"]] == ["À venir", "Brouillons", "Terminés", "Annulés"]


def test_one_place_of_the_side_navigation_is_the_current_one(client: Client, ours: Organisation) -> None:
    event = make.event(organisation=ours)

    def current(path: str) -> list[str]:
        side = client.get(path).content.decode().partition("</nav>")[0]
        return re.findall(r"<a [^>]*aria-current[^>]*>([^<]+)", side)

    assert current("/fr/gestion/evenements/") == ["Événements"]
    assert current(f"/fr/gestion/evenements/{event.pk}/") == ["Aperçu"]
    assert current(f"/fr/gestion/evenements/{event.pk}/inscriptions/") == ["Inscriptions"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_with_one_event_and_with_three(
    client: Client, ours: Organisation, number: int, django_assert_max_num_queries: Any
) -> None:
    for days in range(number):
        make.event(organisation=ours, days=days + 1)

    with django_assert_max_num_queries(9):
        client.get("/fr/gestion/evenements/")


# ------------------------------------------------------------------ creating
def test_a_filled_form_makes_a_draft_in_the_venues_region_and_time(client: Client, ours: Organisation) -> None:
    hall = make.venue("11", zone=Zone.ILES)
    measures = [make.measure("4.1").pk, make.measure("2.2").pk]

    answer = client.post(
        NEW,
        filled(
            ours,
            hall,
            closes="2027-06-09T17:00",
            capacity="120",
            measures=measures,
            track="francophone",
            about_regions=[make.region("06").pk],
        ),
    )

    event = Event.objects.get()
    assert answer["Location"] == f"/fr/gestion/evenements/{event.pk}/"
    assert (event.is_draft, event.region_id, event.zone, event.capacity) == (True, "11", Zone.ILES, 120)
    assert event.end_date == date(2027, 6, 11)
    # Typed on the clock of the Îles: an hour before Montréal's.
    assert event.registration_closes_at is not None
    assert event.registration_closes_at.isoformat() == "2027-06-09T20:00:00+00:00"
    assert dict(event.contributions.values_list("measure", "track")) == {"4.1": "", "2.2": "francophone"}
    assert [region.pk for region in event.about_regions.all()] == ["06"]


def test_a_new_venue_is_made_on_the_way(client: Client, ours: Organisation) -> None:
    answer = client.post(
        NEW,
        filled(
            ours,
            venue_choice="new",
            venue_name="Salle du quai",
            venue_locality="Blanc-Sablon",
            venue_region=make.region("09").pk,
            venue_zone=Zone.BASSE_COTE_NORD.value,
        ),
    )

    assert answer.status_code == 302
    event = Event.objects.get()
    assert (str(event.venue), event.zone, event.region_id) == (
        "Salle du quai, Blanc-Sablon",
        Zone.BASSE_COTE_NORD,
        "09",
    )


def test_a_refused_form_makes_no_venue_either(ours: Organisation) -> None:
    client = sign_in(Client(), make.organiser(regions=("04",)))
    elsewhere = filled(
        ours,
        venue_choice="new",
        venue_name="Salle",
        venue_locality="Laval",
        venue_region=make.region("13").pk,
        venue_zone=Zone.MONTREAL.value,
    )

    page = client.post(NEW, elsewhere)

    assert page.status_code == 200
    assert not Venue.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title_fr": ""}, "title_fr"),
        ({"start_date": "2027-03-14", "start_time": "02:30"}, "start_time"),
        ({"end_date": "2027-11-07", "end_time": "01:30"}, "end_time"),
        ({"end_time": "09:00"}, "end_time"),
        ({"venue_choice": ""}, "venue_choice"),
        ({"venue_choice": "new", "venue_name": "Salle"}, "venue_locality"),
        ({"opens": "2027-05-02T08:00", "closes": "2027-05-01T08:00"}, "closes"),
        ({"closes": "2027-03-14T02:30"}, "closes"),
        ({"capacity": "0"}, "capacity"),
        ({"track": "francophone"}, "track"),
        ({"online_url": "rencontre"}, "online_url"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    client: Client, ours: Organisation, fields: dict[str, Any], field: str
) -> None:
    page = client.post(NEW, filled(ours, make.venue(), summary_fr="Un résumé déjà écrit", **fields))

    assert page.status_code == 200
    assert field in page.context["form"].errors
    assert "Un résumé déjà écrit" in page.content.decode()
    assert not Event.objects.exists()


def test_the_hour_that_spring_skips_is_explained(client: Client, ours: Organisation) -> None:
    page = client.post(NEW, filled(ours, make.venue(), start_date="2027-03-14", start_time="02:30"))

    assert page.context["form"].errors["start_time"] == [
        "Les horloges avancent cette nuit-là : cette heure n’existe pas. Choisissez une autre heure."
    ] or "heure" in str(page.context["form"].errors["start_time"])


def test_an_event_online_only_says_its_region_and_zone(client: Client, ours: Organisation) -> None:
    online = {"online_url": "https://rencontre.exemple.test/x"}

    assert "region" in client.post(NEW, filled(ours, **online)).context["form"].errors
    answer = client.post(NEW, filled(ours, region=make.region("06").pk, **online))

    assert answer.status_code == 302
    assert Event.objects.get().zone == Zone.MONTREAL


def test_one_creates_in_ones_own_organisations_alone(client: Client, ours: Organisation) -> None:
    page = client.post(NEW, filled(make.organisation("Ailleurs"), make.venue()))

    assert "organisation" in page.context["form"].errors
    assert [choice[1] for choice in page.context["form"].fields["organisation"].choices][1:] == ["Carrefour emploi"]


def test_a_picture_is_drawn_again_and_needs_words(client: Client, ours: Organisation) -> None:
    hall = make.venue()

    page = client.post(NEW, filled(ours, hall, picture=picture()))
    assert "picture_alt_fr" in page.context["form"].errors
    client.post(NEW, filled(ours, hall, picture=picture(2000), picture_alt_fr="Une salle comble"))

    event = Event.objects.get()
    assert event.picture.name.endswith(".webp")
    assert "IMG_2041" not in event.picture.name
    assert (event.picture_width, event.picture_height) == (1600, 1600)


def test_a_picture_sent_long_after_the_sign_in_waits_and_the_rest_of_the_form_stays(
    organiser: User, ours: Organisation
) -> None:
    client = sign_in(Client(), organiser, fresh=False)
    words = filled(ours, make.venue(), title_fr="Salon du Fjord", picture_alt_fr="Une salle comble")

    page = client.post(NEW, words | {"picture": picture()})

    assert "picture" in page.context["form"].errors
    assert not page.wsgi_request.FILES
    assert "Salon du Fjord" in page.text
    assert not Event.objects.exists()
    client.post(NEW, filled(ours, make.venue(), title_fr="Salon du Fjord"))
    assert Event.objects.get().title_fr == "Salon du Fjord"


def test_a_file_that_is_no_picture_is_refused_in_words(client: Client, ours: Organisation) -> None:
    bad = SimpleUploadedFile("plan.png", b"%PDF-1.7 not a picture", "image/png")

    page = client.post(NEW, filled(ours, make.venue(), picture=bad, picture_alt_fr="Un plan"))

    assert "picture" in page.context["form"].errors


# ------------------------------------------------------------------ editing
def edited(event: Event, **fields: Any) -> dict[str, Any]:
    return filled(
        event.organisation,
        event.venue,
        seen=event.updated_at.isoformat(),
        title_fr=event.title_fr,
        capacity=event.capacity or "",
        **fields,
    )


def test_editing_starts_from_what_is_kept(client: Client, ours: Organisation) -> None:
    event = make.draft(organisation=ours, venue=make.venue("11", zone=Zone.ILES), code="11")
    event.registration_closes_at = event.start_local.replace(hour=8)
    event.save()

    form = client.get(f"/fr/gestion/evenements/{event.pk}/modifier/").context["form"]

    assert str(form["closes"].value()) == f"{event.start_date} 08:00:00"
    assert form["venue_choice"].value() == str(event.venue_id)


def test_a_published_event_has_no_time_or_place_in_its_form(client: Client, ours: Organisation) -> None:
    event = make.event(organisation=ours)
    later = (event.start_date + timedelta(days=9)).isoformat()

    page = client.get(f"/fr/gestion/evenements/{event.pk}/modifier/")
    client.post(
        f"/fr/gestion/evenements/{event.pk}/modifier/", edited(event, summary_fr="Neuf") | {"start_date": later}
    )

    assert "start_date" not in page.context["form"].fields
    kept = Event.objects.get()
    assert (kept.summary_fr, kept.start_date, kept.venue_id) == ("Neuf", event.start_date, event.venue_id)


def test_a_picture_is_shown_kept_replaced_and_removed(client: Client, ours: Organisation) -> None:
    client.post(NEW, filled(ours, make.venue(), picture=picture(), picture_alt_fr="Une salle comble"))
    event = Event.objects.get()
    there = f"/fr/gestion/evenements/{event.pk}/modifier/"

    def send(**fields: Any) -> Event:
        event.refresh_from_db()
        client.post(there, edited(event, **fields))
        return Event.objects.get()

    page = client.get(there).content.decode()
    assert f'<img src="{event.picture.url}" alt="Image actuelle">' in page
    assert re.search(r'<label for="picture-clear_id">Retirer l’image</label>', page)
    assert send(picture_alt_fr="Une salle").picture.name == event.picture.name

    both = send(**{"picture": picture(60), "picture-clear": "on", "picture_alt_fr": "Une autre salle"})
    assert both.picture_width == 60
    assert not send(**{"picture-clear": "on"}).picture


def test_a_capacity_below_the_seats_taken_is_said_at_its_field(client: Client, ours: Organisation) -> None:
    event = make.event(organisation=ours, capacity=50, seats_taken=30)

    page = client.post(
        f"/fr/gestion/evenements/{event.pk}/modifier/", edited(event) | {"capacity": "20", "title_fr": "Autre"}
    )

    assert "30" in str(page.context["form"].errors["capacity"])
    assert Event.objects.get().title_fr == event.title_fr


def test_an_edit_over_somebody_elses_says_so_and_keeps_what_was_typed(client: Client, ours: Organisation) -> None:
    event = make.draft(organisation=ours)
    stale = edited(event, summary_fr="Mon résumé")
    Event.objects.get().save()

    page = client.post(f"/fr/gestion/evenements/{event.pk}/modifier/", stale)

    assert page.status_code == 200
    assert "Mon résumé" in page.content.decode()
    assert Event.objects.get().summary_fr == ""


# ------------------------------------------------------------------ state
def test_publishing_asks_first_and_says_what_is_missing(client: Client, ours: Organisation) -> None:
    event = make.draft(organisation=ours, title_en="")
    path = f"/en/manage/events/{event.pk}/publish/"

    assert "Say it in English too" in client.get(path).content.decode()
    assert Event.objects.get().is_draft
    client.post(path)

    assert not Event.objects.get().is_draft


def test_cancelling_says_how_many_will_be_written_to_and_needs_a_reason(client: Client, ours: Organisation) -> None:
    event = make.event(organisation=ours, capacity=10, seats_taken=10, seats_waiting=4)
    path = f"/en/manage/events/{event.pk}/cancel/"

    assert "14 people" in client.get(path).content.decode()
    assert "reason_fr" in client.post(path).context["form"].errors
    client.post(path, {"reason_fr": "Tempête", "reason_en": "Storm"})

    assert Event.objects.get().cancellation_reason_en == "Storm"


def test_moving_from_the_page(client: Client, ours: Organisation) -> None:
    event = make.event(organisation=ours, seats_taken=3)
    path = f"/en/manage/events/{event.pk}/move/"
    later = event.start_date + timedelta(days=1)
    values = {
        "start_date": later.isoformat(),
        "start_time": "09:00",
        "end_date": later.isoformat(),
        "end_time": "12:00",
        "venue": event.venue_id,
        "reason_fr": "Salle prise",
    }

    assert "3 people" in client.get(path).content.decode()
    assert "start_time" in client.post(path, values | {"start_time": "midi"}).context["form"].errors
    answer = client.post(path, values)

    assert answer.status_code == 302
    assert Event.objects.get().start_date == later


def test_a_copy_is_made_for_a_day_to_come(client: Client, ours: Organisation) -> None:
    event = make.event(organisation=ours, days=-10)
    path = f"/en/manage/events/{event.pk}/duplicate/"
    day = timezone.localdate() + timedelta(days=30)

    assert client.post(path, {"start_date": "2020-01-01"}).context["form"].errors
    client.post(path, {"start_date": day.isoformat()})

    assert Event.objects.get(published_at=None).start_date == day


def test_a_draft_is_thrown_away_after_a_question(client: Client, ours: Organisation) -> None:
    event = make.draft(organisation=ours)
    path = f"/en/manage/events/{event.pk}/discard/"

    client.get(path)
    assert Event.objects.exists()
    client.post(path)

    assert not Event.objects.exists()


def test_going_back_to_draft_is_refused_in_words_once_somebody_registered(client: Client, ours: Organisation) -> None:
    event = make.event(organisation=ours, seats_taken=1)

    page = client.post(f"/en/manage/events/{event.pk}/unpublish/", follow=True)

    assert "People have registered" in page.content.decode()
    assert not Event.objects.get().is_draft


def test_pages_of_the_workspace_are_never_kept_by_a_cache(client: Client, ours: Organisation) -> None:
    event = make.event(organisation=ours)

    for path in ("", "nouveau/", f"{event.pk}/", f"{event.pk}/modifier/", f"{event.pk}/annuler/"):
        answer = client.get(f"/fr/gestion/evenements/{path}")
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
