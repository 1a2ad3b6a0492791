"""Three hundred invented people, followed by two organisations, each somewhere on the way: what makes a morning list worth reading."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core.audiences import Verdict
from core.outbox import Mail
from core.reference.models import MajorGroup, Mrc, Region, ResidenceStatus
from core.refusals import Refusal
from people.accounts import actions as accounts
from people.accounts.demo import login_of
from people.accounts.models import Address, Person, Role, User
from people.organisations import actions as organisations
from people.organisations.models import Affiliation
from people.oversight import demo as oversight
from people.participants import actions, endings
from people.participants.demo_people import NOTES, TONGUES, Invented, invented
from people.participants.demo_rows import Rows
from people.participants.models import Candidacy, CaseFile, Decision
from people.programmes.models import Edition
from people.timetable.availability import AFTERNOON, EVENING, MORNING, Availability

#: Caseworkers beside the demonstration's first: name, address, organisation, title.
COLLEAGUES = [
    ("Mélanie Tremblay", "melanie.tremblay@exemple.test", "voisins", "Intervenante en emploi"),
    ("Kevin Simard", "kevin.simard@exemple.test", "horizons", "Intervenant en régionalisation"),
    ("Julie Gagné", "julie.gagne@exemple.test", "horizons", "Intervenante en emploi"),
]
#: Where people of each edition mostly live: region and MRC.
HOMES = {
    "montreal": [("06", "montreal"), ("06", "montreal"), ("13", "laval"), ("16", "longueuil"), ("14", "les-moulins")],
    "saguenay": [("02", "saguenay"), ("02", "lac-saint-jean-est"), ("02", "maria-chapdelaine")],
}
#: Weeks that people have: evenings after work, mornings while the children are at school, everything for who looks for work.
WEEKS: list[list[tuple[int, int]]] = [
    [(day, EVENING) for day in range(5)],
    [(day, MORNING) for day in range(5)],
    [(day, part) for day in range(5) for part in (MORNING, AFTERNOON)],
    [(5, MORNING), (5, AFTERNOON), (6, MORNING), (6, AFTERNOON)],
    [(1, EVENING), (3, EVENING), (5, MORNING)],
    [(0, AFTERNOON), (2, AFTERNOON), (4, AFTERNOON)],
]
REASONS = [
    "Arrivée il y a cinq ans et deux mois; le comité de l’édition accepte jusqu’à six mois de plus.",
    "Niveau oral confirmé à l’entrevue, l’attestation suit.",
    "Dossier complété de vive voix : les documents arrivent cette semaine.".replace(" :", "\u00a0:"),
]


def seed(world: Any) -> None:
    """Caseworkers in ``world.caseworkers`` by organisation key, the people's files; running again finds them again."""
    world.caseworkers = _caseworkers(world)
    # The second organisation gets its first caseworkers here: from now on it holds files, and says who answers for them.
    oversight.policies(world.organisations["horizons"], 3)
    if Address.objects.filter(email="personne001@exemple.test").exists():
        return
    chance = Random(7)  # noqa: S311  (invented people, no secret)
    with transaction.atomic():
        rows = Rows(mails=False)  # what three hundred people would have been told over a year is not news today
        for somebody in invented(getattr(settings, "DEMO_PEOPLE", 300)):
            _person(world, rows, somebody, chance)
        rows.write()
    with transaction.atomic():
        _the_participant(world, chance)
        _unassigned(world, chance)
        _closed()
        _entered(world)
    # Nor is what those were told whose file was closed.
    Mail.objects.filter(template__startswith="participants/", recipient__startswith="personne").delete()


def _caseworkers(world: Any) -> dict[str, list[User]]:
    found: dict[str, list[User]] = {"voisins": [], "horizons": []}
    first = getattr(world, "users", {}).get(Role.CASEWORKER.value)
    if first:
        found["voisins"].append(first)
    for name, email, key, title in COLLEAGUES:
        organisation, user = world.organisations[key], login_of(name=name, email=email)
        accounts.grant(user=user, role=Role.CASEWORKER, scope=organisation.scope, by=None)
        if not Affiliation.objects.filter(person=user.person, organisation=organisation).exists():
            since = timezone.localdate() - timedelta(days=700)
            organisations.affiliate(organisation=organisation, person=user.person, by=None, title=title, since=since)
        found[key].append(user)
    return found


def _person(world: Any, rows: Rows, somebody: Invented, chance: Random) -> None:
    """One person from the first word to where they stand today."""
    lives = "saguenay" if somebody.number % 3 == 0 else "montreal"
    edition: Edition = world.editions[
        "mentoring_saguenay" if lives == "saguenay" else chance.choice(["gateway", "gateway", "mentoring_montreal"])
    ]
    person = rows.person(name=somebody.name, language=somebody.language, email=somebody.email)
    by, organisation = person, None
    if not somebody.email:
        key = "horizons" if lives == "saguenay" else "voisins"
        organisation = world.organisations[key]
        by = world.caseworkers[key][0].person
    file = rows.open_file(person=person, by=by)
    _describe(rows, file, lives, somebody, chance, by)
    candidacy = rows.apply(case_file=file, edition=edition, by=by, organisation=organisation)
    asked = timezone.now() - timedelta(days=chance.randint(25, 380), hours=chance.randint(0, 9))
    moment = _carry_on(world, rows, candidacy, chance, asked)
    if moment == asked:
        # Nobody has waited for a year: who is not decided upon asked in the last weeks.
        asked = moment = timezone.now() - timedelta(days=chance.randint(0, 23), hours=chance.randint(1, 9))
    elif timezone.now() - moment > timedelta(days=40) and not _is_settled(candidacy):
        moment = timezone.now() - timedelta(days=chance.randint(1, 30))
    file.opened_at = asked - timedelta(minutes=20)
    rows.date(candidacy, asked=asked, moment=moment)


def _is_settled(candidacy: Candidacy) -> bool:
    """In the pool, told "not yet", or over: no work of today."""
    return candidacy.state in {Candidacy.State.IN_POOL, Candidacy.State.NOT_YET, Candidacy.State.INACTIVE}


def _describe(rows: Rows, file: CaseFile, lives: str, somebody: Invented, chance: Random, by: Person) -> None:
    region, mrc = chance.choice(HOMES[lives])
    this_year = timezone.localdate().year
    details: dict[str, Any] = {
        "phone": f"{chance.choice(['514', '438'] if lives == 'montreal' else ['418', '581'])} 555-01{chance.randint(10, 99)}",
        "region": rows.term(Region, region),
        "mrc": rows.term(Mrc, mrc),
        "is_adult": True,
        "diploma": chance.choice(["secondary", "vocational", "college", "bachelor", "bachelor", "master"]),
    }
    if chance.random() > 0.08:
        details |= {"arrival_year": this_year - chance.choice([0, 1, 1, 2, 2, 2, 3, 3, 4, 6])}
    if chance.random() > 0.1:
        status = chance.choice(["permanent_resident"] * 6 + ["protected_person", "citizen", "temporary_worker"])
        details["status"] = rows.term(ResidenceStatus, status)
    rows.describe(case_file=file, details=details, by=by, step="situation")
    level = chance.choice([2, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10])
    if chance.random() > 0.06:
        levels = {
            "oral_comprehension": str(min(12, level + 1)), "oral_production": str(level),
            "written_comprehension": str(level), "written_production": str(max(1, level - 1)),
        }  # fmt: skip
        source = "evaluated" if chance.random() < 0.4 else "declared"
        rows.say_french_levels(case_file=file, levels=levels, by=by, source=source, step="languages")
    spoken = [(tongue, chance.choice(["fluent", "native"])) for tongue in chance.sample(TONGUES, 2)]
    rows.say_languages(case_file=file, languages=spoken, by=by)
    if chance.random() < 0.45:
        members = [("partner", "18+")] + [("child", chance.choice(["0-4", "5-11", "12-17"]))] * chance.randint(0, 3)
        rows.say_household(case_file=file, members=members, by=by, step="household")
    if chance.random() > 0.07:
        _card(rows, file, lives, somebody, chance, by)


def _card(rows: Rows, file: CaseFile, lives: str, somebody: Invented, chance: Random, by: Person) -> None:
    years = chance.randint(1, 22)
    wished = chance.sample(["02", "02", "03", "04", "05", "01", "12", "17"], chance.randint(1, 3))
    rows.write_card(
        person=file.person,
        by=by,
        details={
            "occupation_code": somebody.trade,
            "major_group": rows.term(MajorGroup, somebody.trade[:2]),
            "occupation_title": somebody.title,
            "headline": f"{somebody.title}, {years} ans de métier" if years > 1 else somebody.title,
            "years_experience": years,
            "skills": somebody.skills,
            "summary": f"J’ai exercé ce métier pendant {years} ans, d’abord dans mon pays, puis au Québec.",
            "availability": int(Availability.of(chance.choice(WEEKS))),
            "regions": [
                rows.term(Region, code) for code in sorted({*wished, "02"} if lives == "saguenay" else {*wished})
            ],
            "goes_anywhere": chance.random() < 0.12,
            "language": "fr",
        },
    )
    agreed = [("card", 0.9), ("matching", 0.92), ("french_level", 0.8), ("cv", 0.5)]
    how = "self" if somebody.email else "paper"
    for purpose, share in agreed:
        if chance.random() < share:
            rows.agree(person=file.person, purpose=purpose, language=somebody.language, how=how, by=by)


def _carry_on(world: Any, rows: Rows, candidacy: Candidacy, chance: Random, asked: datetime) -> datetime:
    """Take the file, decide, put in the pool: as far as chance has it. The moment of the last step."""
    now = timezone.now()
    if candidacy.organisation is None or chance.random() < 0.09:
        return asked
    key = "horizons" if candidacy.organisation == world.organisations["horizons"] else "voisins"
    by = chance.choice(world.caseworkers[key]).person
    file = candidacy.case_file
    rows.take(case_file=file, caseworker=by, by=by)
    _notes(rows, file, chance, by, asked)
    if chance.random() < 0.1:
        return asked
    decided = min(now, asked + timedelta(days=chance.randint(1, 18)))
    met = rows.assess(candidacy).verdict is Verdict.MET
    outcome = Decision.Outcome.ELIGIBLE if met or chance.random() < 0.35 else Decision.Outcome.NOT_YET
    reason = "" if met else (chance.choice(REASONS) if outcome == Decision.Outcome.ELIGIBLE else "")
    rows.decide(candidacy=candidacy, outcome=outcome, reason=reason, by=by).decided_at = decided
    if outcome == Decision.Outcome.NOT_YET:
        if chance.random() < 0.15:
            rows.ask_again(candidacy=candidacy, by=file.person)
            return min(now, decided + timedelta(days=chance.randint(1, 9)))
        return decided
    if chance.random() < 0.06:
        rows.end(candidacy=candidacy, by=by, reason="A trouvé un emploi dans son domaine par ses propres moyens.")
        return min(now, decided + timedelta(days=20))
    if chance.random() < 0.85:
        ready = min(now, decided + timedelta(days=chance.randint(0, 12)))
        try:
            rows.put_in_pool(candidacy=candidacy, by=by)
        except Refusal:
            return decided
        return ready
    return decided


def _closed() -> None:
    """Who asks for nothing any more: some of their files are closed, the latest ones."""
    over = CaseFile.objects.open().filter(caseworker__isnull=False).exclude(candidacies__in=Candidacy.objects.active())
    for file in over.filter(candidacies__isnull=False).distinct().order_by("-pk")[:5]:
        seal = endings.seal_of(endings.all_open(file))
        assert file.caseworker is not None  # as filtered
        actions.close(case_file=file, reason=CaseFile.Closing.REACHED, by=file.caseworker, seal=seal)


def _entered(world: Any) -> None:
    """Somebody whom a caseworker entered at the desk, and who has opened an account since: is it hers?"""
    name, email = "Yolanda Quispe", "yolanda.quispe@exemple.test"
    by = world.caseworkers["voisins"][0].person
    actions.enter(
        organisation=world.organisations["voisins"],
        name=name,
        email=email,
        phone="514 555-0147",
        language="fr",
        by=by,
        edition=world.editions["mentoring_montreal"],
    )
    login_of(name=name, email=email)


def _notes(rows: Rows, file: CaseFile, chance: Random, by: Person, asked: datetime) -> None:
    for kind, text in chance.sample(NOTES, chance.randint(0, 3)):
        day = min(timezone.localdate(), (asked + timedelta(days=chance.randint(0, 40))).date())
        note = rows.write_note(case_file=file, kind=kind, on_date=day, text=text.replace("{N}", "\u00a0"), by=by)
        note.written_at = datetime.combine(day, asked.timetz())


def _the_participant(world: Any, chance: Random) -> None:
    """The demonstration's participant: found eligible, and asked for a last thing before they are ready."""
    user = getattr(world, "users", {}).get(Role.PARTICIPANT.value)
    if user is None or CaseFile.objects.filter(person=user.person).exists():
        return
    person = user.person
    rows = Rows()
    file = rows.open_file(person=person, by=person)
    somebody = Invented(
        0, person.name, user.email, person.language, "21231", "Développeuse de logiciels", "Python\nSQL"
    )
    _describe(rows, file, "montreal", somebody, chance, person)
    rows.describe(case_file=file, details={"arrival_year": timezone.localdate().year - 2}, by=person)
    candidacy = rows.apply(case_file=file, edition=world.editions["mentoring_montreal"], by=person)
    by = world.caseworkers["voisins"][0].person
    rows.take(case_file=file, caseworker=by, by=by)
    rows.decide(candidacy=candidacy, outcome="eligible", reason=REASONS[1], by=by)
    rows.write()


def _unassigned(world: Any, chance: Random) -> None:
    """Two people whom no partner can take at the moment: the coordination sees them, and by when."""
    edition = world.editions["sessions"]
    partners = edition.partners.all()
    partners.update(is_paused=True)
    for number, name in enumerate(["Fatoumata Sangaré", "Bao Trần"], 1):
        person = Person.objects.create(name=name)
        Address.objects.create(person=person, email=f"attente{number}@exemple.test", proven_at=timezone.now())
        candidacy = actions.apply(person=person, edition=edition, by=person)
        asked = timezone.now() - timedelta(days=number * 2)
        CaseFile.objects.filter(pk=candidacy.case_file_id).update(opened_at=asked)
        Candidacy.objects.filter(pk=candidacy.pk).update(asked_at=asked, state_since=asked)
