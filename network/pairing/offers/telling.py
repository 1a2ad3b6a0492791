"""Letters about offers: to whoever receives, at each move that somebody else or the calendar made."""

from core import outbox
from network.pairing.offers.models import Cause, Offer, State, Step
from people.participants.writing import address_of

#: Moves that the host is told by mail, whoever made them.
TOLD = {
    (State.DRAFT, State.SUBMITTED),
    (State.RETURNED, State.SUBMITTED),
    (State.SUBMITTED, State.OPEN),
    (State.SUBMITTED, State.RETURNED),
    (State.SUBMITTED, State.DECLINED),
}


def tell(offer: Offer, step: Step) -> None:
    """A letter about a move; none about what the host did with a click, save that it has arrived. Cost: 0, or 3 queries."""
    by_host = step.by_id == offer.host_id
    is_news = (step.source, step.target) in TOLD or step.cause in {Cause.SILENT, Cause.LAPSED, Cause.LEFT}
    if is_news or (not by_host and step.by_id and step.target in {State.PAUSED, State.CLOSED, State.OPEN}):
        post(offer, "offers/moved", key=str(step.pk), step=step.pk)


def ask(offer: Offer) -> None:
    """Whether it goes on, some days before it ends: once for each day it would end. Cost: 3 queries."""
    post(offer, "offers/ending", key=f"{offer.pk}:{offer.open_until}", until=str(offer.open_until))


def post(offer: Offer, template: str, *, key: str, **payload: object) -> None:
    if to := address_of(offer.host):
        outbox.post(
            template,
            to=to,
            language=offer.host.language,
            key=key,
            about=offer,
            payload={**payload, "host": offer.host_id},
            stream=f"offers/{offer.pk}/{offer.host_id}",
        )
