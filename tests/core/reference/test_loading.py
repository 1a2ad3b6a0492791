"""The reference lists: loaded once, loaded again, and what the plan counts."""

from typing import Any

import pytest
from django.core.management import call_command
from django.utils.translation import override

from core.reference import loading, models
from core.reference.models import Measure, Origin, ProfessionalOrder, Region, SourceList, Status

pytestmark = pytest.mark.django_db

COUNTS = [
    (models.Region, 17),
    (models.Mrc, 104),
    (models.TimeZone, 3),
    (models.Objective, 5),
    (models.Measure, 18),
    (models.Action, 57),
    (models.Indicator, 36),
    (models.Sector, 20),
    (models.OrganisationType, 9),
    (models.OrganisationSize, 5),
    (models.ProfessionalOrder, 46),
    (models.FrenchLevel, 12),
    (models.BroadCategory, 10),
    (models.Teer, 6),
    (models.MajorGroup, 45),
    (models.OccupationWord, 206),
    (models.AwarenessDate, 10),
]


@pytest.mark.parametrize(("model", "count"), COUNTS, ids=lambda value: getattr(value, "__name__", None))
def test_each_list_has_as_many_rows_as_its_source_says(model: Any, count: int) -> None:
    assert model.objects.current().count() == count


def test_loading_again_writes_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(
        2 + 2 * len(loading.TERMS) + 2 + 1
    ):  # and the major groups that names of jobs may have
        report = loading.load()

    assert report.writes == 0


def test_every_list_of_the_files_has_a_model_and_the_other_way_round() -> None:
    assert set(loading.read()) == {model.source_list for model in loading.TERMS}


def test_a_renamed_row_is_written_over() -> None:
    Region.objects.filter(pk="04").update(name_fr="Mauritie")

    report = loading.load()

    assert report.changed == {"regions": 1}
    assert Region.objects.get(pk="04").name_fr == "Mauricie"


def test_a_row_that_left_its_source_is_retired_and_comes_back() -> None:
    lists = loading.read()
    orders = lists["professional_orders"]
    left = orders["items"][0]["code"]

    loading.load({"professional_orders": {**orders, "items": orders["items"][1:]}})

    assert ProfessionalOrder.objects.get(pk=left).is_retired
    assert ProfessionalOrder.objects.current().count() == 45
    loading.load(lists)
    assert ProfessionalOrder.objects.current().count() == 46


def test_a_row_put_right_by_hand_stays() -> None:
    ProfessionalOrder.objects.filter(pk="sexologues").update(name_fr="Ordre des sexologues", origin=Origin.HAND)
    ProfessionalOrder.objects.create(code="nouvel", name_fr="Ordre nouveau", origin=Origin.HAND)

    assert loading.load().writes == 0
    assert ProfessionalOrder.objects.get(pk="sexologues").name_fr == "Ordre des sexologues"
    assert ProfessionalOrder.objects.current().count() == 47


def test_a_link_that_changed_is_written_over() -> None:
    community = models.OrganisationType.objects.get(pk="community")
    community.measures.set(["1.1"])

    loading.load()

    assert {measure.pk for measure in community.measures.all()} == {"2.2", "5.1"}


@pytest.mark.parametrize(
    "item",
    [
        {"code": "99", "name_fr": "X", "colour": "red"},
        {"code": 99, "name_fr": "X"},
        {"code": "99", "name_fr": "X", "status": "sure"},
    ],
)
def test_a_data_file_that_says_what_no_model_holds_is_refused(item: dict[str, Any]) -> None:
    with pytest.raises(loading.BadData):
        loading.load({"regions": {"source": "s", "status": "verified", "items": [item]}})

    assert Region.objects.current().count() == 17


def test_every_list_names_its_source_and_how_far_it_was_checked() -> None:
    assert SourceList.objects.count() == len(loading.TERMS)
    assert not SourceList.objects.filter(source="").exists()
    assert SourceList.objects.get(pk="regions").status == Status.VERIFIED
    assert SourceList.objects.get(pk="organisation_sizes").status == Status.MEMORY
    assert SourceList.objects.get(pk="sectors").status_in("en") == Status.MEMORY


def test_indicators_are_of_the_kinds_the_plan_counts() -> None:
    kinds = list(models.Indicator.objects.exclude(pk="MAJ").values_list("kind", flat=True))

    assert {kind: kinds.count(kind) for kind in kinds} == {
        "count": 27,
        "count_and_proportion": 2,
        "rate": 1,
        "proportion": 1,
        "growth": 1,
        "duration": 1,
        "survey": 1,
        "qualitative": 1,
    }
    assert set(models.Indicator.objects.filter(by_region=True).values_list("pk", flat=True)) == {"5.2-a", "5.2-b"}


def test_the_plan_is_french_and_says_so_on_an_english_page() -> None:
    with override("en"):
        name = Measure.objects.get(pk="4.1").name

        assert name.language == "fr"
        assert name.__html__().startswith('<span lang="fr">Créer la Passerelle')


def test_no_two_tiles_share_a_place() -> None:
    places = list(Region.objects.values_list("tile_column", "tile_row"))

    assert len(set(places)) == 17
    assert None not in {part for place in places for part in place}


def test_the_command_says_what_it_wrote(capsys: Any) -> None:
    Region.objects.filter(pk="04").update(name_fr="Mauritie")

    call_command("load_reference")

    assert capsys.readouterr().out.splitlines() == ["regions: 1 changed", "reference lists: 1 rows written"]
