"""A conversation is one to one with its match; each side has a voice in it, with an address of ours to write to."""

import secrets
from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from network.pairing.matches.models import LIVE, Match, Party
from people.accounts.models import Person

#: How long after a match is over its two people read what they wrote.
READABLE = timedelta(days=90)


def new_token() -> str:
    """128 bits that nobody guesses; in small letters alone, for mail servers do not keep capitals apart."""
    return secrets.token_hex(16)


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def of_person(self, person: Person) -> Self:
        """One's own, while the match is live and for 90 days after. There is no door for staff: a report is theirs."""
        mine = Voice.objects.filter(party__person=person).values("conversation")
        return self.filter(pk__in=mine).readable()

    def readable(self) -> Self:
        return self.filter(Q(match__state__in=LIVE) | Q(match__state_since__gt=timezone.now() - READABLE))


class Conversation(models.Model):
    """Of the two people of one match, from the day both accepted."""

    match = models.OneToOneField(Match, primary_key=True, on_delete=models.CASCADE, related_name="conversation")
    opened_at = models.DateTimeField(default=timezone.now)
    #: By the coordination, after a report: nobody writes any more.
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = ConversationQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def topic(self) -> str:
        """Its name in ``core.live``."""
        return f"conversation/{self.pk}"


class VoiceQuerySet(models.QuerySet["Voice"]):
    def with_people(self) -> Self:
        return self.select_related("party__person", "conversation__match__candidate", "conversation__match__host")


class Voice(models.Model):
    """One side: how far it has read, what was mailed to it, and whether it wants messages now."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="voices")
    party = models.OneToOneField(Party, on_delete=models.CASCADE, related_name="voice")
    #: In the address this side writes to; what arrives there is theirs, and goes to the other.
    token = models.CharField(max_length=32, default=new_token, editable=False)
    #: Number of the last message this side has had before its eyes; 0: none.
    read_up_to = models.BigIntegerField(default=0)
    read_at = models.DateTimeField(null=True, blank=True)
    #: Number of the last message that a letter told of, or that was read before one left.
    mailed_up_to = models.BigIntegerField(default=0)
    #: A letter leaves then, with all that is new by then; None: none is planned.
    letter_due_at = models.DateTimeField(null=True, blank=True)
    #: Messages up to this number were written before this person came: an offer has another host now. They do not read them.
    begins_after = models.BigIntegerField(default=0)
    #: This side wants no messages: nobody writes until it does again.
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = VoiceQuerySet.as_manager()

    class Meta:
        ordering = ["conversation", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["token"], name="voice_token_once"),
            models.CheckConstraint(name="voice_has_a_token", condition=~Q(token="")),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.pk}"

    @property
    def side(self) -> str:
        return str(self.party.side)

    @property
    def person(self) -> Person:
        return self.party.person
