"""A conversation opens with its match; a side may get another person."""

from django.db import transaction
from django.db.models import Max

from core import audit
from network.pairing.conversations.models import Conversation, Message, Voice, new_token
from network.pairing.matches.models import Match, Side, State
from network.pairing.offers.models import Offer
from people.accounts.models import Person


@transaction.atomic
def open_for(match: Match) -> Conversation:
    """Both accepted: they can write to each other. Asking twice keeps one. Cost: 4 queries."""
    conversation, _is_new = Conversation.objects.get_or_create(match=match)
    Voice.objects.bulk_create(
        [Voice(conversation=conversation, party=party) for party in match.parties.all()], ignore_conflicts=True
    )
    return conversation


@transaction.atomic
def change_host(offer: Offer, *, former: Person, by: Person | None) -> None:
    """Somebody else receives: they write from an address of their own, and read nothing of what was written before them.

    Of matches that nobody signed yet; others stay between those who signed. Cost: 1 query, 3 a match.
    """
    theirs = Voice.objects.filter(
        conversation__match__offer=offer,
        conversation__match__state=State.TO_SIGN,
        party__side=Side.HOST,
        party__person__in=[former.pk, offer.host_id],
    ).exclude(conversation__match__candidate=offer.host_id)
    for voice in theirs.order_by("pk"):
        last = Message.objects.filter(conversation=voice.conversation_id).aggregate(last=Max("pk"))["last"] or 0
        Voice.objects.filter(pk=voice.pk).update(
            token=new_token(),
            begins_after=last,
            read_up_to=last,
            read_at=None,
            mailed_up_to=last,
            letter_due_at=None,
            stopped_at=None,
        )
        audit.record("conversation.host_changed", voice.conversation, by=by)
