"""The morning letter of those caseworkers who wish it: how much waits, never about whom."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from core import outbox
from people.accompaniment.models import Appointment, Digest, Task
from people.accounts.models import Grant, Person, Role, User

#: Local hours (Montréal) in which it leaves, on working days.
FROM_HOUR, TO_HOUR = 6, 10


@dataclass(frozen=True)
class Counts:
    overdue: int
    today: int
    unassigned: int
    appointments: int

    @property
    def any(self) -> bool:
        return bool(self.overdue or self.today or self.unassigned or self.appointments)


def counts_of(person: Person, on: date | None = None) -> Counts:
    """What waits for a caseworker: their own tasks, those nobody of their organisations took, today's appointments.

    Cost: 5 queries.
    """
    day = on or timezone.localdate()
    mine = Task.objects.of_assignee(person)
    scopes = [scope for role, scope in _grants(person) if role == Role.CASEWORKER]
    free = Task.objects.due(day).filter(assignee=None, organisation__scope__in=scopes)
    begins = timezone.make_aware(datetime.combine(day, datetime.min.time()))
    meets = Appointment.objects.booked().filter(
        caseworker=person, starts_at__gte=begins, starts_at__lt=begins + timedelta(days=1)
    )
    return Counts(mine.overdue(day).count(), mine.open().filter(due_on=day).count(), free.count(), meets.count())


def _grants(person: Person) -> frozenset[tuple[str, int]]:
    login = User.objects.filter(person=person, is_active=True).first()
    return login.grants_now if login else frozenset()


def send(now: datetime | None = None) -> int:
    """Post the letter of the day to whoever wishes it, on a working morning; how many. Running twice posts once.

    Cost: none unless it is time, then 3 queries.
    """
    local = timezone.localtime(now)
    if local.weekday() > 4 or not FROM_HOUR <= local.hour < TO_HOUR:
        return 0
    people = list(
        Digest.objects.filter(person__erased_at=None, person__merged_into=None).values_list("person", flat=True)
    )
    logins = (
        User.objects.filter(
            person__in=people, is_active=True, grants__in=Grant.objects.in_force().filter(role=Role.CASEWORKER)
        )
        .select_related("person")
        .distinct()
        .order_by("pk")
    )
    mails = [
        outbox.draft(
            "accompaniment/digest",
            to=login.email,
            language=login.person.language,
            key=f"{login.person_id}:{local.date().isoformat()}",
            payload={"person": login.person_id},
            priority=outbox.BULK,
            best_before=(now or timezone.now()) + timedelta(hours=8),
        )
        for login in logins
    ]
    outbox.post_all(mails)
    return len(mails)
