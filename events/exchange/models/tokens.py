"""Tokens, by which other systems ask and act, and the answers that a repeated request gets again."""

import hashlib
from datetime import date
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.localtime import Zone
from people.accounts.models import Person

#: Days that a token is good for, at most.
LONGEST_DAYS = 365
#: Hours in which the same request gets the same answer.
KEPT_HOURS = 24


def digest_of(text: str) -> str:
    """What is kept of a secret that no one can guess: a token has 256 random bits, so no salt and no slow hash is needed."""
    return hashlib.sha256(text.encode()).hexdigest()


class Access(models.TextChoices):
    """What a token opens, at the events of whoever made it."""

    EVENTS_READ = "events:read", _("Read events")
    REGISTRATIONS_READ = "registrations:read", _("Read registrations, with names and addresses")
    REGISTRATIONS_WRITE = "registrations:write", _("Register people, change and cancel registrations")
    ATTENDANCE_WRITE = "attendance:write", _("Check in, and take a check-in back")


class TokenQuerySet(models.QuerySet["Token"]):
    def standing(self) -> Self:
        """Neither revoked nor out of date."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def visible_to(self, user: Any) -> Self:
        """One's own; those of everybody for an administrator, who may have to revoke them."""
        if not user.is_authenticated:
            return self.none()
        return self.all() if user.holds_any("administrator") else self.filter(owner=user.person)


class Token(models.Model):
    """A key of another system, with the reach of whoever made it: whoever loses their role takes the token's along."""

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("which system uses it"), max_length=80)
    scopes = models.JSONField(_("what it may do"), default=list)
    #: Digest of the token, which is shown once and kept nowhere.
    digest = models.CharField(max_length=64, unique=True)
    #: How it begins, by which its owner tells it from another.
    start = models.CharField(max_length=12)
    #: Of the page on which it was asked for: sent twice, it is made once.
    form_key = models.CharField(max_length=32, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    #: To the minute.
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("tokens of other systems")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="token_ends_after_it_begins", condition=Q(expires_at__gt=F("made_at"))),
            models.CheckConstraint(name="token_may_do_something", condition=~Q(scopes=[])),
        ]

    def __str__(self) -> str:
        return f"{self.start}…"

    @property
    def standing(self) -> str:
        """ "revoked", "expired" or "standing"."""
        if self.revoked_at:
            return "revoked"
        return "standing" if self.expires_at > timezone.now() else "expired"

    @property
    def last_day(self) -> date:
        """The day, in Montréal, to the end of which it is good."""
        return self.expires_at.astimezone(ZoneInfo(Zone.MONTREAL)).date()

    @property
    def scope_labels(self) -> list[str]:
        return [str(scope.label) for scope in Access if scope.value in self.scopes]


class KeptAnswer(models.Model):
    """The answer to a write, for whoever asks the same again: written in the transaction of what it tells."""

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="answers")
    #: Digest of the Idempotency-Key.
    key = models.CharField(max_length=64)
    #: Digest of method, path and body: under the same key, another request is a mistake.
    request = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=bytes)
    made_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="answer_once_per_token_and_key")]

    def __str__(self) -> str:
        return f"{self.token_id} {self.status}"
