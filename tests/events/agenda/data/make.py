"""Writes the sample files beside it, as organisers send them: ``python -m tests.events.agenda.data.make``.

The bytes are kept in the repository; this says how each came to be.
"""

from datetime import datetime, time
from pathlib import Path

import openpyxl
from openpyxl.styles import Font

HERE = Path(__file__).parent

SEMICOLONS = """sep=;
Programmation du printemps;;;;;;
;;;;;;
Titre;Type d’événement;Date;Heure;Lieu;Ville;Capacité
Salon de l’emploi de la Mauricie;Salon;2027-03-12;10 h à 16 h;Centre des congrès;Shawinigan;600
« Vivre ici » : séance d’été;Séance d'information;12/06/2027;18 h 30;Bibliothèque;La Tuque;40 places
Atelier — préparer l'entrevue;Atelier;mardi 15 juin 2027;6:30 PM;Maison de quartier;Trois-Rivières;
"Fête des œuvres; première";Fête;1er juillet 2027;midi;Parc;Shawinigan;illimité
;;;;;;
Nuit blanche;Atelier;14/03/2027;2 h 30;Salle;Shawinigan;20
Visite;Séjour;31/02/2027;9 h;Salle;Shawinigan;20
Sans type;;2027-05-01;9 h;Salle;Shawinigan;20
Salon de l’emploi de la Mauricie;Salon;2027-03-12;10 h;Ailleurs;Shawinigan;1
Vieux salon;Salon;2019-05-01;9 h à 12 h;Salle;Shawinigan;20
"""

COMMAS = """title,title en,category,start,end,location,region,seats,notes
Salon de la Côte-Nord,North Shore Fair,job fair,2027-09-09 09:00,2027-09-09 15:30,"Salle municipale, 12, rue du Quai, Blanc-Sablon",09,80,à confirmer
En ligne seulement,,info session,2027-09-10T12:00,,https://rencontre.exemple.test/x,Montréal,,
"""

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Exemple//Agenda//FR
BEGIN:VEVENT
UID:abc-1@exemple.test
DTSTAMP:20261101T120000Z
DTSTART;TZID=America/Toronto:20270512T183000
DTEND;TZID=America/Toronto:20270512T200000
SUMMARY:Séance d'information\\, La Tuque
LOCATION:Salle municipale\\, 375\\, rue Saint-Joseph\\, La Tuque
DESCRIPTION:Une soirée pour\\nposer vos questions.
CATEGORIES:Séance
END:VEVENT
BEGIN:VEVENT
UID:abc-2@exemple.test
DTSTAMP:20261101T120000Z
DTSTART:20270610T160000Z
DURATION:PT3H
SUMMARY:Salon de l'emploi
LOCATION:Aréna\\, Cap-aux-Meules
CATEGORIES:Salon
END:VEVENT
BEGIN:VEVENT
UID:abc-3@exemple.test
DTSTAMP:20261101T120000Z
DTSTART;TZID=America/Toronto:20270601T120000
DTEND;TZID=America/Toronto:20270601T130000
RRULE:FREQ=WEEKLY;COUNT=4
SUMMARY:Dîner-causerie
LOCATION:Salle\\, Shawinigan
END:VEVENT
BEGIN:VEVENT
UID:abc-4@exemple.test
DTSTAMP:20261101T120000Z
DTSTART;VALUE=DATE:20270624
SUMMARY:Fête
LOCATION:Parc\\, Shawinigan
END:VEVENT
BEGIN:VEVENT
UID:abc-5@exemple.test
DTSTAMP:20261101T120000Z
DTSTART;TZID=America/Toronto:20270701T120000
DTEND;TZID=America/Toronto:20270701T130000
STATUS:CANCELLED
SUMMARY:Annulée
LOCATION:Salle\\, Shawinigan
END:VEVENT
END:VCALENDAR
"""


def workbook() -> openpyxl.Workbook:
    """A title over merged cells, a header on two lines, true dates, serial numbers, texts and trailing blanks."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Activités 2027"
    sheet["A1"] = "Calendrier des activités – à jour le 3 novembre"
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.merge_cells("A1:H1")
    for column, heading in zip(
        "ABCDEFGH", ["Titre", "Catégorie", "Début", None, "Fin", None, "Lieu", "Places"], strict=True
    ):
        sheet[f"{column}3"] = heading
    for column, heading in zip("CDEF", ["Date", "Heure", "Date", "Heure"], strict=True):
        sheet[f"{column}4"] = heading
    for merged in ("C3:D3", "E3:F3", "A3:A4", "B3:B4", "G3:G4", "H3:H4"):
        sheet.merge_cells(merged)
    rows = [
        [
            "Salon de l’été  ",
            "Salon",
            datetime(2027, 6, 4),
            time(9, 30),
            datetime(2027, 6, 4),
            time(15),
            "Aréna, Shawinigan",
            250.0,
        ],
        # Numbers where the cell lost its date format: 4 June 2027 and 18:30.
        ["Soirée portes ouvertes", "Séance", 46542, 0.770833333333333, None, "20 h 30", "Bibliothèque, La Tuque", "40"],
        [
            "Séjour en forêt",
            "Séjour",
            "11 juin 2027",
            "8 h",
            "13/06/2027",
            "18h",
            "Auberge\u00a0du Lac, La Tuque",
            "16 ",
        ],
        [None, None, None, None, None, None, None, "   "],
        [2027, "Atelier", "n/d", "9 h", None, None, "Salle, Shawinigan", 12],
    ]
    for row in rows:
        sheet.append([*row, None, ""])
    other = book.create_sheet("Archives")
    other.append(["Titre", "Date"])
    other.append(["Vieux", "2020-01-01"])
    book.create_sheet("Notes").append(["Ne pas diffuser"])
    return book


def write() -> None:
    (HERE / "points-virgules-cp1252.csv").write_bytes(SEMICOLONS.replace("\n", "\r\n").encode("cp1252"))
    (HERE / "points-virgules-utf16.csv").write_bytes(SEMICOLONS.encode("utf-16"))
    (HERE / "points-virgules-bom.csv").write_bytes(SEMICOLONS.encode("utf-8-sig"))
    (HERE / "virgules.csv").write_bytes(COMMAS.encode())
    (HERE / "tabulations.csv").write_bytes(
        COMMAS.replace(',"Salle municipale, 12, rue du Quai, Blanc-Sablon",', ";;;")
        .replace(",", "\t")
        .replace(";;;", "\tSalle municipale, 12, rue du Quai, Blanc-Sablon\t")
        .encode()
    )
    (HERE / "agenda.ics").write_bytes(CALENDAR.replace("\n", "\r\n").encode())
    workbook().save(HERE / "classeur.xlsx")


if __name__ == "__main__":
    write()
