"""The demonstration's edition of professional pairing, which two organisations run together: what it pairs, and who reviews."""

from datetime import date
from typing import Any

from django.utils import timezone

from core.reference.models import Measure
from network.pairing.editions import actions
from network.pairing.editions.models import PairingSettings, Reviewer
from people.accounts.models import Person, Role
from people.programmes import actions as programmes
from people.programmes import kinds, rulemaking
from people.programmes.eligibility import Condition
from people.programmes.kinds import Kind
from people.programmes.models import Edition, Partner, Programme, State

NAME_FR, NAME_EN = "Maillage professionnel", "Professional pairing"
SUMMARY_FR = (
    "Une heure avec quelqu’un de votre métier, une journée dans une entreprise, quelques mois de mentorat\u00a0: partout au "
    "Québec, des employeurs et des mentors et mentores ouvrent leur porte aux personnes immigrantes qui cherchent un emploi."
)
SUMMARY_EN = (
    "An hour with somebody of your field, a day in a workplace, some months of mentoring: all over Québec, employers and "
    "mentors open their doors to immigrants who look for work."
)


def seed(world: Any) -> None:
    """The edition in ``world.pairing_edition``; other editions of a pairing programme that are open pair, too. What is set
    already is kept."""
    coordinator = getattr(world, "users", {}).get(Role.PROGRAMME_COORDINATOR.value)
    by = coordinator.person if coordinator else None
    world.pairing_edition = _edition(world, by)
    for edition in Edition.objects.filter(programme__kind="pairing", state="open").order_by("pk"):
        if not PairingSettings.objects.filter(pk=edition.pk).exists():
            details = {"group": True} if edition == world.pairing_edition else {}
            actions.set_up(edition=edition, by=by, details=details)
    caseworker = getattr(world, "users", {}).get(Role.CASEWORKER.value)
    settings = PairingSettings.objects.get(pk=world.pairing_edition.pk)
    if caseworker and not Reviewer.objects.filter(settings=settings, person=caseworker.person).exists():
        actions.name_reviewer(settings=settings, person=caseworker.person, by=by)


def _edition(world: Any, by: Person | None) -> Edition:
    """All of Québec; the Carrefour holds the candidates, Horizons Saguenay finds the hosts."""
    today = timezone.localdate()
    year = today.year if today.month >= 9 else today.year - 1
    programme = Programme.objects.filter(name_fr=NAME_FR).first() or programmes.found_programme(
        by=by,
        measure=Measure.objects.get(pk="2.6"),
        kind=Programme.Sort.PAIRING,
        name_fr=NAME_FR,
        name_en=NAME_EN,
        summary_fr=SUMMARY_FR,
        summary_en=SUMMARY_EN,
    )
    name = f"{year}-{year + 1}"
    there = Edition.objects.filter(programme=programme, name_fr=name).first()
    if there is not None:
        return there
    edition = programmes.plan_edition(
        programme=programme,
        by=by,
        name_fr=name,
        name_en=name,
        starts_on=date(year, 9, 1),
        ends_on=date(year + 1, 8, 31),
        funder="Ministère de l’Immigration (fonds inventé)",
        other_door_fr="Les séances d’information et les salons de l’emploi sont ouverts à tout le monde.",
        other_door_en="Information sessions and job fairs are open to everybody.",
    )
    draft = rulemaking.open_draft(edition=edition, by=by)
    rules = [Condition(Kind.ADULT, kinds.clean(Kind.ADULT, {})), _french()]
    rulemaking.write_draft(draft=draft, rules=rules, by=by)
    rulemaking.publish(draft=draft, by=by)
    for key, part, capacity in (("voisins", Partner.Part.BANK, 240), ("horizons", Partner.Part.REGIONAL, 60)):
        organisation = world.organisations[key]
        programmes.bring_in(edition=edition, organisation=organisation, capacity=capacity, role=part, by=by)
    return programmes.move_edition(edition=edition, to=State.OPEN, by=by)


def _french() -> Condition:
    return Condition(Kind.FRENCH, kinds.clean(Kind.FRENCH, {"skill": "oral", "level": 4}))
