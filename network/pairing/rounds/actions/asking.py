"""A round is asked for, put aside, and taken up again."""

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone

from core import audit, clock, live
from network.pairing.editions.models import PairingSettings
from network.pairing.rounds import refusals
from network.pairing.rounds.models import Kind, Round, State
from people.accounts.models import Person
from people.programmes.models import Edition

#: Kind of the due work that computes a round.
COMPUTE = "rounds.compute"


@transaction.atomic
def ask(*, edition: Edition, by: Person | None, kind: str = Kind.ON_DEMAND) -> Round:
    """Have a round computed in the background. What is locked on the board that is under review stays locked. Cost: about 8 queries.

    Raises NotOpen, UnderWay, BeingSent.
    """
    settings = PairingSettings.objects.open().filter(edition=edition).first()
    if settings is None:
        raise refusals.NotOpen
    rounds = Round.objects.filter(edition=edition)
    if rounds.filter(state=State.PUBLISHING).exists():
        raise refusals.BeingSent
    number = (rounds.aggregate(last=Max("number"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            made = Round.objects.create(
                edition=edition,
                number=number,
                kind=kind,
                asked_by=by,
                objective=settings.objective,
                weights=settings.weights,
                keep_bonus=settings.keep_bonus,
            )
    except IntegrityError:
        # round_one_under_way, or two who asked at once for the same number.
        raise refusals.UnderWay from None
    clock.schedule(COMPUTE, str(made.pk), due_at=timezone.now(), payload={"round": made.pk})
    audit.record("round.asked", made, by=by, values={"edition": edition.pk, "kind": str(kind)})
    return made


@transaction.atomic
def discard(*, round: Round, version: int, by: Person) -> Round:
    """Put a board aside: nobody is asked anything. It can be taken up again until another round comes. Cost: 5 queries.

    Raises MovedOn, SomebodyChanged.
    """
    _change(round, version, state=State.DISCARDED, closed_at=timezone.now())
    audit.record("round.discarded", round, by=by, fields=["state"])
    live.publish(round.topic)
    return round


@transaction.atomic
def bring_back(*, round: Round, by: Person) -> Round:
    """Take a board up again that was put aside. Cost: about 6 queries.

    Raises CannotComeBack where another round came after it.
    """
    later = Round.objects.filter(edition=round.edition_id, number__gt=round.number).exclude(state=State.FAILED)
    put_aside = Round.objects.filter(
        pk=round.pk, state=State.DISCARDED, is_proven=True, replaced_by=None, problem__isnull=False
    )
    try:
        with transaction.atomic():
            if later.exists() or not put_aside.update(state=State.READY, closed_at=None, version=F("version") + 1):
                raise refusals.CannotComeBack
    except IntegrityError:
        raise refusals.CannotComeBack from None
    round.refresh_from_db(fields=["state", "closed_at", "version"])
    audit.record("round.brought_back", round, by=by, fields=["state"])
    live.publish(round.topic)
    return round


def _change(round_: Round, version: int, **facts: object) -> None:
    """One conditional UPDATE: of a board that is under review and stands as it was seen. Raises MovedOn, SomebodyChanged."""
    seen = Round.objects.filter(pk=round_.pk, state=State.READY, version=version)
    if not seen.update(version=version + 1, **facts):
        if Round.objects.filter(pk=round_.pk, state=State.READY).exists():
            raise refusals.SomebodyChanged
        raise refusals.MovedOn
    for name, value in facts.items():
        setattr(round_, name, value)
    round_.version = version + 1
