"""A named person decides; then pairs are put before both sides, one by one.

Each pair is a transaction of its own: a person who withdrew in the meantime, or an offer that filled up, holds up nobody else. What could
not be sent stays on the board with the reason, and the next round keeps the pair together if it may be again. A worker that
is killed goes on where it stopped: a pair is sent once, for it is marked in the transaction that makes its proposal.
"""

from collections.abc import Callable

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core import audit, clock, live
from core.refusals import Refusal
from network.pairing.editions.models import PairingSettings
from network.pairing.proposals import actions as proposals
from network.pairing.rounds import refusals, telling
from network.pairing.rounds.actions.asking import _change
from network.pairing.rounds.models import Origin, PairState, Round, RoundPair, State
from people.accounts.models import Person

#: Kind of the due work that sends a round's pairs.
SEND = "rounds.send"
#: After how many pairs the screen moves.
EVERY = 10


@transaction.atomic
def publish(*, round: Round, version: int, by: Person) -> Round:
    """Decide: every pair of this version of the board is put before both sides. Cost: about 8 queries.

    Raises NotOpen, NothingToSend, UnderWay, SomebodyChanged, MovedOn.
    """
    if not PairingSettings.objects.open().filter(edition=round.edition_id).exists():
        raise refusals.NotOpen
    if Round.objects.under_way().filter(edition=round.edition_id).exists():
        raise refusals.UnderWay
    if not RoundPair.objects.standing().filter(round=round).exists():
        raise refusals.NothingToSend
    now = timezone.now()
    _change(round, version, state=State.PUBLISHING, decided_by=by, decided_at=now, progress=0)
    clock.schedule(SEND, str(round.pk), due_at=now, payload={"round": round.pk})
    audit.record("round.decided", round, by=by, fields=["state"], values={"pairs": round.pairs})
    live.publish(round.topic)
    return round


def send(pk: int) -> Callable[[], object]:
    """Send what is left to send, apart from the clock's transaction; the answer closes the round. Cost: about 45 queries a pair."""
    round_ = Round.objects.select_related("decided_by").filter(pk=pk, state=State.PUBLISHING).first()
    if round_ is None or round_.decided_by is None:
        return lambda: None
    order = "request__round_rows__order"
    left = RoundPair.objects.standing().filter(round=round_, request__round_rows__round=round_).order_by(order, "pk")
    keys = list(left.values_list("pk", flat=True))
    for number, key in enumerate(keys, 1):
        _send_one(round_, key, round_.decided_by)
        if number % EVERY == 0:
            _moved(round_, number * 100 // len(keys))
    return lambda: _close(round_)


def _send_one(round_: Round, key: int, by: Person) -> None:
    """A refusal leaves nothing of the proposal, and the reason on the pair."""
    try:
        with transaction.atomic():
            _propose(key, by)
    except Refusal as refusal:
        fell = RoundPair.objects.standing().filter(pk=key)
        fell.update(state=PairState.FELL_THROUGH, fell_because=type(refusal).__name__)


def _propose(key: int, by: Person) -> None:
    # Held by nobody else: a round that is being sent is changed by this work alone, which one worker leases.
    related = ("request__candidacy__case_file__person", "request__candidacy__edition", "offer__edition")
    pair = RoundPair.objects.standing().select_related(*related).filter(pk=key).first()
    if pair is None:
        return
    is_by_hand = pair.origin == Origin.HAND
    made = proposals.propose(
        request=pair.request,
        offer=pair.offer,
        score=pair.score,
        parts=pair.parts,
        by=by,
        computed=pair.origin in {Origin.ENGINE, Origin.KEPT},
        by_hand=is_by_hand,
        hand_reason=pair.reason if is_by_hand else "",
        beyond=pair.beyond,
    )
    if not RoundPair.objects.standing().filter(pk=key).update(state=PairState.PUBLISHED, proposal=made):
        raise refusals.MovedOn


@transaction.atomic
def _moved(round_: Round, progress: int) -> None:
    Round.objects.filter(pk=round_.pk, state=State.PUBLISHING).update(progress=progress, version=F("version") + 1)
    live.publish(round_.topic)


def _close(round_: Round) -> None:
    """All of it is sent, or cannot be. Cost: about 6 queries, in the clock's transaction."""
    if RoundPair.objects.standing().filter(round=round_).exists():
        # Something of it was put back meanwhile: begin again.
        raise refusals.MovedOn
    sending = Round.objects.filter(pk=round_.pk, state=State.PUBLISHING)
    if not sending.update(state=State.PUBLISHED, closed_at=timezone.now(), progress=100, version=F("version") + 1):
        return
    round_.refresh_from_db()
    sent = RoundPair.objects.filter(round=round_, state=PairState.PUBLISHED).count()
    fell = RoundPair.objects.filter(round=round_, state=PairState.FELL_THROUGH).count()
    audit.record("round.published", round_, by=round_.decided_by, fields=["state"], values={"sent": sent, "fell": fell})
    telling.tell_it_is_sent(round_, sent=sent, fell=fell)
    live.publish(round_.topic)
