"""What this room would like of a person: read what the other wrote."""

from collections.abc import Iterable

from django.db.models import F
from django.urls import reverse
from django.utils.translation import ngettext

from network.pairing.conversations.models import Conversation, Message, Voice
from network.pairing.conversations.naming import name_of
from people.accounts.models import Person
from people.participants.waiting import Waiting, waits_for_me


def unread_of(person: Person) -> dict[int, int]:
    """Conversation -> messages of the other that the person has not read; conversations with none are left out. Cost: 2 queries."""
    found: dict[int, int] = {}
    own = Voice.objects.filter(party__person=person, conversation__in=Conversation.objects.of_person(person))
    marks = dict(own.values_list("pk", "conversation"))
    if not marks:
        return found
    new = Message.objects.filter(conversation__voices__in=marks, pk__gt=F("conversation__voices__read_up_to"))
    new = new.exclude(author__in=marks).order_by()
    for conversation in new.values_list("conversation", flat=True):
        found[conversation] = found.get(conversation, 0) + 1
    return found


def to_read(person: Person) -> Iterable[Waiting]:
    """Cost: 2 queries, 2 more with something to read."""
    unread = unread_of(person)
    if not unread:
        return
    others = Voice.objects.filter(conversation__in=unread).exclude(party__person=person)
    for voice in others.select_related("party__person", "conversation__match").order_by("pk"):
        number = unread[voice.conversation_id]
        words = ngettext("%(name)s: %(number)d new message", "%(name)s: %(number)d new messages", number)
        label = words % {"name": name_of(voice.conversation.match, voice), "number": number}
        yield Waiting(label, reverse("conversations:thread", args=[voice.conversation_id]), order=10)


def register() -> None:
    """Called by ``AppConfig.ready``."""
    waits_for_me(to_read)
