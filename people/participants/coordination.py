"""What those who coordinate see of the intake: numbers and shares, never a person."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils import timezone

from core import outbox
from people.accounts.models import Grant, User
from people.participants.models import Candidacy
from people.programmes.models import KEEPERS, Edition, Partner

#: A request that waits longer for an organisation is told to the coordinators.
PATIENCE = timedelta(days=1)


def overdue() -> QuerySet[Candidacy]:
    """Requests that have found no organisation for a day."""
    return Candidacy.objects.unassigned().filter(asked_at__lte=timezone.now() - PATIENCE)


@dataclass(frozen=True)
class Waiting:
    """How many requests to one edition wait for an organisation, and since when the oldest does."""

    edition: Edition
    number: int
    since: Any


def waiting_too_long(user: User) -> list[Waiting]:
    """By edition the user keeps, what has waited for more than a day. Cost: 2 queries."""
    rows = (
        overdue()
        .filter(edition__in=Edition.objects.kept_by(user))
        .order_by("edition")
        .values("edition")
        .annotate(number=Count("pk"), since=Min("asked_at"))
    )
    numbers = {row["edition"]: row for row in rows}
    editions = Edition.objects.filter(pk__in=numbers).select_related("programme").order_by("folded", "pk")
    return [Waiting(edition, numbers[edition.pk]["number"], numbers[edition.pk]["since"]) for edition in editions]


def tell(day: date) -> int:
    """Write to every coordinator in whose editions a request waits too long, once a day; how many. Cost: 4 queries a coordinator."""
    holding = Grant.objects.in_force().filter(role__in=KEEPERS, user__is_active=True)
    told = 0
    for user in User.objects.filter(grants__in=holding).select_related("person").distinct().order_by("pk"):
        if not waiting_too_long(user):
            continue
        outbox.post(
            "participants/unassigned",
            to=user.email,
            language=user.person.language,
            key=f"{user.pk}:{day.isoformat()}",
            about=user,
        )
        told += 1
    return told


@dataclass(frozen=True)
class Share:
    """One partner of an edition: what it got, of what it can take."""

    partner: Partner
    #: Assigned ÷ capacity, as a whole percentage.
    percent: int
    #: Open requests with it now.
    open: int


@dataclass(frozen=True)
class Intake:
    """An edition as a coordinator sees it."""

    edition: Edition
    unassigned: int
    oldest: Any
    shares: list[Share]
    #: Whether a partner would take a request now.
    somebody_takes: bool


def intakes(user: Any) -> list[Intake]:
    """Editions the user keeps that are open or have open requests, those with requests nobody took first. Cost: 3 queries."""
    editions = list(
        Edition.objects.kept_by(user)
        .annotate(
            unassigned=Count("candidacies", filter=_open("candidacies") & Q(candidacies__organisation=None)),
            oldest=Min("candidacies__asked_at", filter=_open("candidacies") & Q(candidacies__organisation=None)),
            requests=Count("candidacies", filter=_open("candidacies")),
        )
        .filter(Q(state="open") | Q(requests__gt=0))
        .select_related("programme")
        .order_by(F("oldest").asc(nulls_last=True), "folded", "pk")
    )
    partners = Partner.objects.filter(edition__in=editions).select_related("organisation")
    counts = {
        (row["edition"], row["organisation"]): row["number"]
        for row in Candidacy.objects.active()
        .filter(edition__in=editions)
        .order_by()
        .values("edition", "organisation")
        .annotate(number=Count("pk"))
    }
    by_edition: dict[int, list[Partner]] = {}
    for partner in partners:
        by_edition.setdefault(partner.edition_id, []).append(partner)
    return [
        Intake(
            edition,
            edition.unassigned,  # type: ignore[attr-defined]  # annotated
            edition.oldest,  # type: ignore[attr-defined]  # annotated
            [
                Share(
                    partner,
                    round(100 * partner.assigned / partner.capacity),
                    counts.get((edition.pk, partner.organisation_id), 0),
                )
                for partner in by_edition.get(edition.pk, [])
            ],
            any(not partner.is_paused for partner in by_edition.get(edition.pk, [])),
        )
        for edition in editions
    ]


def _open(path: str) -> Q:
    """Requests at the end of ``path`` that have not ended, of people who are there."""
    return ~Q(**{f"{path}__state": Candidacy.State.INACTIVE}) & Q(
        **{
            f"{path}__isnull": False,
            f"{path}__case_file__person__erased_at": None,
            f"{path}__case_file__person__merged_into": None,
        }
    )
