"""What goes out as a file comes in again as it was: CSV, XLSX and .ics."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone, translation
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from core import exports
from core.localtime import Zone
from core.workbooks import workbook
from events.agenda import actions, exporting
from events.agenda.importing import applying
from events.agenda.importing.holders import Plan, plan_all
from events.agenda.importing.plan import Verdict
from events.agenda.importing.readers import read
from events.agenda.models import Event, Kind, Track, Venue
from tests.factories import agenda as make

pytestmark = pytest.mark.django_db

#: Letters, marks and signs that people type, those that wake a spreadsheet up among them.
TYPED = st.sampled_from("aéÀœß中ش «»’'\"=+-@;,|:!?()&#/\u00a0%5")
LINES = st.text(TYPED, min_size=1, max_size=30).map(lambda text: " ".join(text.split(" ")).strip())
WORDS = LINES.filter(lambda text: any(letter.isalpha() for letter in text))
TEXTS = st.lists(st.text(TYPED, max_size=30), max_size=4).map(lambda lines: "\n".join(lines).strip())
#: What a file does not carry, or what is derived: docs/events-in-and-out.md.
NOT_CARRIED = {
    *("id", "organisation", "venue", "import_key", "created_at", "updated_at", "published_at"),
    *("picture", "picture_width", "picture_height", "picture_alt_fr", "picture_alt_en"),
}


@st.composite
def drawn(draw: Any) -> dict[str, Any]:
    day = timezone.localdate() + timedelta(days=draw(st.integers(400, 800)))
    opens = datetime.combine(day - timedelta(days=60), datetime.min.time(), timezone.get_current_timezone())
    return {
        "kind": draw(st.sampled_from(Kind.values)),
        "title_fr": draw(WORDS.filter(lambda text: "annul" not in text)),
        "title_en": draw(st.just("") | WORDS),
        "summary_fr": draw(TEXTS),
        "text_fr": draw(TEXTS),
        "text_en": draw(TEXTS),
        "accessibility_en": draw(TEXTS),
        "start_date": day,
        "end_date": day + timedelta(days=draw(st.integers(1, 3))),
        "start_time": draw(st.times(timezones=st.none())).replace(second=0, microsecond=0).replace(hour=12),
        "end_time": draw(st.times()).replace(hour=0, second=0, microsecond=0),
        "capacity": draw(st.none() | st.integers(1, 5000)),
        "asks_meal": draw(st.booleans()),
        "registration_opens_at": draw(st.none() | st.just(opens + timedelta(hours=9))),
        "registration_closes_at": draw(st.none() | st.just(opens + timedelta(days=20, hours=17, minutes=30))),
        "online_url": draw(st.just("") | st.just("https://rencontre.exemple.test/a?b=1,2")),
    }


def as_csv(events: list[Event]) -> bytes:
    return exports.csv_of(exporting.header(), exporting.rows(events, for_csv=True)).encode()


def as_xlsx(events: list[Event]) -> bytes:
    from io import BytesIO

    file = BytesIO()
    rows = exporting.rows(events, for_csv=False)
    workbook(exporting.header(), rows, sheet="x", zone=Zone.MONTREAL).save(file)
    return file.getvalue()


def as_ics(events: list[Event]) -> bytes:
    return exporting.calendar(events).encode()


def fresh() -> list[Event]:
    found = Event.objects.select_related(*exporting.RELATED).prefetch_related(*exporting.PREFETCHED)
    return list(found.order_by("starts_at", "title_fr", "pk"))


def facts(event: Event) -> dict[str, Any]:
    """Every field but those that no file carries, the relations by what they say."""
    found = {field.name: getattr(event, field.attname) for field in Event._meta.concrete_fields}
    found = {name: value for name, value in found.items() if name not in NOT_CARRIED}
    place = event.venue
    return found | {
        "place": place and (place.name, place.street, place.locality, place.postal_code, place.region_id, place.zone),
        "about": sorted(region.pk for region in event.about_regions.all()),
        "counts": sorted((count.measure_id, count.track) for count in event.contributions.all()),
        "organisation": event.organisation.name,
    }


def bring(content: bytes, holder: Any, *, do: bool = True) -> Plan:
    planned = plan_all(read(content), holder, [holder], applying.defaults_for("04"), by=None)
    lines = applying.apply(planned.lines, planned.holders, by=None) if do else planned.lines
    return Plan(lines, planned.holders)


@pytest.mark.parametrize(("file_of", "language"), [(as_csv, "fr"), (as_csv, "en"), (as_xlsx, "en"), (as_ics, "fr")])
@settings(
    # What fails is read as it was drawn: each example asks the database, and shrinking would take minutes.
    max_examples=2,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.lists(drawn(), min_size=1, max_size=3), place=WORDS, street=LINES)
def test_an_export_imported_into_an_empty_house_gives_the_same_events_and_again_changes_nothing(
    file_of: Callable[[list[Event]], bytes], language: str, data: list[dict[str, Any]], place: str, street: str
) -> None:
    with transaction.atomic(), translation.override(language):
        holder = make.organisation("Carrefour « Emploi » – Mauricie")
        measures = {make.measure("2.2"): Track.FRENCH_CLASS, make.measure("4.1"): ""}
        for number, values in enumerate(data):
            venue = None
            if number or not values["online_url"]:
                zone = Zone.ILES if number == 1 else Zone.MONTREAL
                venue = make.venue(
                    "11", name=f"{place} a{number}", street=street, locality="Gaspé", postal_code="G4X 1A1", zone=zone
                )
            event = Event(organisation=holder, region=make.region("04"), venue=venue, **values)
            regions = [make.region("05"), make.region("11")][:number]
            actions.create_event(event=event, by=None, about_regions=regions, contributions=measures if number else {})
        before = [facts(event) for event in fresh()]
        content = file_of(fresh())

        unchanged = bring(content, holder)
        Event.objects.all().delete()
        Venue.objects.all().delete()
        made = bring(content, holder)
        after = [facts(event) for event in fresh()]
        again = bring(file_of(fresh()), holder)

        assert [(line.verdict, line.notes) for line in unchanged.lines] == [(Verdict.SKIP, ())] * len(data)
        assert [line.verdict for line in made.lines] == [Verdict.CREATE] * len(data), [x.reason for x in made.lines]
        assert after == before
        assert [(line.verdict, line.notes) for line in again.lines] == [(Verdict.SKIP, ())] * len(data)
        transaction.set_rollback(True)


def test_every_heading_of_an_export_and_of_the_model_is_read_in_both_languages() -> None:
    from events.agenda.importing.headings import columns_of

    wanted = list(exporting.COLUMNS)
    heads, _example = exporting.template()

    assert list(columns_of(heads).values()) == wanted
    for language in ("fr", "en"):
        with translation.override(language):
            assert list(columns_of(exporting.header()).values()) == wanted


def test_the_status_and_every_kind_read_back_as_they_were_written() -> None:
    make.region("04")
    for language in ("fr", "en"):
        for kind in Kind:
            with translation.override(language):
                event = make.event(kind=kind, title_fr=f"Salon (annulé) {kind} {language}", asks_access_needs=True)
                planned = bring(as_csv([event]), event.organisation, do=False)
                assert [(line.verdict, line.reason) for line in planned.lines] == [
                    (Verdict.SKIP, "Déjà ainsi." if language == "fr" else "Already so.")
                ]
