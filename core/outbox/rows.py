"""What a mail is, and which mails may leave."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: Priorities: a sign-in code overtakes a confirmation, which overtakes an announcement.
URGENT, NORMAL, BULK = 0, 5, 9


class MailQuerySet(models.QuerySet["Mail"]):
    def about(self, thing: models.Model) -> Self:
        """What was written about ``thing``, latest first, with states in words: the organiser's view."""
        return self.filter(object_type=thing._meta.label_lower, object_id=str(thing.pk)).order_by("-queued_at", "-pk")

    def queued(self) -> Self:
        return self.filter(state=Mail.State.QUEUED)

    def undelivered(self) -> Self:
        """Mails that somebody should look at: given up, or refused by the other side."""
        return self.filter(state__in=[Mail.State.FAILED, Mail.State.BOUNCED])

    def ready(self, now: datetime) -> Self:
        """Queued mails that nobody holds, whose time has come, and that head their stream."""
        earlier = Mail.objects.queued().filter(stream=OuterRef("stream"), pk__lt=OuterRef("pk"))
        nobody_holds_it = Q(lease_until=None) | Q(lease_until__lt=now)
        return self.queued().filter(nobody_holds_it, ~Exists(earlier), not_before__lte=now)


class Mail(models.Model):
    """One mail to one address. ``key`` is one per fact: template, object, version of the fact."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting to leave")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Could not be sent")
        BOUNCED = "bounced", _("Returned by the recipient’s mail service")
        DROPPED = "dropped", _("Not sent: no longer needed")

    key = models.CharField(max_length=200, unique=True)
    template = models.CharField(max_length=80)
    language = models.CharField(max_length=2)
    recipient = models.EmailField()
    #: Mails of one stream leave strictly in order of their id: CANCEL never overtakes REQUEST. Ids follow the order
    #: of the facts as long as whoever posts holds the row the facts are about (a seat, an event), as actions do.
    stream = models.CharField(max_length=320)
    priority = models.PositiveSmallIntegerField(default=NORMAL)
    object_type = models.CharField(max_length=80, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    payload = models.JSONField(default=dict)
    message_id = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    queued_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    #: After this moment the mail helps nobody (a code that has run out) and is dropped.
    best_before = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=200, blank=True)
    #: The letter as it left, for the organiser's eye, without the keys of its links; purged after 30 days, a sign-in
    #: code's words at once.
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    purged_at = models.DateTimeField(null=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mail_sent_has_its_moment", condition=~Q(state="sent") | Q(sent_at__isnull=False)
            ),
            models.CheckConstraint(
                name="mail_state_is_known", condition=Q(state__in=["queued", "sent", "failed", "bounced", "dropped"])
            ),
            models.UniqueConstraint(fields=["message_id"], name="mail_message_id_once"),
        ]
        indexes = [
            models.Index(fields=["priority", "id"], condition=Q(state="queued"), name="mail_queued_by_priority"),
            models.Index(fields=["stream", "id"], condition=Q(state="queued"), name="mail_queued_by_stream"),
            models.Index(fields=["object_type", "object_id"], name="mail_by_object"),
            models.Index(fields=["queued_at"], condition=Q(purged_at=None), name="mail_to_purge"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def standing(self) -> str | Promise:
        """Where this mail stands, in words that tell an organiser whether to act."""
        if self.state == self.State.QUEUED and self.attempts:
            return _("Waiting for another try: the mail service did not take it yet")
        return self.State(self.state).label
