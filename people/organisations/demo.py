"""Invented organisations of every kind and region, and who speaks for three of them."""

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from core.reference.models import OrganisationSize, OrganisationType, Region, Sector
from people.accounts import actions as accounts
from people.accounts.models import Grant, Role
from people.organisations import actions, neq
from people.organisations.models import Affiliation, Invitation, Organisation

#: Key, name, type, size, sector, region, and colours of the logo (ground and drawing) of those that have one.
ORGANISATIONS = [
    ("bellerive", "Fonderie Bellerive", "private", "medium", "31-33", "04", ("#0B5671", "#F4B740")),
    ("epaule", "Scierie du Lac-à-l’Épaule", "private", "small_b", "11", "02", ("#2A6A4C", "#FBFAF6")),
    (
        "trois-vallees",
        "Coopérative laitière des Trois-Vallées",
        "private",
        "large",
        "31-33",
        "05",
        ("#FBFAF6", "#474B9E"),
    ),
    ("nordet", "Technologies Nordet", "private", "medium", "54", "03", ("#15233B", "#8CC7DC")),
    ("richelieu", "Aérostructures du Haut-Richelieu", "private", "large", "31-33", "16", ("#EDF2F2", "#B93A26")),
    ("estuaire", "Auberges de l’Estuaire", "private", "small_b", "72", "09", ("#474B9E", "#FBFAF6")),
    ("borealis", "Transport Boréalis", "private", "medium", "48-49", "08", ("#B93A26", "#FBFAF6")),
    ("mille-feuilles", "Serres Mille-Feuilles", "private", "small_a", "11", "14", ("#2A6A4C", "#F4B740")),
    ("gaspe-nord", "Ateliers maritimes de Gaspé-Nord", "private", "medium", "31-33", "11", ("#0B5671", "#FBFAF6")),
    ("phare", "Assurances Le Phare bleu", "private", "large", "52", "12", ("#FBFAF6", "#0B5671")),
    ("piedmont", "Construction Piedmont-Sud", "private", "medium", "23", "15", ("#F4B740", "#15233B")),
    ("cartouche", "Logiciels Cartouche", "private", "small_b", "54", "06", ("#474B9E", "#F4B740")),
    ("bas-fleuve", "Société portuaire du Bas-Fleuve", "crown", "large", "48-49", "01", ("#15233B", "#F4B740")),
    ("gatinoise", "Boulangerie industrielle Gâtinoise", "private", "medium", "31-33", "07", ("#EDF2F2", "#2A6A4C")),
    ("bois-francs", "Plasturgie Bois-Francs", "private", "small_b", "31-33", "17", None),
    ("grand-nord", "Mines du Grand-Nord", "private", "large", "21", "10", None),
    ("ile-jesus", "Biosciences de l’Île-Jésus", "private", "medium", "54", "13", ("#FBFAF6", "#2A6A4C")),
    ("erables", "Centre hospitalier des Érables", "parapublic", "large", "62", "16", None),
    ("rive-haute", "Cégep de la Rive-Haute", "education", "medium", "61", "12", None),
    ("collines", "MRC des Collines-Bleues", "municipal", "small_b", "91", "07", None),
    ("saisons", "Office des saisons du Québec", "ministry", "medium", "91", "03", None),
    ("accueil-mauricie", "Accueil Mauricie", "community", "small_a", "62", "04", None),
    ("voisins", "Carrefour des nouveaux voisins", "community", "small_a", "62", "06", None),
    ("porte-cles", "Le Porte-clés de l’Estrie", "community", "small_a", "62", "05", None),
    ("relais", "Relais du Bas-Saint-Laurent", "community", "micro", "62", "01", None),
    ("chambre", "Chambre de commerce du Bas-Richelieu", "business_group", "micro", "81", "16", None),
    ("horizons", "Horizons Saguenay", "community", "small_a", "62", "02", None),
]
#: Role of the demonstration's first login of that role -> organisation it speaks for, and title there.
SPEAKERS = {
    Role.EMPLOYER_CONTACT: ("bellerive", "Conseiller en ressources humaines"),
    Role.EXECUTIVE: ("nordet", "Présidente-directrice générale"),
    Role.CASEWORKER: ("voisins", "Intervenant en emploi"),
}
#: Its last digit does not fit: the warning to show.
MISTYPED = "grand-nord"


def seed(world: Any) -> None:
    """Organisations by key in ``world.organisations``; running again finds them again."""
    world.organisations = {}
    for number, facts in enumerate(ORGANISATIONS, 1):
        world.organisations[facts[0]] = _organisation(number, *facts)
    users = getattr(world, "users", {})
    for role, (key, title) in SPEAKERS.items():
        if role.value in users:
            _speaker(users[role.value], role, world.organisations[key], title)
    bellerive = world.organisations["bellerive"]
    if not Invitation.objects.filter(organisation=bellerive).exists():
        inviter = users.get(Role.EMPLOYER_CONTACT.value)
        actions.invite(
            organisation=bellerive,
            email="chantal.veilleux@exemple.test",
            role=Role.EMPLOYER_CONTACT,
            title="Directrice de production",
            by=inviter.person if inviter else None,
        )


def _organisation(
    number: int, key: str, name: str, kind: str, size: str, sector: str, region: str, colours: tuple[str, str] | None
) -> Organisation:
    there = Organisation.objects.filter(name=name).first()
    if there is not None:
        return there
    details: dict[str, Any] = {
        "neq": _number_of_nobody(number, fits=key != MISTYPED),
        "type": OrganisationType.objects.get(pk=kind),
        "size": OrganisationSize.objects.get(pk=size),
        "sector": Sector.objects.get(pk=sector),
        "region": Region.objects.get(pk=region),
        "website": f"https://{key}.exemple.test/",
    }
    if colours:
        details |= {
            "logo": _logo(number, *colours),
            "logo_alt_fr": f"Logo\u00a0: {name}",
            "logo_alt_en": f"Logo: {name}",
        }
    return actions.found(by=None, name=name, **details)


def _number_of_nobody(number: int, *, fits: bool) -> str:
    """A NEQ of the block 99, far above those in use; ``fits`` False gives it a wrong last digit."""
    stem = f"11990{number:04}"
    digits = [f"{stem}{last}" for last in range(10)]
    return next(digit for digit in digits if neq.check_digit_holds(digit) == fits)


def _logo(number: int, ground: str, drawing: str) -> "ContentFile[bytes]":
    """Bars and discs, another pattern for each number: nobody's mark."""
    picture = Image.new("RGB", (320, 160), ground)
    pen = ImageDraw.Draw(picture)
    for place in range(3):
        left, kind = 40 + place * 84, (number >> place) % 3
        if kind == 0:
            pen.ellipse((left, 44, left + 72, 116), fill=drawing)
        elif kind == 1:
            pen.rectangle((left + 12, 44, left + 60, 116), fill=drawing)
        else:
            pen.polygon([(left, 116), (left + 36, 44), (left + 72, 116)], fill=drawing)
    out = BytesIO()
    picture.save(out, "WEBP", quality=88)
    return ContentFile(out.getvalue(), name=f"demo-{number}.webp")


def _speaker(user: Any, role: Role, organisation: Organisation, title: str) -> None:
    if not Grant.objects.filter(user=user, role=role, scope=organisation.scope).exists():
        accounts.grant(user=user, role=role, scope=organisation.scope, by=None)
    if not Affiliation.objects.filter(person=user.person, organisation=organisation).exists():
        day = timezone.localdate().replace(year=timezone.localdate().year - 2, day=1)
        actions.affiliate(organisation=organisation, person=user.person, by=None, title=title, since=day)
