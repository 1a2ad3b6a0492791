"""Plans under way, hours to book, appointments before and behind, referrals and tasks: enough to make a morning."""

from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.localtime import Zone
from core.outbox import Mail
from core.refusals import Refusal
from people.accompaniment import actions
from people.accompaniment.models import Appointment, PlanStep, PlanTemplate, Slot, Task
from people.accounts.models import Person, Role, User
from people.participants.models import CaseFile, PaperLetter

PERSON, CASEWORKER = "person", "caseworker"
#: Name in both languages, organisation's key ("" for the house), then steps: title in both, who, days.
TEMPLATES: list[tuple[str, str, str, list[tuple[str, str, str, int]]]] = [
    ("Vers un emploi dans mon domaine", "Towards a job in my field", "", [
        ("Première rencontre et ouverture du dossier", "First meeting and opening of the file", CASEWORKER, 0),
        ("Rassembler diplômes et attestations", "Gather diplomas and attestations", PERSON, 7),
        ("Rédiger mon CV à la québécoise", "Write my CV the Québec way", PERSON, 14),
        ("Relire le CV ensemble", "Go over the CV together", CASEWORKER, 21),
        ("Passer l’évaluation de français", "Take the French assessment", PERSON, 30),
        ("Participer à une séance sur les codes du travail d’ici", "Attend a session on workplace customs here", PERSON, 45),
        ("Proposer une rencontre avec un mentor", "Propose a meeting with a mentor", CASEWORKER, 60),
        ("Faire le point", "Take stock", CASEWORKER, 90),
    ]),
    ("Préparer mon arrivée", "Prepare my arrival", "", [
        ("Demander l’évaluation comparative de mes diplômes", "Ask for the comparative evaluation of my diplomas", PERSON, -90),
        ("Rencontre en ligne avant le départ", "Online meeting before leaving", CASEWORKER, -30),
        ("Trouver un hébergement pour les premières semaines", "Find lodging for the first weeks", PERSON, -21),
        ("Inscription à l’assurance maladie", "Register for health insurance", PERSON, 7),
        ("Ouvrir un compte de banque", "Open a bank account", PERSON, 10),
        ("Rencontre au bureau", "Meeting at the office", CASEWORKER, 14),
    ]),
    ("S’établir au Saguenay–Lac-Saint-Jean", "Settling in Saguenay–Lac-Saint-Jean", "horizons", [
        ("Parler du projet avec la famille", "Talk of the project with the family", PERSON, 7),
        ("Visiter la région une fin de semaine", "Visit the region for a weekend", PERSON, 30),
        ("Chercher un logement et une école", "Look for housing and a school", PERSON, 60),
        ("Appel un mois après le déménagement", "Call a month after the move", CASEWORKER, 120),
    ]),
    ("Se préparer aux entrevues", "Getting ready for interviews", "voisins", [
        ("Relire le CV ensemble", "Go over the CV together", CASEWORKER, 7),
        ("Préparer cinq réponses courtes", "Prepare five short answers", PERSON, 14),
        ("Faire une entrevue d’essai", "Have a trial interview", CASEWORKER, 21),
        ("Écrire à trois employeurs", "Write to three employers", PERSON, 30),
    ]),
]  # fmt: skip
REFERRALS = [
    ("Comité logement du quartier", "Recherche d’un quatre et demie"),
    ("Centre de francisation", "Cours du soir, niveau intermédiaire"),
    ("Bureau coordonnateur de la garde en milieu familial", "Place en garderie pour deux enfants"),
    ("Carrefour budget", "Premier budget au Québec"),
]
TASKS = [
    "Rappeler au sujet de l’évaluation de français",
    "Envoyer la liste des séances d’information",
    "Vérifier si l’attestation est arrivée",
    "Préparer la prochaine rencontre",
    "Relire le CV",
    "Chercher un mentor dans le domaine",
]
TOPICS = ["Relire mon CV", "Préparer une entrevue", "Parler du projet de déménagement", "", "La francisation", ""]


def seed(world: Any) -> None:
    """Templates, then plans, hours, appointments, referrals and tasks of both organisations; a second time changes nothing."""
    if PlanTemplate.objects.exists() or not getattr(world, "caseworkers", None):
        return
    chance = Random(11)  # noqa: S311  (invented people, no secret)
    with transaction.atomic():
        templates = _templates(world)
        for key, users in world.caseworkers.items():
            organisation = world.organisations[key]
            house = "Bureau de la rue Racine, 2e étage" if key == "horizons" else "4200, rue Saint-Denis, bureau 310"
            for user in users:
                _hours(organisation, user, house)
                _people_of(user, templates, chance)
            for title in ("Commander les dépliants de la séance de janvier", "Mettre à jour la liste des partenaires"):
                due = timezone.localdate() + timedelta(days=chance.randint(-3, 10))
                actions.add_task(title=title, due_on=due, organisation=organisation, by=users[0].person)
        _the_participant(world, templates)
    # What was said over a year is not news today.
    Mail.objects.filter(template__startswith="accompaniment/").exclude(recipient="amina.benali@exemple.test").delete()
    PaperLetter.objects.filter(template__startswith="accompaniment/").delete()


def _templates(world: Any) -> dict[str, PlanTemplate]:
    found = {}
    for name_fr, name_en, key, steps in TEMPLATES:
        details = {
            "name_fr": name_fr,
            "name_en": name_en,
            "organisation": world.organisations[key] if key else None,
            "edition": None,
        }
        rows = [{"title_fr": fr, "title_en": en, "who": who, "offset_days": days} for fr, en, who, days in steps]
        found[name_fr] = actions.write_template(template=None, details=details, steps=rows, by=None)
    return found


def _next(weekday: int) -> Any:
    """The next day of this name from tomorrow on; Monday is 0."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    return tomorrow + timedelta(days=(weekday - tomorrow.weekday()) % 7)


def _hours(organisation: Any, user: User, house: str) -> None:
    """Two mornings at the office and an evening online, for six weeks."""
    given = {
        "organisation": organisation,
        "caseworker": user.person,
        "by": user.person,
        "zone": Zone.MONTREAL,
        "weeks": 6,
    }
    for weekday, begins, ends in ((1, time(9), time(12)), (3, time(9, 30), time(11, 30))):
        actions.open_hours(day=_next(weekday), begins=begins, ends=ends, minutes=30, mode="place", place=house, **given)
    link = f"https://visio.exemple.test/rencontre-{user.pk}"
    actions.open_hours(day=_next(2), begins=time(17), ends=time(19), minutes=30, mode="online", place=link, **given)


def _people_of(user: User, templates: dict[str, PlanTemplate], chance: Random) -> None:
    files = list(CaseFile.objects.filter(caseworker=user.person).open().select_related("person").order_by("pk")[:24])
    free = list(Slot.objects.opened_by(user.person).free().in_order())
    chance.shuffle(free)
    for number, file in enumerate(files):
        if number % 2 == 0:
            _plan(file, user.person, templates, chance)
        if number % 3 == 0 and free:
            actions.book(slot=free.pop(), case_file=file, by=file.person, about=chance.choice(TOPICS))
        if number % 4 == 1:
            _past(file, user.person, chance)
        if number % 5 == 2:
            _referral(file, user.person, chance)
        if number % 2 == 1:
            due = timezone.localdate() + timedelta(days=chance.randint(-9, 12))
            assignee = None if chance.random() < 0.2 else user.person
            actions.add_task(title=chance.choice(TASKS), due_on=due, case_file=file, assignee=assignee, by=user.person)


def _plan(file: CaseFile, by: Person, templates: dict[str, PlanTemplate], chance: Random) -> None:
    begun = timezone.localdate() - timedelta(days=chance.randint(5, 80))
    plan = actions.begin_plan(case_file=file, by=by, template=templates["Vers un emploi dans mon domaine"])
    # Begun some weeks ago: the past that an action would not write.
    for step in plan.steps.all():
        due = step.due_on - (timezone.localdate() - begun)
        done = due < timezone.localdate() and chance.random() < 0.85
        PlanStep.objects.filter(pk=step.pk).update(
            due_on=due,
            state="done" if done else "todo",
            done_at=timezone.make_aware(datetime.combine(due, time(15))) if done else None,
            done_by=(file.person if step.who == PERSON else by) if done else None,
        )
    plan.begun_on, plan.made_at = begun, timezone.make_aware(datetime.combine(begun, time(10)))
    plan.save(update_fields=["begun_on", "made_at"])


def _past(file: CaseFile, by: Person, chance: Random) -> None:
    """One that lies behind: held, missed, or still to be noted."""
    days, hour = chance.randint(2, 40), chance.randint(9, 15)
    day = timezone.localdate() - timedelta(days=days)
    begins, ends = (timezone.make_aware(datetime.combine(day, time(hour, minute))) for minute in (0, 45))
    Appointment.objects.create(
        case_file=file,
        organisation=file.organisation,  # type: ignore[misc]  # a caseworker follows them
        caseworker=by,
        start_date=day,
        start_time=time(hour),
        end_date=day,
        end_time=time(hour, 45),
        starts_at=begins,
        ends_at=ends,
        mode="phone",
        state=chance.choice(["held", "held", "missed"]) if days > 6 else "booked",
        booked_by=file.person,
        booked_at=begins - timedelta(days=9),
    )


def _referral(file: CaseFile, by: Person, chance: Random) -> None:
    service, reason = chance.choice(REFERRALS)
    made = timezone.localdate() - timedelta(days=chance.randint(4, 40))
    again = timezone.localdate() + timedelta(days=chance.randint(-4, 9))
    referral = actions.refer(case_file=file, to_name=service, reason=reason, on_date=made, ask_again_on=again, by=by)
    if chance.random() < 0.4:
        actions.note_outcome(
            referral=referral, outcome=chance.choice(["taken_up", "taken_up", "no_answer"]), by=by, note="Par téléphone"
        )


def _the_participant(world: Any, templates: dict[str, PlanTemplate]) -> None:
    """The demonstration's participant: a plan half done, an appointment next week, and a service to go to."""
    user = getattr(world, "users", {}).get(Role.PARTICIPANT.value)
    file = CaseFile.objects.filter(person=user.person).select_related("person").first() if user else None
    if file is None or file.caseworker is None or Task.objects.filter(case_file=file).exists():
        return
    by, today = file.caseworker, timezone.localdate()
    if not file.plans.open().exists():
        _plan(file, by, templates, Random(5))  # noqa: S311  (no secret)
        late = file.plans.get().steps.filter(who=PERSON).order_by("due_on").first()
        PlanStep.objects.filter(pk=late.pk if late else 0).update(
            state="todo",
            done_at=None,
            done_by=None,
            due_on=today - timedelta(days=2),
            note="L’original suffit, même abîmé.",
        )
    if not file.appointments.upcoming().exists():
        slot = (
            Slot.objects.opened_by(by)
            .free()
            .in_order()
            .filter(starts_at__gt=timezone.now() + timedelta(days=3))
            .first()
        )
        try:
            if slot is not None:
                actions.book(slot=slot, case_file=file, by=file.person, about="Préparer une entrevue")
        except Refusal:
            return  # she is expected at an event at that hour
    actions.refer(case_file=file, to_name=REFERRALS[1][0], reason=REFERRALS[1][1], by=by)
