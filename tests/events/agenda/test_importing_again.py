"""The same organiser's file a second time, after a small edit: what changes, what stays, and what looks like a twin."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from events.agenda.models import Event
from tests.factories import agenda as make

HEADER = "Titre;Type;Date;Heure;Lieu;Adresse;Ville;Code postal;Places;Lien de connexion;Mesures"
ROW = "Atelier;Atelier;2038-03-12;9 h à 10 h;Salle;12 rue du Quai;Shawinigan;G9N 1B1;40;;4.1"


@pytest.fixture
def holder() -> Any:
    make.region("04")
    make.measure("4.1")
    return make.organisation("Carrefour Emploi")


@pytest.fixture
def bring(holder: Any, tmp_path: Path) -> Any:
    """Import rows under the header; what is said, without the blanks in front."""

    def run(*rows: str, header: str = HEADER, organisation: str = "Carrefour Emploi") -> list[str]:
        file = tmp_path / "agenda.csv"
        file.write_text("\n".join([header, *rows]))
        out = StringIO()
        call_command(
            "import_events",
            file,
            "--apply",
            organisation=organisation,
            region="04",
            language="en",
            stdout=out,
        )
        return [line.strip() for line in out.getvalue().splitlines()]

    return run


@pytest.mark.django_db
def test_the_first_time_says_when_where_and_which_kind(bring: Any) -> None:
    said = bring(ROW)

    assert said[:3] == [
        "line 2  create    Atelier",
        "Friday, March 12, 2038, 9\u00a0a.m. to 10\u00a0a.m. · Salle, Shawinigan · Training",
        "A new draft.",
    ]


@pytest.mark.django_db
def test_no_limit_takes_the_limit_away_and_an_empty_cell_leaves_it(bring: Any) -> None:
    bring(ROW)

    assert bring(ROW.replace(";40;", ";;"))[2] == "Already so."
    assert Event.objects.get().capacity == 40
    assert bring(ROW.replace(";40;", ";aucune limite;"))[2] == "Changes: capacity."
    assert Event.objects.get().capacity is None


@pytest.mark.django_db
def test_what_an_import_does_not_change_is_said(bring: Any) -> None:
    bring(ROW)

    assert bring(ROW)[2:3] == ["Already so."]
    said = bring(ROW.replace("12 rue du Quai", "14 rue du Quai").replace("G9N 1B1", "G9N 2B2").replace(";4.1", ";"))

    assert said[2:4] == [
        "Already so.",
        "Otherwise in the file, and left as it is here: street address, postal code. Change it in the workspace.",
    ]


@pytest.mark.django_db
def test_a_measure_that_an_import_does_not_change_is_said(bring: Any) -> None:
    make.measure("4.2")
    bring(ROW)

    assert "left as it is here: measures." in bring(ROW.replace(";4.1", ";4.2"))[3]


@pytest.mark.django_db
def test_a_link_or_a_place_that_the_file_no_longer_says_stays_and_that_is_said(bring: Any) -> None:
    bring(ROW.replace(";40;;", ";40;https://rencontre.exemple.test/x;"))

    said = bring(ROW)

    assert said[2:4] == ["Already so.", "No longer in the file, and kept here: online meeting link."]


@pytest.mark.django_db
def test_an_event_that_only_looks_new_is_made_and_said(bring: Any) -> None:
    bring(ROW)

    later = bring(ROW.replace("9 h à 10 h", "13 h à 14 h"))
    renamed = bring(ROW.replace("Atelier;", "Grand atelier;", 1))

    for said in (later, renamed):
        assert said[2:4] == [
            "A new draft.",
            "It may be “Atelier” of Friday, March 12, 2038 at 9\u00a0a.m., which is here and not in this file: "
            "if so, change that one in the workspace and throw this draft away. A column “Id” lets it be recognised.",
        ]


@pytest.mark.django_db
def test_a_series_of_one_title_is_no_twin_of_itself(bring: Any) -> None:
    bring(ROW)

    said = bring(ROW, ROW.replace("03-12", "03-19"))

    assert [line for line in said if "may be" in line] == []


@pytest.mark.django_db
def test_an_id_recognises_an_event_that_moved(bring: Any) -> None:
    header = f"Id;{HEADER}"
    bring(f"A1;{ROW}", header=header)

    said = bring(f"A1;{ROW.replace('9 h à 10 h', '13 h à 14 h')}", header=header)

    assert said[2] == "Changes: start, end."
    assert Event.objects.get().start_time.hour == 13


@pytest.mark.django_db
def test_one_line_that_an_action_refuses_keeps_no_other_out(bring: Any, holder: Any) -> None:
    bring(ROW, ROW.replace("Atelier;", "Autre;", 1))
    event = Event.objects.get(title_fr="Atelier")
    Event.objects.filter(pk=event.pk).update(last_waiting_position=1)

    said = bring(
        f"{ROW};annulé",
        f"{ROW.replace('Atelier;', 'Autre;', 1).replace(';40;', ';50;')};",
        header=f"{HEADER};Statut",
    )

    assert said[0] == "line 2  REFUSE    Atelier"
    assert Event.objects.get(title_fr="Autre").capacity == 50
    assert Event.objects.filter(pk=event.pk).exists()


@pytest.mark.django_db
def test_a_name_that_two_organisations_bear_is_refused(bring: Any) -> None:
    make.organisation("Carrefour emploi")

    with pytest.raises(CommandError, match="2 organisations"):
        bring(ROW, organisation="CARREFOUR EMPLOI")
    assert bring(ROW)[2] == "A new draft."


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"Bonjour", b"PK\x03\x04", b"\xff\xfe\x00", b"\x00\x01\x02" * 50]
)
def test_a_file_that_cannot_be_read_ends_in_one_sentence(bring: Any, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "fichier"
    file.write_bytes(content)

    with pytest.raises(CommandError) as trouble:
        call_command(
            "import_events", file, organisation="Carrefour Emploi", region="04", language="fr", stdout=StringIO()
        )

    assert trouble.value.returncode == 1
    assert "\n" not in str(trouble.value)
    assert str(trouble.value).endswith(("csv.", "CSV.", "vide.", "».", "nouveau."))
