"""Four editions that run this year, with rules worth reading; one of last year, and one being planned."""

from datetime import date
from typing import Any

from django.utils import timezone

from core.reference.models import Measure, Mrc, Region
from people.accounts.models import Person, Role
from people.programmes import actions, kinds, rulemaking
from people.programmes.eligibility import Condition
from people.programmes.kinds import Kind
from people.programmes.models import Area, Edition, Partner, Programme, State

#: MRC and equivalent territories that lie in the Communauté métropolitaine de Montréal, wholly or in part. From memory:
#: an area is a setting, and this one says so.
METROPOLITAN = (
    "montreal",
    "laval",
    "longueuil",
    "les-moulins",
    "l-assomption",
    "deux-montagnes",
    "therese-de-blainville",
    "mirabel",
    "la-vallee-du-richelieu",
    "marguerite-d-youville",
    "roussillon",
    "rouville",
    "beauharnois-salaberry",
    "vaudreuil-soulanges",
)
#: Key, measure, kind, names, summaries.
PROGRAMMES = [
    (
        "gateway",
        "4.1",
        "stays",
        "Passerelle pour l’emploi en région",
        "Gateway to regional employment",
        "Vous vivez dans la région de Montréal et une autre région vous attire? Séances d’information, séjours "
        "exploratoires, salons de l’emploi et entrevues{N}: on vous accompagne jusqu’à l’établissement, et un an après.",
        "You live in the Montréal area and another region appeals to you? Information sessions, exploratory stays, job "
        "fairs and interviews: you are accompanied until you settle, and for a year after.",
    ),
    (
        "mentoring",
        "2.6",
        "pairing",
        "Mentorat professionnel",
        "Professional mentoring",
        "Une personne de votre métier vous rencontre une heure par semaine, pendant quatre à six mois{N}: elle vous "
        "parle du milieu, relit votre CV, vous présente à d’autres.",
        "Somebody of your own field meets you one hour a week for four to six months: they tell you about the trade, read "
        "your CV, introduce you to others.",
    ),
    (
        "sessions",
        "4.1",
        "sessions",
        "Séances d’information sur les régions",
        "Information sessions on the regions",
        "Une soirée pour découvrir une région{N}: ses emplois, ses logements, ses écoles, et les gens qui y accueillent.",
        "An evening to discover a region: its jobs, its housing, its schools, and the people who welcome you there.",
    ),
]
STATUSES = ["permanent_resident", "protected_person", "citizen"]


def seed(world: Any) -> None:
    """Programmes and editions by key in ``world.programmes`` and ``world.editions``; running again finds them again."""
    world.programmes, world.editions = {}, {}
    coordinator = getattr(world, "users", {}).get(Role.PROGRAMME_COORDINATOR.value)
    by = coordinator.person if coordinator else None
    area = _area(by)
    for key, measure, kind, name_fr, name_en, summary_fr, summary_en in PROGRAMMES:
        there = Programme.objects.filter(name_fr=name_fr).first()
        world.programmes[key] = there or actions.found_programme(
            by=by,
            measure=Measure.objects.get(pk=measure),
            kind=kind,
            name_fr=name_fr,
            name_en=name_en,
            summary_fr=summary_fr.replace("{N}", "\u00a0"),
            summary_en=summary_en,
        )
    _editions(world, str(area.pk), by)


def _area(by: Person | None) -> Area:
    name = "Communauté métropolitaine de Montréal"
    there = Area.objects.filter(name_fr=name).first()
    return there or rulemaking.set_area(
        area=None,
        by=by,
        mrcs=Mrc.objects.filter(pk__in=METROPOLITAN),
        name_fr=name,
        name_en="Montréal metropolitan community",
        source="De mémoire : territoires compris en tout ou en partie; à vérifier.".replace(" :", "\u00a0:"),
    )


def _rule(kind: str, **parameters: Any) -> Condition:
    return Condition(kind, kinds.clean(kind, parameters))


def _editions(world: Any, area: str, by: Person | None) -> None:
    today = timezone.localdate()
    year = today.year if today.month >= 9 else today.year - 1
    adult, spoken = _rule(Kind.ADULT), _rule(Kind.FRENCH, skill="oral", level=4)
    within, outside = _rule(Kind.TERRITORY, areas=[area]), _rule(Kind.TERRITORY, areas=[area], side="out")
    plans: list[tuple[str, str, str, str, int, list[str], list[list[Condition]], list[tuple[str, str, int]], str]] = [
        (
            "gateway",
            "gateway",
            "",
            "",
            year,
            [],
            [
                [adult, _rule(Kind.ARRIVED_WITHIN, years=3), _rule(Kind.STATUS, statuses=STATUSES), spoken, within],
                [adult, _rule(Kind.ARRIVED_WITHIN, years=5), _rule(Kind.STATUS, statuses=STATUSES), spoken, within],
            ],
            [("voisins", Partner.Part.BANK, 120), ("horizons", Partner.Part.REGIONAL, 40)],
            State.OPEN,
        ),
        (
            "mentoring_montreal",
            "mentoring",
            "Montréal, ",
            "Montréal, ",
            year,
            ["06", "13", "14", "15", "16"],
            [
                [
                    adult,
                    _rule(Kind.ARRIVED_WITHIN, years=5, reference="today"),
                    _rule(Kind.STATUS, statuses=[*STATUSES, "temporary_worker"]),
                    _rule(Kind.FRENCH, skill="oral", level=6),
                    _rule(Kind.DIPLOMA, diploma="college"),
                    within,
                ]
            ],
            [("voisins", Partner.Part.BANK, 60)],
            State.OPEN,
        ),
        (
            "mentoring_saguenay",
            "mentoring",
            "Projet du Saguenay, ",
            "Saguenay project, ",
            year,
            ["02"],
            [[adult, _rule(Kind.ARRIVED_WITHIN, years=3, abroad="yes"), spoken, outside]],
            [("horizons", Partner.Part.REGIONAL, 25), ("voisins", Partner.Part.BANK, 10)],
            State.OPEN,
        ),
        ("sessions", "sessions", "", "", year, [], [[adult]], [("voisins", Partner.Part.BANK, 300)], State.OPEN),
        ("gateway_before", "gateway", "", "", year - 1, [], [[adult, spoken, within]], [], State.CLOSED),
        ("gateway_next", "gateway", "", "", year + 1, [], [], [], State.DRAFT),
    ]
    for key, programme, start_fr, start_en, first, regions, versions, partners, state in plans:
        name = f"{first}-{first + 1}"
        there = Edition.objects.filter(programme=world.programmes[programme], name_fr=f"{start_fr}{name}").first()
        world.editions[key] = there or _edition(
            world.programmes[programme],
            by=by,
            regions=regions,
            versions=versions,
            partners=[(world.organisations[who], part, number) for who, part, number in partners],
            state=state,
            name_fr=f"{start_fr}{name}",
            name_en=f"{start_en}{name}",
            starts_on=date(first, 9, 1),
            ends_on=date(first + 1, 8, 31),
        )


def _edition(
    programme: Programme,
    *,
    by: Person | None,
    regions: list[str],
    versions: list[list[Condition]],
    partners: list[tuple[Any, str, int]],
    state: str,
    **details: Any,
) -> Edition:
    edition = actions.plan_edition(
        programme=programme,
        by=by,
        regions=Region.objects.filter(pk__in=regions),
        funder="Ministère de l’Immigration (fonds inventé)",
        other_door_fr="Les séances d’information et les salons de l’emploi sont ouverts à tout le monde.",
        other_door_en="Information sessions and job fairs are open to everybody.",
        **details,
    )
    for conditions in versions:
        draft = rulemaking.open_draft(edition=edition, by=by)
        rulemaking.write_draft(draft=draft, rules=conditions, by=by)
        rulemaking.publish(draft=draft, by=by)
    for organisation, part, capacity in partners:
        actions.bring_in(edition=edition, organisation=organisation, capacity=capacity, role=part, by=by)
    for step in {State.OPEN: [State.OPEN], State.CLOSED: [State.OPEN, State.CLOSED]}.get(State(state), []):
        actions.move_edition(edition=edition, to=step, by=by)
    return edition
