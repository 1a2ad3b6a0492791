"""Badges: what people said of theirs and nothing else, in letters that can spell it, on paper it fits."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from core import documents, typefaces
from core.audit import Entry
from core.forbidden import SensitiveText
from core.personal import keep_of
from events.agenda.models import Event
from events.badges import actions, bulk, paper
from events.badges.models import KEPT_DAYS, LANGUAGES, BadgeWish
from events.badges.refusals import NoBadge
from events.registration import actions as registering
from events.registration.models import Seat
from people.oversight.models import ReadEntry
from people.privacy import actions as privacy
from tests.events.doors.conftest import signed_in  # noqa: F401  (a fixture)
from tests.factories import doors as make
from tests.factories.badges import SAID, wearing
from tests.factories.registration import make_person, open_event, registered, seat_of

pytestmark = pytest.mark.django_db
NAMES = (
    "Ravelonarivo-Andriamanjatonirina Razafimahatratra",
    "Nguyễn Thị Hồng Ánh",
    "ليلى بن علي المنصوري الأندلسي",
    "ᐊᓗᕐ ᐃᓄᒃᐸᒃ",
    "Олена Шевченко",
    "Li",
)


# ------------------------------------------------------------------ what is kept


def test_a_badge_says_what_its_holder_said_and_the_audit_does_not() -> None:
    seat = wearing(name="Leïla Ben Ali")

    badge = bulk.badge_of(seat, seat.event)

    assert (badge.name, badge.pronunciation) == ("ليلى بن علي", "LAÏ-la ben a-LI")
    assert badge.languages == ["Français", "العربية", "Pulaar"]
    assert "LAÏ" not in str(Entry.objects.filter(action="badges.wished").values())


def test_nothing_more_than_the_ticket_is_no_row_and_the_database_keeps_no_empty_one() -> None:
    seat = wearing(name="Ana Roy")

    actions.wish(
        seat=seat, name="Ana Roy", pronunciation=" ", languages=[], other_language="", shows_organisation=True, by=None
    )

    assert not BadgeWish.objects.exists()
    with pytest.raises(IntegrityError, match="badge_wish_says_something"), transaction.atomic():
        BadgeWish.objects.create(seat=seat)


def test_a_seat_given_back_takes_its_badge_along_and_has_none_any_more() -> None:
    seat = wearing()

    registering.cancel(registration=seat.registration, by=None)

    assert not BadgeWish.objects.exists()
    with pytest.raises(NoBadge):
        actions.wish(seat=seat, **SAID, by=None)


def test_a_number_that_is_never_needed_is_refused() -> None:
    with pytest.raises(SensitiveText):
        wearing(pronunciation="NAS 046 454 286")


def test_a_merge_hands_it_over_and_the_schedule_takes_it_a_week_after_the_event() -> None:
    event, keep = open_event(), make_person("Chloé Roy")
    stays = seat_of(registered(event, "Chloé Roy", person=keep))
    double = wearing(event, "Chloé Roy", person=make_person("Chloé Roy"))
    privacy.merge(keep=keep, gone=double.person, by=None)  # type: ignore[arg-type]  # a person’s own seat
    assert BadgeWish.objects.get().seat_id == stays.pk

    entry = keep_of("badges.badges")
    assert entry is not None
    assert entry.longest == KEPT_DAYS
    now = timezone.now()
    Event.objects.update(starts_at=now - timedelta(days=9), ends_at=now - timedelta(days=8))
    assert list(entry.due(timezone.now() - timedelta(days=KEPT_DAYS))) == [BadgeWish.objects.get()]


# ------------------------------------------------------------------ on paper


@pytest.mark.parametrize(("box", "largest", "small"), [((0, 0, 92, 27), 24, 9.5), ((0, 0, 92, 54), 34, 13)])
def test_every_name_fits_its_label_whatever_else_stands_on_it(box: Any, largest: float, small: float) -> None:
    for name in NAMES:
        badge = bulk.Badge(
            name, "ra-vé-lo-na-RI-vou " * 4, list(LANGUAGES.values())[:4], "Accueil " * 12, "Salon", "fr"
        )
        sheet = documents.Sheet(size=(92, 60), language="fr", title="Insigne", made_at=timezone.now())

        assert paper._stack(sheet, badge, box, largest=largest, small=small) <= box[3] + 0.5, name


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("王伟", ""),
        ("王伟 (Wang Wei)", "Wang Wei"),
        ("ليلى", "ليلى"),
        ("Zoé 🎈", "Zoé 🎈"),
        ("Đặng", "Đặng"),
        ("김 Kim-Lê", "Kim-Lê"),
    ],
)
def test_no_badge_has_a_box_in_place_of_a_letter(name: str, printed: str) -> None:
    badge = bulk.Badge(name, "", ["日本語", "Français"], "", "Salon", "fr", reference="K7Q4")
    drawn = paper.pdf_of([badge], "a6", language="fr", made_at=timezone.now())

    words = PdfReader(BytesIO(drawn)).pages[0].extract_text()

    assert bulk.name_on_paper(name) == printed
    assert bulk.by_hand([badge]) == ([] if name == printed else [badge])
    assert typefaces.MISSING not in words
    assert ("K7Q4" in words) == (printed == "")


def test_a_long_name_breaks_at_its_hyphens_before_its_letters_grow_small() -> None:
    sheet = documents.Sheet(size=paper.A6_MM, language="fr", title="Insigne", made_at=timezone.now())

    lines = paper._at_its_hyphens(sheet, "Ravelonarivo-Andriamanjatonirina", 38, 89).split("\n")

    assert 1 < len(lines) <= paper.NAME_LINES
    assert paper._at_its_hyphens(sheet, "Marie-Ève Roy", 12, 89) == "Marie-Ève Roy"


def test_what_our_letters_cannot_write_is_said_before_it_is_kept() -> None:
    seat = seat_of(registered(open_event(), "王伟"))
    path = reverse("badges:own", args=[seat.registration.link_key])

    refused = Client().post(path, {"name": "王小明"})

    assert refused.status_code == 422
    assert "王小明" in refused.content.decode()
    assert not BadgeWish.objects.exists()


def test_the_typefaces_spell_every_language_and_name() -> None:
    for words in (*LANGUAGES.values(), *NAMES):
        assert typefaces.MISSING not in typefaces.drawable(words, "title", "B")[0], words


def test_those_still_expected_are_printed_by_name_in_as_many_pages_as_labels_ask() -> None:
    event = open_event()
    for name in ("Zoé Roy", "Élise Roy", "Eric Roy"):
        registered(event, name)
    Seat.objects.filter(name="Eric Roy").update(state="present", present_at=timezone.now())

    badges = bulk.badges_of(event)
    drawn = paper.pdf_of(badges * 10, "labels", language="fr", made_at=timezone.now())

    assert [badge.name for badge in badges] == ["Élise Roy", "Zoé Roy"]
    assert len(re.findall(rb"/Type /Page\b", drawn)) == 2


def test_ten_badges_cost_as_many_queries_as_one(django_assert_num_queries: Any) -> None:
    event = open_event()
    for _number in range(3):
        wearing(event)

    with django_assert_num_queries(1):
        assert len(bulk.badges_of(event)) == 3


# ------------------------------------------------------------------ pages


def test_the_person_says_it_from_the_mailed_link_and_of_no_other_seat() -> None:
    seat = seat_of(registered(open_event(), "Ana Roy"))
    path = reverse("badges:own", args=[seat.registration.link_key])

    assert Client().get(path).status_code == 200
    assert Client().get(f"{path}?seat={wearing().pk}").status_code == 404
    assert Client().post(path, {"languages": ["fr", "en", "es", "ar", "vi"]}).status_code == 422
    assert Client().post(path, {"name": "Anouchka", "languages": ["fr"]}).status_code == 302
    assert BadgeWish.objects.get(seat=seat).name == "Anouchka"


def test_the_door_offers_the_badge_of_whoever_came_in_and_prints_it(signed_in: Any) -> None:  # noqa: F811
    event = make.fair()
    seat = make.seat(event, "Ana Roy")
    browser = signed_in(make.door_staff(event))

    answer = browser.post(reverse("doors:scan", args=[event.pk]), {"seats": seat.pk, "door": "A"}, follow=True)
    one = reverse("badges:one", args=[event.pk, seat.pk])
    printed = browser.get(reverse("badges:printed", args=[event.pk, seat.pk, "roll"]))

    assert one in answer.content.decode()
    assert browser.get(one).status_code == 200
    assert printed.content.startswith(b"%PDF")


def test_all_badges_are_a_file_that_is_noted_as_read(signed_in: Any) -> None:  # noqa: F811
    event = make.fair()
    seat = make.seat(event, "Ana Roy")
    browser = signed_in(make.login("organiser"))

    page = browser.get(reverse("badges:manage", args=[event.pk]))
    file = reverse("badges:sheets", args=[event.pk, "labels", 1])

    assert file in page.content.decode()
    assert browser.get(file).content.startswith(b"%PDF")
    assert ReadEntry.objects.filter(subject=seat.person_id, kind=ReadEntry.Kind.EXPORT).exists()
    assert browser.get(reverse("badges:sheets", args=[event.pk, "labels", 2])).status_code == 404
