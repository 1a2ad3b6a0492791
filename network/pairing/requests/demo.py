"""240 invented people who ask for a match in the demonstration's edition, in nine regions: some came yesterday, some wait for a year.

Rows of a crowd, written in bulk: nothing of what led there is told to anybody. What is proposed and matched the rooms above
make of them. The demonstration's participant goes the whole way by actions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core import search
from core.folding import fold
from core.outbox import Mail
from core.reference.models import MajorGroup, Region
from network.pairing.kinds import Format, Purpose, Want
from network.pairing.requests import actions
from network.pairing.requests.models import Request, RequestOccupation, State, Step
from people.accounts.models import Address, Person, Role, User
from people.consent import actions as consents
from people.consent import registry
from people.consent.models import Consent
from people.participants import actions as participants
from people.participants import searchable
from people.participants.demo_people import TONGUES, Invented, invented
from people.participants.models import (
    Candidacy,
    Card,
    CaseFile,
    Decision,
    Following,
    FrenchSkillLevel,
    PaperLetter,
    SpokenLanguage,
)
from people.pool import entries
from people.programmes.models import Edition, Partner, RuleSet
from people.timetable.availability import AFTERNOON, EVENING, MORNING, Availability

PEOPLE: Final = 240
#: Immigration categories, by their shares; some have not said.
CATEGORIES: Final[dict[str | None, int]] = {"economic": 52, "family": 20, "refugee": 22, None: 6}
#: Nine regions, and how many in a hundred live there.
HOMES: Final = {"06": 44, "16": 12, "03": 9, "12": 8, "02": 8, "14": 6, "05": 6, "04": 4, "01": 3}
WEEKS: Final[list[list[tuple[int, int]]]] = [
    [(day, EVENING) for day in range(5)],
    [(day, MORNING) for day in range(5)],
    [(day, AFTERNOON) for day in range(5)],
    [(day, part) for day in range(5) for part in (MORNING, AFTERNOON)],
    [(5, MORNING), (5, AFTERNOON), (6, AFTERNOON)],
    [(1, EVENING), (3, EVENING), (5, MORNING)],
    [(0, MORNING), (2, MORNING), (2, AFTERNOON), (4, MORNING)],
]
#: State, and how many of 240 are in it; all others wait.
STATES: Final = {State.DRAFT: 20, State.RESTING: 16, State.ENDED: 18}
FORMATS: Final = [
    ([Format.MENTORING], 10),
    ([Format.MENTORING, Format.CONVERSATION], 30),
    ([Format.PLACEMENT], 6),
    ([Format.PLACEMENT, Format.CONVERSATION], 16),
    ([Format.MENTORING, Format.PLACEMENT, Format.CONVERSATION], 34),
    ([Format.CONVERSATION], 4),
]
RELATED: Final = {
    "72106": ["72100", "73402"], "72400": ["72200"], "31301": ["32101", "33102"], "33102": ["32101"], "21231": ["21232", "22221"],
    "11100": ["12200"], "13110": ["14100"], "42202": ["41220"], "63200": ["62020"], "21300": ["22300"],
}  # fmt: skip
WORDS: Final = [
    "J’aimerais comprendre comment on travaille ici au quotidien : l’équipe, la sécurité, les mots du métier.",
    "J’ai dix ans de métier et peu de contacts au Québec. Une seule conversation m’aiderait déjà.",
    "Je veux voir si ce métier est bien celui que j’ai connu dans mon pays avant de refaire une formation.",
    "Je suis prête à déménager pour un bon emploi. Je voudrais d’abord connaître la région.",
    "Mon français est bon à l’oral; à l’écrit, j’ai encore besoin d’aide.",
    "J’ai un enfant à l’école : le matin me convient le mieux.",
    "Je cherche quelqu’un qui puisse m’expliquer comment faire reconnaître mon diplôme.",
    "Je travaille le soir pour l’instant, mais je peux me libérer une journée.",
]
WORDS_EN: Final = [
    "I would like to see how a shop floor works here, and to learn the words of the trade in French.",
    "I have eight years in the field and few contacts in Québec. One talk would help already.",
]
ASIDE: Final = ["Examens jusqu’au mois prochain.", "Un nouveau-né à la maison.", "En voyage dans la famille.", ""]
ENDS: Final = [
    "A trouvé un emploi dans son domaine.",
    "Retourne aux études à temps plein.",
    "A quitté le Québec.",
    "Préfère chercher par ses propres moyens.",
]


@dataclass
class Crowd:
    """Rows to be written, each list in the order of the people."""

    files: list[CaseFile] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    candidacies: list[Candidacy] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)


def seed(world: Any) -> None:
    """Requests of ``world.pairing_edition``; running again finds them there."""
    edition = getattr(world, "pairing_edition", None)
    caseworkers = getattr(world, "caseworkers", {})
    if edition is None or not caseworkers.get("voisins") or Request.objects.of_edition(edition).exists():
        return
    number = PEOPLE if getattr(settings, "DEMO_PEOPLE", 300) >= 100 else 24
    chance = Random(11)  # noqa: S311  (invented people, no secret)
    with transaction.atomic():
        _crowd(world, edition, number, chance)
        _the_participant(world, edition)
    entries.rebuild()


def _crowd(world: Any, edition: Edition, number: int, chance: Random) -> None:
    known = getattr(settings, "DEMO_PEOPLE", 300)
    people = list(invented(known + number))[known:]
    now = timezone.now()
    persons = _persons(people)
    made = Crowd()
    states = _states(len(people), chance)
    waits = _waits(len(people), chance)
    for somebody, person, state, days in zip(people, persons, states, waits, strict=True):
        since = now - timedelta(days=days, minutes=chance.randint(0, 900))
        key = "horizons" if chance.random() < 0.14 else "voisins"
        organisation = world.organisations[key]
        caseworker: User = chance.choice(caseworkers_of(world, key))
        asked = since - timedelta(days=chance.randint(8, 40))
        home = "02" if key == "horizons" else chance.choices(list(HOMES), list(HOMES.values()))[0]
        file = CaseFile(
            person=person, organisation=organisation, caseworker=caseworker.person, opened_at=asked, opened_by=person,
            region_id=home, category_id=chance.choices(list(CATEGORIES), list(CATEGORIES.values()))[0],
            is_adult=True, arrival_year=now.year - chance.choice([1, 1, 2, 2, 3, 4, 5]), updated_at=asked,
            phone=f"{chance.choice(['514', '438', '418', '450'])} 555-01{chance.randint(10, 99)}",
            steps_done=["reach", "situation", "languages", "work", "wishes"],
        )  # fmt: skip
        made.files.append(file)
        made.cards.append(_card(somebody, person, asked, chance))
        made.candidacies.append(
            Candidacy(
                case_file=file,
                edition=edition,
                organisation=organisation,
                state=_candidacy_state(state, chance),
                asked_at=asked,
                assigned_at=asked,
                state_since=asked + timedelta(days=6),
            )
        )
        made.requests.append(_request(somebody, made.candidacies[-1], made.cards[-1], state, since, chance))
    _write(made, people, edition, chance)


def caseworkers_of(world: Any, key: str) -> list[User]:
    found: list[User] = world.caseworkers.get(key) or world.caseworkers["voisins"]
    return found


def _persons(people: Sequence[Invented]) -> list[Person]:
    """With an address each, but for one in 25."""
    made = Person.objects.bulk_create(Person(name=each.name, language=each.language) for each in people)
    now = timezone.now()
    Address.objects.bulk_create(
        Address(person=person, email=f"jumelage{number:03}@exemple.test", proven_at=now)
        for number, (person, somebody) in enumerate(zip(made, people, strict=True), 1)
        if somebody.email
    )
    return made


def _states(number: int, chance: Random) -> list[str]:
    found: list[str] = []
    for state, share in STATES.items():
        found += [state] * max(1, round(share * number / PEOPLE))
    found += [State.WAITING] * (number - len(found))
    chance.shuffle(found)
    return found


def _waits(number: int, chance: Random) -> list[int]:
    """Days, 0 to 400: most have waited for some weeks, some for a year; never all alike."""
    found = [min(400, int(chance.expovariate(1 / 70))) for _person in range(number - 3)]
    return [0, 400, 372, *found][:number]


def _candidacy_state(state: str, chance: Random) -> str:
    if state == State.DRAFT:
        return chance.choice([Candidacy.State.ELIGIBLE, Candidacy.State.IN_POOL])
    return Candidacy.State.IN_POOL if chance.random() < 0.96 else Candidacy.State.ELIGIBLE


def _card(somebody: Invented, person: Person, at: datetime, chance: Random) -> Card:
    years = chance.randint(2, 22)
    return Card(
        person=person,
        occupation_code=somebody.trade,
        major_group_id=somebody.trade[:2],
        occupation_title=somebody.title,
        headline=f"{somebody.title}, {years} ans de métier",
        years_experience=years,
        skills=somebody.skills,
        summary=f"J’ai exercé ce métier pendant {years} ans, d’abord dans mon pays, puis au Québec.",
        availability=int(Availability.of(chance.choice(WEEKS))),
        goes_anywhere=chance.random() < 0.2,
        language="fr",
        made_at=at,
        updated_at=at,
    )


def _request(
    somebody: Invented, candidacy: Candidacy, card: Card, state: str, since: datetime, chance: Random
) -> Request:
    sent = None if state == State.DRAFT else since
    formats = chance.choices([each for each, _share in FORMATS], [share for _formats, share in FORMATS])[0]
    wants = chance.sample(Want.values, chance.choices([0, 1, 2, 3], [30, 40, 20, 10])[0])
    musts = wants[:1] if chance.random() < 0.18 else []
    words = ""
    if chance.random() < 0.6:
        words = chance.choice(WORDS_EN if somebody.language == "en" else WORDS).replace(" :", "\u00a0:")
    now = timezone.now()
    moved = min(now, since + (now - since) * chance.uniform(0.3, 0.9))
    days = (now - since).days
    return Request(
        candidacy=candidacy,
        purposes=chance.sample(Purpose.values, chance.randint(1, 3)),
        formats=[each.value for each in formats],
        related_welcome=chance.random() < 0.9,
        availability=card.availability,
        goes_anywhere=card.goes_anywhere,
        online_welcome=chance.random() < 0.85,
        musts=musts,
        wishes=[each for each in wants if each not in musts],
        words=words,
        language=somebody.language,
        state=state,
        made_at=since - timedelta(days=1),
        made_by=candidacy.case_file.person,
        sent_at=sent,
        waiting_since=sent,
        state_since=moved if state in {State.RESTING, State.ENDED} else since,
        reason=chance.choice(ASIDE) if state == State.RESTING else chance.choice(ENDS) if state == State.ENDED else "",
        # What they would have been told over a year is no news today.
        news=45 if days >= 45 else 14 if days >= 14 else 0,
    )


def _write(made: Crowd, people: Sequence[Invented], edition: Edition, chance: Random) -> None:
    CaseFile.objects.bulk_create(made.files)
    Following.objects.bulk_create(
        Following(case_file=file, organisation=file.organisation, since=file.opened_at, how="shared_out")
        for file in made.files
    )
    Card.objects.bulk_create(made.cards)
    Candidacy.objects.bulk_create(made.candidacies)
    rules = RuleSet.objects.filter(edition=edition).order_by("-pk").first()
    Decision.objects.bulk_create(
        Decision(
            candidacy=each, rule_set=rules, verdict="met", outcome="eligible", decided_at=each.state_since,
            decided_by=each.case_file.caseworker,
        )
        for each in made.candidacies
    )  # fmt: skip
    Request.objects.bulk_create(made.requests)
    _regions(made, chance)
    _occupations(made, chance)
    _languages(made, chance)
    _consents(made, chance)
    Step.objects.bulk_create(_steps(made.requests))
    for organisation in {file.organisation_id for file in made.files}:
        number = sum(file.organisation_id == organisation for file in made.files)
        Partner.objects.filter(edition=edition, organisation=organisation).update(assigned=F("assigned") + number)
    search.put([searchable.document_of(card) for card in made.cards])


def _regions(made: Crowd, chance: Random) -> None:
    """Home, mostly, and one or two more."""
    there = set(Region.objects.filter(pk__in=HOMES).values_list("pk", flat=True))
    of_cards, of_requests = [], []
    for file, card, request in zip(made.files, made.cards, made.requests, strict=True):
        wished = {str(file.region_id)} if chance.random() < 0.85 else set()
        wished |= set(chance.sample(sorted(HOMES), chance.choice([0, 1, 1, 2])))
        for region in sorted(wished & there):
            of_cards.append(Card.regions.through(card_id=card.pk, region_id=region))
            of_requests.append(Request.regions.through(request_id=request.pk, region_id=region))
    Card.regions.through.objects.bulk_create(of_cards)
    Request.regions.through.objects.bulk_create(of_requests)


def _occupations(made: Crowd, chance: Random) -> None:
    groups = set(MajorGroup.objects.values_list("pk", flat=True))
    rows = []
    for card, request in zip(made.cards, made.requests, strict=True):
        near = RELATED.get(card.occupation_code, [])
        codes = [card.occupation_code, *chance.sample(near, min(len(near), chance.choice([0, 0, 1, 1, 2])))]
        rows += [
            RequestOccupation(request=request, rank=rank, code=code, major_group_id=code[:2])
            for rank, code in enumerate(codes, 1)
            if code[:2] in groups
        ]
    RequestOccupation.objects.bulk_create(rows)


def _languages(made: Crowd, chance: Random) -> None:
    french, others = [], []
    for file in made.files:
        level = chance.choice([4, 5, 5, 6, 6, 7, 7, 7, 8, 8, 9, 10])
        levels = {
            "oral_comprehension": min(12, level + 1), "oral_production": level,
            "written_comprehension": level, "written_production": max(1, level - 1),
        }  # fmt: skip
        source = "evaluated" if chance.random() < 0.5 else "declared"
        french += [
            FrenchSkillLevel(
                case_file=file, skill_id=skill, level_id=str(level), source=source, noted_on=file.opened_at.date()
            )
            for skill, level in levels.items()
        ]
        tongues = {tongue: chance.choice(["fluent", "native"]) for tongue in chance.sample(TONGUES, 2)}
        if chance.random() < 0.4:
            tongues["anglais"] = chance.choice(["conversation", "conversation", "fluent"])
        others += [
            SpokenLanguage(case_file=file, name=name, folded=fold(name)[:60], ease=ease)
            for name, ease in tongues.items()
        ]
    FrenchSkillLevel.objects.bulk_create(french)
    SpokenLanguage.objects.bulk_create(others)


def _consents(made: Crowd, chance: Random) -> None:
    """Matching by whoever is in the queue, but for a few; the card by nearly everybody."""
    now, rows = timezone.now(), []
    for file, request in zip(made.files, made.requests, strict=True):
        shares = {
            "matching": 1.0 if request.state == State.WAITING else 0.9,
            "card": 0.96,
            "french_level": 0.8,
            "cv": 0.4,
        }
        for code, share in shares.items():
            if chance.random() >= share:
                continue
            purpose = registry.of(code)
            # Renewed since, where it would have run out.
            given = max(file.opened_at, now - timedelta(days=300))
            rows.append(
                Consent(
                    person=file.person,
                    purpose=code,
                    wording_version=purpose.current.version,
                    language=file.person.language,
                    given_at=given,
                    how="self",
                    given_by=file.person,
                    until=given + purpose.lasts if purpose.lasts else None,
                )
            )
    Consent.objects.bulk_create(rows)


def _steps(requests: Iterable[Request]) -> Iterable[Step]:
    for request in requests:
        if request.sent_at is None:
            continue
        by = request.candidacy.case_file.person
        yield Step(request=request, source=State.DRAFT, target=State.WAITING, by=by, at=request.sent_at)
        if request.state != State.WAITING:
            yield Step(
                request=request,
                source=State.WAITING,
                target=request.state,
                reason=request.reason,
                by=request.candidacy.case_file.caseworker if request.reason else by,
                at=request.state_since,
            )


# ------------------------------------------------------------------ whom one signs in as


def _the_participant(world: Any, edition: Edition) -> None:
    """In the queue for five weeks: she has had news after two, and sees what would widen the search."""
    user = getattr(world, "users", {}).get(Role.PARTICIPANT.value)
    if user is None or not CaseFile.objects.filter(person=user.person, closed_at=None).exists():
        return
    person = user.person
    by = world.caseworkers["voisins"][0].person
    for purpose in ("matching", "card", "french_level"):
        consents.give(person=person, purpose=purpose, language=person.language, how="self", by=person)
    candidacy = participants.apply(
        person=person, edition=edition, by=person, organisation=world.organisations["voisins"]
    )
    participants.decide(candidacy=candidacy, outcome="eligible", reason="Niveau oral confirmé à l’entrevue.", by=by)
    candidacy = participants.put_in_pool(candidacy=candidacy, by=by)
    request = actions.begin(candidacy=candidacy, by=person)
    details = {
        "purposes": [Purpose.CONTACTS.value, Purpose.WORKPLACE.value],
        "formats": [Format.MENTORING.value],
        "related_welcome": True,
        "online_welcome": False,
        "wishes": [Want.EVENINGS.value],
        "regions": list(Region.objects.filter(pk__in=["06", "16"])),
        "goes_anywhere": False,
        "words": "Je développe des logiciels depuis six ans. Je voudrais comprendre comment se passe une embauche ici, et parler avec quelqu’un du métier.",
    }
    actions.write(request=request, details=details, by=person)
    actions.send(request=request, by=person)
    now = timezone.now()
    since, asked = now - timedelta(days=35), now - timedelta(days=52)
    Request.objects.filter(pk=request.pk).update(
        made_at=since, sent_at=since, waiting_since=since, state_since=since, news=14
    )
    request.steps.update(at=since)
    Candidacy.objects.filter(pk=candidacy.pk).update(asked_at=asked, assigned_at=asked, state_since=since)
    candidacy.decisions.update(decided_at=since)
    # What she was told five weeks ago is no news today.
    keys = [str(candidacy.pk), str(request.pk), *(str(pk) for pk in candidacy.decisions.values_list("pk", flat=True))]
    told = ("participants/received", "participants/decided", "participants/ready", "requests/moved")
    Mail.objects.filter(template__in=told, recipient=user.email, object_id__in=keys).delete()
    PaperLetter.objects.filter(case_file=candidacy.case_file, template__in=told).delete()
