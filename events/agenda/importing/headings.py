"""What organisers write over a column, and the field it means beside the other columns."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from core.folding import fold

#: Field -> the headings that mean it, folded.
HEADINGS = {
    "title_fr": "titre|titre francais|titre fr|titre en francais|titre de l evenement|titre de l activite|titre de l atelier"
    "|titre evenement|titre activite|nom de l evenement|nom de l activite|nom de l atelier|nom evenement|nom activite"
    "|title|title fr|title french|french title|event name|event title|activity name|activity title|name of event"
    "|intitule|libelle|objet|sujet|subject",
    "title_en": "titre anglais|titre en|titre en anglais|titre english|titre version anglaise|title en|english title|title english",
    "summary_fr": "resume|resume fr|resume francais|sommaire|description courte|courte description|summary|summary fr"
    "|short description",
    "summary_en": "resume anglais|resume en|summary en|english summary|summary english",
    "text_fr": "description|texte|texte fr|texte francais|description fr|description francaise|description francais"
    "|description complete|description longue|description de l evenement|description de l activite|details|contenu"
    "|text|text fr|full description|long description|event description",
    "text_en": "texte anglais|texte en|description anglaise|description anglais|description en|description english"
    "|english description|text en|english text",
    "accessibility_fr": "accessibilite|accessibilite du lieu|accessibility",
    "accessibility_en": "accessibilite en anglais|accessibilite anglais|english accessibility|accessibility in english",
    "kind": "type|type d evenement|type d activite|type evenement|type activite|categorie|categories|genre|nature"
    "|nature de l activite|kind|category|event type|type of event|activity type",
    "start": "date|dates|date et heure|date heure|date et heure de debut|date heure debut|date heure de debut|date debut"
    "|date de debut|date du debut|debut date|date de l evenement|date de l activite|date de l atelier"
    "|date de la formation|date de la rencontre|date du salon|date evenement|date activite|date d activite|start date"
    "|event date|activity date|date of event|date of the event|date and time|date time|start date and time"
    "|start date time",
    "start_time": "heure|heure debut|heure de debut|heure du debut|debut heure|heure de l evenement|heure de l activite"
    "|start time|start hour|time|event time",
    "end": "date fin|date de fin|date de la fin|fin date|date et heure de fin|date heure fin|date heure de fin|end date"
    "|end date and time|end date time",
    "end_time": "heure fin|heure de fin|heure de la fin|fin heure|end time|end hour|finish time",
    "venue": "lieu|endroit|emplacement|nom du lieu|nom de l endroit|lieu nom|lieu de l evenement|lieu de l activite|ou"
    "|venue|venue name|location|event location|where",
    "street": "adresse|adresse civique|adresse du lieu|adresse complete|adresse de l evenement|lieu adresse|rue|address"
    "|street|street address|venue address",
    "locality": "ville|municipalite|ville municipalite|municipalite ville|lieu ville|localite|city|town|city town"
    "|municipality",
    "postal_code": "code postal|lieu code postal|postal code",
    "region": "region|region administrative|no region|no de region|administrative region",
    "capacity": "capacite|capacite max|capacite maximale|places|nombre de places|nb places|nb de places|nbre de places"
    "|places offertes|nombre maximal de participants|nombre max de participants|nombre maximum de participants"
    "|capacity|max capacity|maximum capacity|seats|number of seats|max participants|maximum participants",
    "online_url": "lien de connexion|lien en ligne|lien zoom|lien teams|lien zoom teams|lien de la rencontre"
    "|lien de la reunion|lien de la visioconference|online link|meeting link|zoom link|teams link|join link",
    "key": "id|identifiant|uid|code|reference|no de reference|numero de reference|event id|key",
    "all_day": "journee entiere|toute la journee|all day|all day event",
    "status": "statut|etat|status|state",
    "measures": "mesure|mesures|measure|measures",
    "zone": "heure legale|legal time",
    "about": "regions concernees|regions concerned|about regions",
    "audience": "reserve a|open to",
    "opens": "ouverture des inscriptions|registration opens",
    "closes": "fermeture des inscriptions|registration closes",
    "asks_access_needs": "demander les besoins d acces|ask access needs",
    "asks_meal": "demander le repas|ask about meals",
    "organisation": "organise par|organised by",
}
#: Headings that mean a field only where no other column does -> that field, and what they mean beside one that does.
YIELDING = {
    **dict.fromkeys(
        ("debut", "start", "starts", "starts at", "begin", "begins", "de", "du", "from"), ("start", "start_time")
    ),
    **dict.fromkeys(("fin", "end", "ends", "ends at", "a", "au", "to", "until", "jusqu a"), ("end", "end_time")),
    **dict.fromkeys(("jour", "day", "quand", "when"), ("start", "")),
    **dict.fromkeys(("heures", "horaire", "plage horaire", "hours", "schedule"), ("start_time", "")),
    **dict.fromkeys(("nom", "evenement", "activite", "name", "event", "activity"), ("title_fr", "")),
    **dict.fromkeys(("salle", "local", "room", "place"), ("venue", "")),
    **dict.fromkeys(("max", "maximum"), ("capacity", "")),
    **dict.fromkeys(("en ligne", "online"), ("online_url", "")),
    **dict.fromkeys(("lien", "url", "lien url", "hyperlien", "link"), ("link", "")),
}
#: Words that say how to fill a column, not what it is: « Date (jj/mm/aaaa) », « Titre (obligatoire) ».
HINTS = frozenset(
    [
        "obligatoire",
        "requis",
        "facultatif",
        "optionnel",
        "required",
        "optional",
        "mandatory",
        "format",
        "jj",
        "mm",
        "aaaa",
        "aa",
        "dd",
        "yyyy",
        "yy",
        "j",
        "m",
        "a",
        "d",
        "y",
        "h",
        "hh",
        "min",
        "24",
        "heures",
        "heure",
        "locale",
        "max",
        "maximum",
        "nombre",
        "number",
        "personnes",
        "de",
        "of",
        "people",
    ]
)
IN_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")


class Meaning(NamedTuple):
    """``instead``: what it means where another column has the field; None if it never yields."""

    field: str
    instead: str | None = None


MEANINGS = {heading: Meaning(name) for name, headings in HEADINGS.items() for heading in headings.split("|")} | {
    heading: Meaning(*fields) for heading, fields in YIELDING.items()
}


def meaning_of(heading: str) -> Meaning | None:
    """« Date », « Date * », « Date (jj/mm/aaaa) » and « Date / Date of event » are the same; None if nobody knows it."""
    without = IN_BRACKETS.sub(lambda found: "" if set(fold(found[1]).split()) <= HINTS else found[0], heading)
    for text in (heading, without):
        if meaning := MEANINGS.get(fold(text)):
            return meaning
    parts = [MEANINGS.get(fold(part)) for part in re.split(r"[/|\n]", without) if part.strip()]
    if len(parts) > 1 and len({part and part.field for part in parts}) == 1:
        return parts[0]
    return None


def fields_in(headings: Iterable[str]) -> set[str]:
    """Fields that the headings name, each for itself: what tells a header from other lines."""
    return {meaning.field for heading in headings if (meaning := meaning_of(heading))}


def columns_of(headings: Sequence[str]) -> dict[int, str]:
    """Column -> field, each field once: the headings that mean one thing first, then those that yield."""
    columns: dict[int, str] = {}
    meanings = [(column, meaning) for column, heading in enumerate(headings) if (meaning := meaning_of(heading))]
    for column, (field, instead) in sorted(meanings, key=lambda entry: entry[1].instead is not None):
        name = instead if field in columns.values() else field
        if instead is None:
            name = field
        if name and name not in columns.values():
            columns[column] = name
    return dict(sorted(columns.items()))
