"""Messages: what one wrote, and what the other sees of it before both have signed."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.guard import door
from network.pairing.conversations.models.conversation import Conversation, Voice
from people.accounts.models import Person

#: Characters of one message.
LONGEST = 4000


class MessageQuerySet(models.QuerySet["Message"]):
    def read_by(self, voice: Voice) -> Self:
        """All that this side may read of its conversation."""
        return self.filter(conversation=voice.conversation_id, pk__gt=voice.begins_after)

    @door
    def of_people(self, person: Person) -> Self:
        """In conversations that the person reads, on either side."""
        reading = Voice.objects.filter(party__person=person, conversation=OuterRef("conversation"))
        since = reading.filter(begins_after__lt=OuterRef("pk"))
        return self.filter(Exists(since), conversation__in=Conversation.objects.of_person(person))

    def unread_by(self, voice: Voice) -> Self:
        """What the other wrote since this side last looked."""
        return self.read_by(voice).filter(pk__gt=voice.read_up_to).exclude(author=voice)

    def not_told_to(self, voice: Voice) -> Self:
        """Unread, and in no letter yet."""
        return self.unread_by(voice).filter(pk__gt=voice.mailed_up_to)


class Message(models.Model):
    """Plain text; files are not passed on."""

    class Way(models.TextChoices):
        WEB = "web", pgettext_lazy("message", "on the site")
        MAIL = "mail", pgettext_lazy("message", "by mail")

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    #: The side that wrote, and who spoke for it then.
    author = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="messages")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("message"), max_length=LONGEST)
    #: With marks in place of ways to reach somebody, for the other until both have signed; "": nothing was masked.
    masked_text = models.TextField(blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    way = models.CharField(max_length=4, choices=Way, default=Way.WEB)
    #: Files that came with a mail and were left out.
    files_left_out = models.PositiveSmallIntegerField(default=0)
    in_reply_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    #: Of the mail it came by: the same mail twice is one message, and letters to its author hang on to it.
    message_id = models.CharField(max_length=250, blank=True)
    #: Of the form it came by: pressed twice is once.
    once = models.UUIDField(default=uuid.uuid4)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="message_says_something", condition=~Q(text="")),
            models.CheckConstraint(name="message_way_is_known", condition=Q(way__in=["web", "mail"])),
            models.CheckConstraint(name="message_files_come_by_mail", condition=Q(files_left_out=0) | Q(way="mail")),
            models.UniqueConstraint(fields=["author", "once"], name="message_once_a_form"),
            models.UniqueConstraint(
                fields=["author", "message_id"], condition=~Q(message_id=""), name="message_once_a_mail"
            ),
        ]
        indexes = [models.Index(fields=["conversation", "id"], name="message_by_conversation")]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def as_read(self, *, by: Person, is_signed: bool) -> str:
        """The text for one of the two, with the marks of ``masking`` where something is not shown yet. Needs the author's party.

        ``is_signed``: whether both have signed. Who wrote before another came in their place has signed nothing.
        """
        knows = is_signed and self.person_id == self.author.party.person_id
        return self.text if self.person_id == by.pk or knows or not self.masked_text else self.masked_text
