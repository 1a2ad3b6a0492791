"""109 offers in 9 regions: ten that one looks at, made the way people make them, and a crowd in every state and format."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from core import clock
from core.folding import fold
from core.reference.models import FrenchLevel, FrenchSkill, MajorGroup, Region
from network.pairing.editions.models import PairingSettings
from network.pairing.kinds import Access, Format, Purpose
from network.pairing.offers import actions
from network.pairing.offers.actions.keeping import DAYS_BEFORE, morning
from network.pairing.offers.demo_words import BESIDE, CLOSINGS, ENGLISH, FAMILY, GIVEN, HOSTS, MENTORS, TRADES, WORDS
from network.pairing.offers.models import Cause, FrenchNeed, LanguageNeed, Offer, OfferOccupation, State, Step
from people.accounts.models import Address, Person, Role
from people.organisations.models import Affiliation, Organisation
from people.programmes.models import Edition, Partner
from people.timetable.availability import AFTERNOON, EVENING, MORNING, Availability

#: With the one of the group sessions (``gatherings.demo``): 110.
ALL = 109
#: State -> offers of the crowd in it.
STATES = {
    State.OPEN: 74,
    State.SUBMITTED: 7,
    State.PAUSED: 6,
    State.CLOSED: 6,
    State.RETURNED: 3,
    State.DECLINED: 2,
    State.DRAFT: 2,
}
#: Places of an offer, as often as each stands here.
PLACES = {
    Format.MENTORING: (1, 2, 2, 3),
    Format.PLACEMENT: (1, 2, 3, 3),
    Format.CONVERSATION: (1, 2, 3, 3, 5),
    Format.GROUP: (4, 5),
}
WEEKDAYS = range(5)
WORKING = Availability.of((day, part) for day in WEEKDAYS for part in (MORNING, AFTERNOON))
EVENINGS = Availability.of((day, EVENING) for day in WEEKDAYS)
WEEK_ENDS = Availability.of((day, part) for day in (5, 6) for part in (MORNING, AFTERNOON))


@transaction.atomic
def seed(world: Any) -> None:
    """Offers of ``world.pairing_edition``; the ten by name in ``world.pairing_offers``. Where there are any, they stay."""
    edition = world.pairing_edition
    world.pairing_offers = {}
    if Offer.objects.filter(edition=edition).exists():
        return
    _looked_at(world, edition)
    _crowd(world, edition, ALL - Offer.objects.filter(edition=edition).count())


# ------------------------------------------------------------------ the ten that one looks at


def _looked_at(world: Any, edition: Edition) -> None:
    users = world.users
    gagnon, cote, mentor = (users[role.value].person for role in (Role.EMPLOYER_CONTACT, Role.EXECUTIVE, Role.MENTOR))
    by = users[Role.PROGRAMME_COORDINATOR.value].person
    horizons = edition.partners.get(organisation=world.organisations["horizons"])
    bellerive, nordet, epaule = (world.organisations[key] for key in ("bellerive", "nordet", "epaule"))
    make = _Maker(edition, by)
    found = world.pairing_offers

    found["weld"] = make(gagnon, bellerive, Format.PLACEMENT, "72106", "Trois jours à l’atelier de soudage", 2, WORKING)
    found["talk"] = make(
        gagnon,
        bellerive,
        Format.CONVERSATION,
        "21321",
        "Une heure pour parler du génie industriel",
        3,
        WORKING,
        online=True,
    )
    found["submitted"] = make(
        gagnon,
        bellerive,
        Format.PLACEMENT,
        "72400",
        "Une journée avec l’équipe d’entretien",
        1,
        WORKING,
        to="submitted",
    )
    found["draft"] = actions.begin(
        edition=edition, host=gagnon, by=gagnon, organisation=bellerive, format=Format.GROUP, capacity=5,
        title="Visite commentée de la fonderie",
    )  # fmt: skip
    found["code"] = make(
        cote, nordet, Format.MENTORING, "21231", "Mentorat en développement de logiciels", 2, EVENINGS, online=True
    )
    found["paused"] = make(cote, nordet, Format.PLACEMENT, "22221", "Deux jours au centre d’assistance", 1, WORKING)
    for _number in range(2):
        actions.note_silence(found["paused"])
    found["mentor"] = make(
        mentor,
        None,
        Format.MENTORING,
        "11100",
        "Mentorat en comptabilité",
        2,
        EVENINGS | WEEK_ENDS,
        online=True,
        region="06",
    )
    found["returned"] = make(
        mentor,
        None,
        Format.CONVERSATION,
        "11100",
        "Un café pour parler de la CPA",
        1,
        WEEK_ENDS,
        region="06",
        to="submitted",
    )
    actions.send_back(
        offer=found["returned"],
        by=by,
        word="Pourriez-vous dire si la rencontre peut aussi se faire en ligne? Plusieurs personnes habitent loin.",
    )
    guest = _person("Réjean Simard", "rejean.simard@exemple.test")
    Affiliation.objects.create(person=guest, organisation=epaule, title="Contremaître")
    found["sawmill"] = make(
        guest, epaule, Format.PLACEMENT, "72400", "Une journée à la scierie", 2, WORKING, partner=horizons
    )
    found["ending"] = make(
        guest,
        epaule,
        Format.CONVERSATION,
        "82031",
        "Une heure pour parler du travail en forêt",
        2,
        EVENINGS,
        partner=horizons,
    )
    soon = timezone.localdate() + timedelta(days=9)
    Offer.objects.filter(pk=found["ending"].pk).update(open_until=soon)
    for offer in found.values():
        offer.refresh_from_db()


@dataclass(frozen=True)
class _Maker:
    """Makes an offer as its host would, and has it approved unless ``to`` says otherwise."""

    edition: Edition
    by: Person

    def __call__(
        self,
        host: Person,
        organisation: Organisation | None,
        format: Format,
        code: str,
        title: str,
        capacity: int,
        free: Availability,
        *,
        online: bool = False,
        region: str = "",
        partner: Partner | None = None,
        to: str = "open",
    ) -> Offer:
        place = Region.objects.get(pk=region) if region else organisation.region if organisation else None
        offer = actions.begin(
            edition=self.edition,
            host=host,
            by=host,
            organisation=organisation,
            partner=partner,
            format=format,
            title=title,
            capacity=capacity,
            region=place,
        )
        trade = TRADES[code]
        details = {
            "what": f"{trade.what} {CLOSINGS[offer.pk % len(CLOSINGS)]}",
            "purposes": [Purpose.WORKPLACE.value, Purpose.CONTACTS.value, Purpose.CHOICE.value],
            "occupations": [code],
            "french": {"oral_comprehension": _level(5)},
            "is_online": online,
            "is_on_site": format == Format.PLACEMENT or not online,
            "municipality": WORDS.get(place.pk, "") if place else "",
            "access": [Access.STEP_FREE.value, Access.TRANSIT.value],
            "availability": int(free),
        }
        actions.write(offer=offer, by=host, details=details)
        actions.submit(offer=offer, by=host)
        if to == "open":
            actions.approve(offer=offer, by=self.by)
        return offer


# ------------------------------------------------------------------ the crowd


def _crowd(world: Any, edition: Edition, number: int) -> None:
    """In bulk: the rows that actions would have written, with a past."""
    random, today = Random(2611), timezone.localdate()  # noqa: S311  (invented data)
    settings = PairingSettings.objects.get(pk=edition.pk)
    partners = {partner.organisation_id: partner for partner in edition.partners.all()}
    horizons = partners.get(world.organisations["horizons"].pk)
    coordinator = world.users[Role.PROGRAMME_COORDINATOR.value].person
    hosts = _hosts(world, random)
    states = list(_states(number))
    random.shuffle(states)
    groups, regions = MajorGroup.objects.in_bulk(), Region.objects.in_bulk()
    skills = list(FrenchSkill.objects.current())
    offers, codes = [], []
    for turn, state in enumerate(states):
        host, organisation, trades = hosts[turn % len(hosts)]
        # Two of one employer begin with different trades.
        code = trades[(turn // len(hosts) + turn) % len(trades)]
        format = _format(random, turn)
        age = random.randrange(20, 420 if state in {State.CLOSED, State.DECLINED} else 150)
        if state == State.SUBMITTED:
            age = 1 + age % 9  # coordination answers within days
        made = _at(today - timedelta(days=age), random)
        in_english = code in ENGLISH and turn % 5 == 0
        approved = state in {State.OPEN, State.PAUSED, State.CLOSED}
        capacity = random.choice(PLACES[format])
        online = format in {Format.MENTORING, Format.CONVERSATION} and random.random() < 0.75
        place = organisation.region if organisation else None
        region = place or regions[random.choice((*WORDS, "06", "06", "06", "16", "03"))]
        title, what = _words(code, format, random, in_english=in_english)
        offers.append(
            Offer(
                edition=edition,
                host=host,
                organisation=organisation,
                partner=horizons if region.pk == "02" or turn % 3 == 0 else None,
                format=format,
                title=title,
                folded=fold(title),
                what=what,
                language="en" if in_english else "fr",
                purposes=sorted(random.sample(Purpose.values, 3), key=Purpose.values.index),
                capacity=capacity,
                related_welcome=random.random() < 0.95,
                is_online=online,
                is_on_site=not online or random.random() < 0.5,
                region=region,
                municipality=WORDS[region.pk],
                access=sorted(random.sample(Access.values, 2), key=Access.values.index),
                availability=int(random.choice((WORKING, WORKING, EVENINGS, WEEK_ENDS, WORKING | EVENINGS))),
                state=state,
                made_at=made,
                state_since=made + timedelta(days=min(age, 6)),
                submitted_at=None if state == State.DRAFT else made,
                approved_at=made + timedelta(days=4) if approved else None,
                approved_by=coordinator if approved else None,
                open_until=_until(state, made, settings, edition, random) if approved else None,
                silences=2 if state == State.PAUSED and turn % 2 else 0,
                word=_word(state),
            )
        )
        codes.append(code)
    Offer.objects.bulk_create(offers)
    OfferOccupation.objects.bulk_create(
        OfferOccupation(offer=offer, rank=rank, code=each, major_group=groups[each[:2]])
        for offer, code in zip(offers, codes, strict=True)
        for rank, each in enumerate([code, *BESIDE.get(code, ())], 1)
    )
    _languages(offers, skills, random)
    Step.objects.bulk_create(step for offer in offers for step in _steps(offer, coordinator))
    clock.schedule_all(due for offer in offers for due in _due(offer))


def _states(number: int) -> Iterator[State]:
    """As ``STATES`` says; whatever is over or under is open."""
    others = [state for state, count in STATES.items() if state != State.OPEN for _one in range(count)]
    yield from others
    for _one in range(number - len(others)):
        yield State.OPEN


def _hosts(world: Any, random: Random) -> list[tuple[Person, Organisation | None, tuple[str, ...]]]:
    """Two contacts for each employer of nine regions, and mentors on their own."""
    found: list[tuple[Person, Organisation | None, tuple[str, ...]]] = []
    people, affiliations, addresses = [], [], []
    names = [f"{given} {family}" for given, family in zip(GIVEN, FAMILY, strict=True)]
    for number, name in enumerate(names):
        person = Person(name=name, folded=fold(name), language="en" if number % 11 == 10 else "fr")
        people.append(person)
    Person.objects.bulk_create(people)
    for number, person in enumerate(people):
        email = f"{fold(person.name).replace(' ', '.').replace('-', '')}@exemple.test"
        addresses.append(Address(person=person, email=email))
        if number < 2 * len(HOSTS):
            key, trades = HOSTS[number % len(HOSTS)]
            organisation = world.organisations[key]
            affiliations.append(Affiliation(person=person, organisation=organisation, title="Chef ou cheffe d’équipe"))
            found.append((person, organisation, trades))
        else:
            found.append((person, None, (MENTORS[number % len(MENTORS)],)))
    Address.objects.bulk_create(addresses)
    Affiliation.objects.bulk_create(affiliations)
    random.shuffle(found)
    return found


def _format(random: Random, turn: int) -> Format:
    if turn % 12 == 11:
        return Format.GROUP
    return random.choice((Format.PLACEMENT, Format.PLACEMENT, Format.MENTORING, Format.MENTORING, Format.CONVERSATION))


def _words(code: str, format: Format, random: Random, *, in_english: bool) -> tuple[str, str]:
    if in_english:
        title, what = ENGLISH[code]
        return title[format], what
    trade = TRADES[code]
    return trade.title(format, random), f"{trade.what} {random.choice(CLOSINGS)}"


def _word(state: str) -> str:
    return {
        State.RETURNED: "Merci! Dites en une phrase ce que la personne fera de sa journée, et nous ouvrons l’offre.",
        State.DECLINED: "L’offre décrit un poste à combler. Le maillage n’est pas un recrutement\u00a0: voyez plutôt le salon.",
        State.PAUSED: "",
    }.get(State(state), "")


def _until(state: str, made: datetime, settings: PairingSettings, edition: Edition, random: Random) -> Any:
    if state == State.CLOSED:
        return timezone.localdate(made) + timedelta(days=15)
    last = timezone.localdate() + timedelta(days=random.randrange(5, 30 * settings.offer_months))
    return min(last, max(edition.ends_on, timezone.localdate()))


def _at(day: Any, random: Random) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(random.randrange(8, 18), random.randrange(60))))


def _level(number: int) -> str:
    return next(str(level.pk) for level in FrenchLevel.objects.current() if level.number == number)


def _languages(offers: list[Offer], skills: list[FrenchSkill], random: Random) -> None:
    levels = {level.number: level for level in FrenchLevel.objects.current()}
    needs, others = [], []
    for offer in offers:
        if offer.language == "en":
            others.append(LanguageNeed(offer=offer, name="English", folded="english", ease="conversation"))
            continue
        for skill in skills[: random.choice((1, 1, 2))]:
            needs.append(FrenchNeed(offer=offer, skill=skill, level=levels[random.choice((4, 5, 5, 6, 7))]))
    FrenchNeed.objects.bulk_create(needs)
    LanguageNeed.objects.bulk_create(others)


def _steps(offer: Offer, coordinator: Person) -> Iterator[Step]:
    """How it came where it stands."""
    yield Step(offer=offer, target=State.DRAFT, by=offer.host, at=offer.made_at)
    if offer.state == State.DRAFT:
        return
    yield Step(offer=offer, source=State.DRAFT, target=State.SUBMITTED, by=offer.host, at=offer.made_at)
    if offer.state == State.SUBMITTED:
        return
    if offer.state in {State.RETURNED, State.DECLINED}:
        at = offer.state_since
        yield Step(offer=offer, source=State.SUBMITTED, target=offer.state, word=offer.word, by=coordinator, at=at)
        return
    yield Step(
        offer=offer, source=State.SUBMITTED, target=State.OPEN, by=coordinator, at=offer.approved_at or offer.made_at
    )
    causes = {State.PAUSED: Cause.SILENT if offer.silences else Cause.NONE}
    if offer.state != State.OPEN:
        yield Step(
            offer=offer,
            source=State.OPEN,
            target=offer.state,
            cause=causes.get(State(offer.state), Cause.LAPSED),
            by=offer.host if offer.state == State.PAUSED and not offer.silences else None,
            at=offer.state_since,
        )


def _due(offer: Offer) -> Iterator[clock.Due]:
    """What the calendar does next, as ``actions.keeping.plan`` would have it."""
    if offer.state in {State.OPEN, State.PAUSED} and offer.open_until:
        payload, key = {"offer": offer.pk}, str(offer.pk)
        asked = morning(offer.open_until - timedelta(days=DAYS_BEFORE))
        if asked > timezone.now():
            yield clock.Due(kind="offers.ending", key=key, due_at=asked, payload=payload)
        ends = morning(offer.open_until + timedelta(days=1))
        yield clock.Due(kind="offers.lapse", key=key, due_at=ends, payload=payload)


def _person(name: str, email: str) -> Person:
    person = Person.objects.create(name=name)
    Address.objects.create(person=person, email=email)
    return person
