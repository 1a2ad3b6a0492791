"""Those who serve read the wishes around the day, each reading is noted, and nothing goes anywhere else."""

import csv
import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.agenda.models import Event
from events.needs import serving
from events.needs.models import MealLink, Wish
from events.needs.views import serve
from events.registration.models import Seat
from people.accounts.models import User
from people.consent.models import Consent
from people.oversight.models import ReadEntry
from people.privacy import bundle, retention
from people.privacy.models import RetentionRun
from tests.factories import doors
from tests.factories.accounts import sign_in
from tests.factories.needs import asking, wishing
from tests.factories.registration import make_person, open_event, registered

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def desk(client: Client, organiser: User) -> Client:
    sign_in(client, organiser)
    return client


def prepare(desk: Client, event: Event) -> str:
    return desk.get(reverse("needs:prepare", args=[event.pk])).content.decode()


def held(event: Event, **from_now: Any) -> None:
    """Put the event so far from now, without telling anybody."""
    starts = timezone.now() + timedelta(**from_now)
    Event.objects.filter(pk=event.pk).update(starts_at=starts, ends_at=starts + timedelta(hours=6))


# ------------------------------------------------------------------ the list


@pytest.mark.parametrize(
    ("from_now", "is_read"),
    [
        ({"days": 15}, False),
        ({"days": 14, "minutes": -5}, True),
        ({"hours": -2}, True),
        ({"hours": -29}, True),
        ({"hours": -31}, False),
    ],
)
def test_names_are_read_from_14_days_before_to_the_day_after(
    desk: Client, organiser: User, from_now: dict[str, int], is_read: bool
) -> None:
    event = asking()
    wishing(event, "step_free", name="Amina Haddad")
    held(event, **from_now)

    page = prepare(desk, event)

    assert ("Amina Haddad" in page, ReadEntry.objects.exists()) == (is_read, is_read)
    assert Wish.objects.visible_to(organiser).exists() == is_read
    assert "une place accessible sans marche" in page


def test_each_reading_is_noted_about_each_person_on_the_page(desk: Client, organiser: User) -> None:
    event = asking()
    seats = [wishing(event, "step_free"), wishing(event, meal_other="sans ail")]
    wishing(event, "vegan", name="Olga Diop")

    page = prepare(desk, event)

    entries = ReadEntry.objects.filter(kind=ReadEntry.Kind.NEEDS, reader=organiser.person_id)
    assert set(entries.values_list("subject", flat=True)) == {seat.person_id for seat in seats}
    assert ("sans ail" in page, "Olga Diop" in page) == (True, False)


def test_a_meal_in_somebodys_words_comes_without_their_name(desk: Client) -> None:
    event = asking()
    wishing(event, name="Amina Haddad", meal_other="sans ail")

    page = prepare(desk, event)

    assert ("sans ail" in page, "Amina Haddad" in page) == (True, False)


def test_whoever_withdrew_gave_the_seat_back_or_waits_is_not_on_the_list(desk: Client) -> None:
    event = asking()
    wishing(event, "step_free", name="Amina Haddad")
    for state in (Seat.State.CANCELLED, Seat.State.WAITING, Seat.State.ABSENT):
        Seat.objects.update(state=state)
        assert "Amina Haddad" not in prepare(desk, event)
    Seat.objects.update(state=Seat.State.EXPECTED)
    assert "Amina Haddad" in prepare(desk, event)
    Consent.objects.update(withdrawn_at=timezone.now(), withdrawn_by=make_person())
    assert "Amina Haddad" not in prepare(desk, event)


def test_organisers_elsewhere_see_nothing(desk: Client) -> None:
    event = asking()
    wishing(event, "step_free")
    stranger = Client()
    sign_in(stranger, doors.login("organiser", code="09"))

    assert stranger.get(reverse("needs:prepare", args=[event.pk])).status_code == 404
    assert not Wish.objects.visible_to(User.objects.get(pk=stranger.session["_auth_user_id"])).exists()
    assert not ReadEntry.objects.exists()


def test_the_list_costs_the_same_for_one_and_for_many(desk: Client) -> None:
    event = asking()
    wishing(event, "step_free", "halal")
    prepare(desk, event)
    costs = []
    for more in (0, 3):
        for _ in range(more):
            wishing(event, "quiet", "vegan", access_other="au bord")
        with CaptureQueriesContext(connection) as queries:
            prepare(desk, event)
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_a_second_page_notes_its_own_people_alone(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "PAGE", 2)
    event = asking()
    for name in ("Éva Diop", "Anna Kaya", "Zoé Roy"):
        wishing(event, "quiet", name=name)

    first = prepare(desk, event)
    assert ("Anna Kaya" in first, "Éva Diop" in first, "Zoé Roy" in first) == (True, True, False)
    assert ReadEntry.objects.count() == 2
    second = desk.get(reverse("needs:prepare", args=[event.pk]), {"page": 2}).content.decode()
    assert ("Zoé Roy" in second, ReadEntry.objects.count()) == (True, 3)


def test_an_event_that_asks_nothing_says_so(desk: Client) -> None:
    assert "ne demande rien" in prepare(desk, open_event())


def test_the_link_is_made_shown_and_closed(desk: Client) -> None:
    event = asking()

    desk.post(reverse("needs:open_totals", args=[event.pk]))
    link = MealLink.objects.get(event=event)
    assert link.key in prepare(desk, event)

    desk.post(reverse("needs:close_totals", args=[event.pk]))
    assert not MealLink.objects.exists()


# ------------------------------------------------------------------ totals


def test_meals_that_are_alike_are_counted_together() -> None:
    event = asking()
    for wishes in (["no_pork", "no_nuts"], ["no_nuts", "no_pork"], ["vegan"]):
        wishing(event, *wishes)
    wishing(event, "quiet")
    registered(event)

    found = serving.totals(event)

    assert (found.expected, found.plain) == (5, 2)
    assert [(plate.words, plate.number) for plate in found.plates] == [("sans porc, sans noix", 2), ("végane", 1)]
    assert found.wishes == [("végane", 1), ("sans porc", 2), ("sans noix", 2)]


# ------------------------------------------------------------------ erased


def night() -> int:
    (run,) = retention.begin(codes=["needs.wishes"])
    while retention.work_off(run_pk=run.pk):
        pass
    return RetentionRun.objects.get(pk=run.pk).rows


@pytest.mark.parametrize(("days", "goes"), [(6, False), (8, True)])
def test_wishes_are_erased_seven_days_after_the_event_with_proof(days: int, goes: bool) -> None:
    event = asking()
    wishing(event, "step_free", meal_other="sans ail")
    held(event, days=-days)

    assert night() == (2 if goes else 0)
    assert Wish.objects.exists() != goes
    assert Consent.objects.in_force().exists() != goes
    assert night() == 0


def test_nobody_may_decide_to_keep_them_longer(organiser: User) -> None:
    with pytest.raises(retention.KeptTooLong):
        retention.decide(code="needs.wishes", organisation=None, days=8, reason="x", by=organiser.person)


# ------------------------------------------------------------------ nowhere else


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_export_of_the_doors_holds_a_wish(desk: Client, form: str) -> None:
    event = asking()
    seat = wishing(event, "step_free", "halal", name="Amina Haddad", access_other="kanaribord", meal_other="kanariail")

    answer = desk.get(reverse("doors:export", args=[event.pk, form]))
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # streamed
    if form == "xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
    text = content.decode(errors="ignore").lower()

    assert "amina haddad" in text
    said = [str(wish.get_what_display()).lower() for wish in seat.wishes.exclude(text="")]
    assert not [word for word in ("kanari", "step_free", "halal", "sans marche", *said) if word in text]


def test_no_other_room_knows_of_wishes() -> None:
    """Nor may an indicator, a search or a matching: whoever imports this room or follows its key back is found here.

    A phone at a door shows what those who run the event have it show, and may read themselves. The network never imports the
    wing of events (the floors are held elsewhere); what it calls wishes are those of a match.
    """
    door = {ROOT / "events" / "devices" / name for name in ("listing.py", "rules.py")}
    floors = ("core", "people", "network", "events", "cms", "indicators", "desks", "config")
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for floor in floors
        if floor != "network"
        for path in sorted((ROOT / floor).rglob("*.py"))
        if not path.is_relative_to(ROOT / "events" / "needs")
        and path not in door
        and path.name not in {"base.py", "urls.py", "prepare_demo.py"}
        for word in ("events.needs", "events import needs", ".wishes", "__wishes", "needs.Wish")
        if word in path.read_text()
    ]
    assert found == []


def test_a_persons_own_copy_has_them() -> None:
    person = make_person()
    event = asking()
    wishing(event, "step_free", person=person, access_other="près de la sortie")
    file = io.BytesIO()

    bundle.write(person, "fr", file)

    with zipfile.ZipFile(file) as parcel:
        lines = list(csv.reader(parcel.read("csv/needs.wish.csv").decode("utf-8-sig").splitlines(), delimiter=";"))
    assert [line[:3] for line in lines[1:]] == [
        ["une place accessible sans marche", "", event.title_fr],
        ["autre chose", "près de la sortie", event.title_fr],
    ]
