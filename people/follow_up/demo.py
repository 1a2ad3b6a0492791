"""What became of some sixty invented people: answered, due, overdue, not reached, to come; a region where some settled."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.outbox import Mail
from core.reference.models import Region
from people.accounts import actions as accounts
from people.accounts.models import Role, Scope
from people.consent import actions as consents
from people.follow_up import actions
from people.follow_up.actions import Answer, Place
from people.follow_up.actions.planning import days_of, plan_of
from people.follow_up.models import Attempt, FollowUp, Track
from people.follow_up.months import months_after
from people.participants.models import CaseFile

PEOPLE = 60
#: Days since each one's beginning: some have a date today, some had it a while ago, some wait for their first.
BEGAN = [93, 120, 92, 188, 60, 370, 200, 96, 20, 385, 97, 185]
#: What people answer, and how often.
SAID = ["own_field"] * 5 + ["other_job"] * 3 + ["looking"] * 2 + ["studying"]
NOTES = [
    "Poste permanent depuis l’automne.",
    "Cherche un logement plus grand.",
    "Conjointe en francisation.",
    "",
    "",
    "",
]


def seed(world: Any) -> None:
    """Tracks and follow-ups of people with an organisation; running again changes nothing."""
    saguenay = Region.objects.filter(code="02").first()
    officer = getattr(world, "users", {}).get(Role.REGIONAL_OFFICER.value)
    if officer and saguenay:
        accounts.grant(user=officer, role=Role.REGIONAL_OFFICER, scope=Scope.objects.of_region(saguenay), by=None)
    if saguenay is None or Track.objects.filter(origin__startswith="demo.stay:").exists():
        return
    chance = Random(11)  # noqa: S311  (invented people, no secret)
    files = CaseFile.objects.open().filter(organisation__isnull=False, caseworker__isnull=False)
    edition = getattr(world, "editions", {}).get("gateway")
    with transaction.atomic():
        for number, file in enumerate(files.select_related("person", "region").order_by("pk")[:PEOPLE]):
            began = timezone.localdate() - timedelta(days=BEGAN[number % len(BEGAN)])
            kind = Track.Kind.STAY if number % 3 else Track.Kind.PAIRING
            track = actions.schedule(
                case_file=file, origin=f"demo.stay:{number}", begun_on=began, kind=kind,
                edition=edition if kind == Track.Kind.STAY else None,
            )  # fmt: skip
            _live_on(track, saguenay, chance)
    _the_participant(world)
    # What sixty people would have been asked over a year is not news today.
    Mail.objects.filter(template__startswith="follow_up/", recipient__startswith="personne").delete()


def _live_on(track: Track, saguenay: Region, chance: Random) -> None:
    """Every date that has passed is asked about; most people answered."""
    today, file = timezone.localdate(), track.case_file
    home = Place(file.region) if file.region else Place(saguenay)
    moves = track.kind == Track.Kind.STAY and file.region_id != saguenay.pk and chance.random() < 0.5
    there = Place(saguenay) if moves else home
    for months in (3, 6, 12):
        due_on = months_after(track.begun_on, months)
        if due_on - timedelta(days=3) > today:
            break
        row, _is_new = FollowUp.objects.get_or_create(
            track=track, months=months, defaults=days_of(plan_of(track.edition), due_on)
        )
        actions.ask(follow_up=row)
        row.refresh_from_db()
        FollowUp.objects.filter(pk=row.pk).update(asked_at=_at(due_on - timedelta(days=3)))
        is_old = due_on + timedelta(days=20) < today
        if chance.random() < (0.8 if is_old else 0.3):
            _answer(row, due_on, there, chance)
        elif is_old:
            _not_reached(row, due_on, given_up=due_on + timedelta(days=45) < today)
    if moves and chance.random() < 0.6:
        person = file.person
        consents.give(person=person, purpose="follow_up.regional", language=person.language, how="self", by=person)


def _answer(row: FollowUp, due_on: date, there: Place, chance: Random) -> None:
    situation = chance.choice(SAID)
    works = there if situation in FollowUp.EMPLOYED else Place()
    how = chance.choice(["self", "self", "phone"])
    person, caseworker = row.track.case_file.person, row.track.case_file.caseworker
    said = Answer(
        situation,
        there,
        works,
        still_there=None if how == "self" else chance.random() < 0.8,
        note="" if how == "self" else chance.choice(NOTES),
    )
    actions.answer(follow_up=row, answer=said, how=how, seen=row.revision, by=person if how == "self" else caseworker)
    moment = min(timezone.now(), _at(due_on + timedelta(days=chance.randint(-2, 12))))
    FollowUp.objects.filter(pk=row.pk).update(answered_at=moment)


def _not_reached(row: FollowUp, due_on: date, *, given_up: bool) -> None:
    for days, how in ((6, Attempt.How.PHONE), (13, Attempt.How.MESSAGE)):
        Attempt.objects.create(
            follow_up=row, how=how, made_at=_at(due_on + timedelta(days=days)), by=row.track.case_file.caseworker
        )
    if given_up:
        actions.give_up(follow_up=row)


def _the_participant(world: Any) -> None:
    """The demonstration's participant was asked three days ago: the link is in their mail, and in their space."""
    user = getattr(world, "users", {}).get(Role.PARTICIPANT.value)
    file = CaseFile.objects.filter(person=user.person).first() if user else None
    if file is None:
        return
    began = timezone.localdate() - timedelta(days=91)
    track = actions.schedule(case_file=file, origin="demo.stay:participant", begun_on=began, kind=Track.Kind.PAIRING)
    first = track.follow_ups.order_by("due_on").first()
    if first is not None and first.ask_on <= timezone.localdate():
        actions.ask(follow_up=first)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10, 20), timezone.get_default_timezone())
