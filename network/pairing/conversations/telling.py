"""Which letters are posted, to whom. None holds a word of a message but those between the two."""

from typing import Any

from django.db import models

from core import outbox
from network.pairing.conversations import rules
from network.pairing.conversations.models import Conversation, Report, Voice
from people.accounts.models import Person
from people.participants import writing
from people.participants.models import CaseFile


def stream_of(voice: Voice) -> str:
    return f"conversations/{voice.pk}"


def language_for(person: Person) -> str:
    """The language that is due to a candidate, as for all their letters; their own to a host. Cost: 1 to 3 queries."""
    file = CaseFile.objects.select_related("person").filter(person=person).first()
    return writing.language_for(file) if file else str(person.language)


def tell_news(voice: Voice, *, first: int, last: int) -> None:
    """One letter with what is new; its number of the last message stands in its key for good. Cost: 2 or 3 queries."""
    person = voice.person
    email = "" if person.erased_at or person.merged_into_id else writing.address_of(person)
    outbox.post_all(
        [
            outbox.draft(
                "conversations/news",
                to=email,
                language=language_for(person),
                key=f"{voice.pk}:{last}",
                about=voice.conversation,
                stream=stream_of(voice),
                payload={"voice": voice.pk, "person": person.pk, "first": first, "last": last},
            )
        ]
    )


def last_told_by(key: str) -> int:
    """Number of the last message of a letter, from its key; 0 for none."""
    number = key.rpartition(":")[2]
    return int(number) if number.isdecimal() else 0


def tell(person: Person, what: str, about: models.Model, *, key: str, **payload: Any) -> None:
    """``what``: a sentence of ``conversations/mail/_step.txt``. Cost: 2 or 3 queries; whoever was erased is written nothing."""
    if person.erased_at or person.merged_into_id:
        return
    if email := writing.address_of(person):
        outbox.post(
            "conversations/step",
            to=email,
            language=language_for(person),
            key=f"{about._meta.model_name}:{about.pk}:{what}:{key}",
            about=about,
            payload={"what": what, **payload},
        )


def tell_coordination(report: Report) -> None:
    """Whoever may read it, by number alone; not the two whom it is between. Cost: 3 queries, 2 a login."""
    conversation: Conversation = report.message.conversation
    own = {conversation.match.candidate_id, conversation.match.host_id}
    outbox.post_all(
        outbox.draft(
            "conversations/reported",
            to=login.email,
            language=login.person.language,
            key=f"{report.pk}:{login.pk}",
            about=report,
        )
        for login in rules.who_reads_reports(conversation.match.edition)
        if login.person_id not in own
    )
