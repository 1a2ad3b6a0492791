"""The official titles of occupations, from files built like those of Statistics Canada."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from core.reference import loading, lookups, noc
from core.reference.models import MajorGroup, SourceList, Status, UnitGroup

pytestmark = pytest.mark.django_db

HEADERS = {
    "en": ["Level", "Hierarchical structure", "Code - NOC 2021 V1.0", "Class title", "Class definition"],
    "fr": [
        "Niveau",
        "Structure hiérarchique",
        "Code dela CNP 2021 v1.0",
        "Titres de classes",
        "Définitions de la classe",
    ],
}


def codes() -> list[str]:
    """As many codes of each level as Version 1.0 has, under the major groups we know."""
    majors = sorted(MajorGroup.objects.values_list("pk", flat=True))
    levels = [[str(digit) for digit in range(10)], majors]
    for count in (89, 162, 516):
        above = levels[-1]
        each, extra = divmod(count, len(above))
        levels.append([f"{code}{last}" for i, code in enumerate(above) for last in range(each + (i < extra))])
    return [code for level in levels for code in level]


def structure(language: str, *, delimiter: str = ",", **changes: str) -> str:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter)
    writer.writerow(HEADERS[language])
    word = {"en": "Title", "fr": "Profession"}[language]
    for code in codes():
        writer.writerow([len(code), "…", code, changes.get(f"_{code}", f"{word} {code} é"), "…"])
    return written.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Any:
    def write(text: str, encoding: str = "utf-8-sig", name: str = "noc.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


def test_titles_of_both_languages_are_shown_once_they_are_official(file: Any) -> None:
    call_command("import_noc", file(structure("en")), file(structure("fr"), name="cnp.csv"))

    group = MajorGroup.objects.get(pk="31")
    unit = UnitGroup.objects.filter(major_group=group).first()
    assert unit is not None
    assert (str(group.name), str(unit.name)) == ("Profession 31 é", f"Profession {unit.pk} é")
    with override("en"):
        assert (str(group.name), str(unit.name)) == ("Title 31 é", f"Title {unit.pk} é")
    assert UnitGroup.objects.count() == 516
    assert lookups.occupation(unit.pk).is_verified


def test_one_language_alone_is_enough_and_the_other_stays_unverified(file: Any) -> None:
    call_command("import_noc", file(structure("en")))

    assert str(MajorGroup.objects.get(pk="31").name) == "Secteur de la santé (CNP 31)"
    name = UnitGroup.objects.earliest("pk").name
    assert name.language == "en"
    listed = SourceList.objects.get(pk="noc_unit_groups")
    assert (listed.status, listed.status_en) == (Status.MEMORY, Status.VERIFIED)


def test_importing_again_writes_nothing(file: Any) -> None:
    read = [noc.read(file(structure(language), name=f"{language}.csv")) for language in ("en", "fr")]

    assert [noc.load(each) for each in read] == [45 + 516 + 2, 45 + 516 + 2]
    assert [noc.load(each) for each in read] == [0, 0]


def test_a_corrected_title_is_written_over(file: Any) -> None:
    noc.load(noc.read(file(structure("fr"))))

    written = noc.load(noc.read(file(structure("fr", _31="Personnel professionnel de la santé"))))

    assert written == 1 + 2
    assert str(MajorGroup.objects.get(pk="31").name) == "Personnel professionnel de la santé"


def test_our_own_data_files_do_not_undo_the_official_ones(file: Any) -> None:
    noc.load(noc.read(file(structure("fr"))))

    assert loading.load().writes == 0
    assert str(MajorGroup.objects.get(pk="22").name) == "Profession 22 é"


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8", ","), ("cp1252", ","), ("utf-8-sig", ";")])
def test_the_file_is_read_as_it_comes_or_as_excel_saved_it(file: Any, encoding: str, delimiter: str) -> None:
    text = structure("fr", delimiter=delimiter).replace("…", "")

    assert noc.read(file(text, encoding)).titles["31"] == "Profession 31 é"


def test_leading_zeros_that_a_spreadsheet_took_come_back(file: Any) -> None:
    text = structure("en").replace("2,…,00,", "2,…,0,").replace("3,…,000,", "3,…,0,")

    assert noc.read(file(text)).titles["000"] == "Title 000 é"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda text: "", "the file is empty"),
        (lambda text: text.replace("Class title", "Name"), "no columns"),
        (lambda text: "\n".join(text.splitlines()[:-1]), "515 codes of 5 digits"),
        (lambda text: text.replace("2,…,31,", "2,…,3x,"), "line"),
        (lambda text: text.replace("2,…,31,Title 31 é", "2,…,31,"), "line"),
        (lambda text: text.replace("2,…,31,", "2,…,39,"), "has no 31 above it"),
    ],
)
def test_another_file_is_refused_and_nothing_is_kept(file: Any, change: Any, why: str) -> None:
    path = file(change(structure("en")))

    with pytest.raises(CommandError, match=why):
        call_command("import_noc", path)

    assert UnitGroup.objects.count() == 0
    assert str(MajorGroup.objects.get(pk="31").name) == "Secteur de la santé (CNP 31)"


def test_the_first_file_is_not_kept_when_the_second_is_refused(file: Any) -> None:
    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import_noc", file(structure("en")), file("rien", name="autre.csv"))

    assert UnitGroup.objects.count() == 0


def test_other_major_groups_than_ours_are_refused(file: Any) -> None:
    read = noc.read(file(structure("en")))
    MajorGroup.objects.filter(pk="45").update(is_retired=True)

    with pytest.raises(noc.NotTheOfficialFile, match="45"):
        noc.load(read)
