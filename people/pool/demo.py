"""The pool for the demonstration: counts of the last weeks, and handovers between Montréal and Saguenay in each state.

Three hundred people over all regions and occupations hardly reach the numbers that may be shown, so beside those who
are really in the demonstration's pool each week counts some sixty welders, mechanics and nurses who go anywhere. They
are numbers and nothing else: there is no file of theirs.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from core import clock
from core.outbox import Mail
from people.accounts.models import Person, User
from people.consent import actions as consents
from people.participants.models import Candidacy, PaperLetter
from people.pool import actions, counting, entries, searching
from people.pool.actions import freezing, handing
from people.pool.counts import Ready
from people.pool.models import Handover, PoolSnapshot, about

#: Unit group, band, and how many of them there were in each week. Invented.
CROWDS: list[tuple[str, str, tuple[int, int, int]]] = [
    ("72106", "5-6", (24, 31, 38)),
    ("72106", "7-8", (18, 22, 27)),
    ("72400", "7-8", (16, 19, 26)),
    ("31301", "7-8", (22, 30, 41)),
    ("31301", "9-12", (17, 21, 28)),
]
MESSAGES = [
    "A suivi la séance d’information et rappelle chaque semaine. Disponible dès la fin du mois, prête à déménager en famille.",
    "Voudrait visiter avant de décider. Permis de conduire, peut venir à Saguenay par ses propres moyens.",
    "Connaît déjà quelqu’un à Alma. Cherche un logement de trois chambres près d’une école.",
    "Un employeur de la région a demandé à la rencontrer. Le CV est relu, il reste le logement.",
]


def seed(world: Any) -> None:
    """Handovers in ``world.handovers``, then the weeks: those left in ``world.ready_weeks``, or the people of the pool."""
    # The people were put in the pool as rows (``participants.demo_rows``), as of earlier days.
    entries.rebuild()
    world.handovers = _handovers(world)
    weeks = getattr(world, "ready_weeks", None) or list(_weeks())
    freeze_last_weeks(weeks)


def _weeks() -> Iterator[list[Ready]]:
    """Three weeks, oldest first: who is in the pool today, and the crowds of each week."""
    real = list(counting.everybody_ready())
    for week in range(3):
        crowd = [
            Ready(unit[:2], unit, frozenset(), band, goes_anywhere=True)
            for unit, band, numbers in CROWDS
            for _person in range(numbers[week])
        ]
        yield real + crowd


def freeze_last_weeks(weeks: Sequence[Iterable[Ready]], *, today: date | None = None) -> None:
    """Freeze one week for each list, the last one this week; what is frozen already stays.

    A list holds all who were ready in its week. Weeks before the last one that is frozen are passed over.
    """
    this_week = freezing.monday(today)
    frozen = PoolSnapshot.objects.order_by("-week").values_list("week", flat=True).first()
    for back, persons in zip(range(len(weeks) - 1, -1, -1), weeks, strict=True):
        week = this_week - timedelta(weeks=back)
        if frozen is None or week > frozen:
            freezing.freeze(week=week, ready=persons)


# ------------------------------------------------------------------ handovers


def _handovers(world: Any) -> list[Handover]:
    """One in each state and one that is late, from the Montréal bank to the Saguenay partner; made once."""
    caseworkers = getattr(world, "caseworkers", {})
    if not caseworkers.get("voisins") or not caseworkers.get("horizons"):
        return []
    if Handover.objects.exists():
        return list(Handover.objects.order_by("pk"))
    sender, receiver = caseworkers["voisins"][0], caseworkers["horizons"][0]
    ready = (
        Candidacy.objects.in_pool()
        .filter(edition=world.editions["gateway"], organisation=world.organisations["voisins"])
        .select_related("case_file__person", "edition")
        .order_by("pk")
    )
    stages: list[Callable[[Handover, User, User], object]] = [
        _asked, _agreed, _agreed, _late, _accepted, _declined, _refused, _withdrawn, _asked_long_ago,
    ]  # fmt: skip
    made = []
    with transaction.atomic():
        for number, (candidacy, stage) in enumerate(zip(list(ready[: len(stages)]), stages, strict=False)):
            handover = actions.propose(
                case_file=candidacy.case_file,
                edition=candidacy.edition,
                organisation=world.organisations["horizons"],
                message=MESSAGES[number % len(MESSAGES)],
                by=sender.person,
            )
            stage(handover, sender, receiver)
            made.append(handover)
        _asked_for(world, list(ready[len(stages) :]), receiver)
    # What they would have been told over a month is no news today; what is open is.
    closed = [str(handover.pk) for handover in Handover.objects.exclude(pk__in=Handover.objects.open())]
    Mail.objects.filter(template__startswith="pool/", object_id__in=closed).delete()
    PaperLetter.objects.filter(template="pool/step", object_id__in=closed).delete()
    return made


def _asked_for(world: Any, others: Sequence[Candidacy], receiver: User) -> None:
    """The Saguenay partner asks for somebody of the Montréal bank whose card it sees."""
    shown = searching.shown_to(world.organisations["horizons"]).filter(pk__in=[each.pk for each in others])
    first = shown.select_related("case_file").order_by("pk").first()
    if first is not None:
        actions.ask_for(
            case_file=first.case_file,
            organisation=world.organisations["horizons"],
            message="Un atelier d’Alma cherche ce métier, et un logement est trouvé.",
            by=receiver.person,
        )


def _agree(handover: Handover) -> None:
    person: Person = handover.case_file.person
    consents.give(
        person=person, purpose="handover", about=about(handover), language=person.language, how="self", by=person
    )


def _back(handover: Handover, days: int) -> None:
    """As if all of it had happened so many days ago."""
    row = Handover.objects.get(pk=handover.pk)
    moments = {
        name: getattr(row, name) - timedelta(days=days)
        for name in ("proposed_at", "consented_at", "due_at", "closed_at")
        if getattr(row, name)
    }
    Handover.objects.filter(pk=row.pk).update(**moments)
    if row.due_at and row.is_open:
        clock.schedule(handing.DUE, str(row.pk), due_at=moments["due_at"], payload={"handover": row.pk})


def _asked(handover: Handover, _sender: User, _receiver: User) -> None:
    _back(handover, 1)


def _asked_long_ago(handover: Handover, _sender: User, _receiver: User) -> None:
    _back(handover, 9)


def _agreed(handover: Handover, _sender: User, _receiver: User) -> None:
    _agree(handover)


def _late(handover: Handover, _sender: User, _receiver: User) -> None:
    _agree(handover)
    _back(handover, 4)
    # The clock is there already.
    actions.escalate(handover=handover)


def _accepted(handover: Handover, _sender: User, receiver: User) -> None:
    _agree(handover)
    actions.accept(handover=handover, by=receiver.person, becomes_caseworker=True)
    _back(handover, 12)


def _declined(handover: Handover, _sender: User, receiver: User) -> None:
    _agree(handover)
    actions.decline(handover=handover, reason="Aucun logement pour une famille avant l’été.", by=receiver.person)
    _back(handover, 20)


def _refused(handover: Handover, _sender: User, _receiver: User) -> None:
    actions.refuse(handover=handover, by=handover.case_file.person)
    _back(handover, 6)


def _withdrawn(handover: Handover, sender: User, _receiver: User) -> None:
    actions.withdraw(handover=handover, by=sender.person)
    _back(handover, 15)
