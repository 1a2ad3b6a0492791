"""What people asked about what is held about them, and what the retention schedule decided and did.

What is held stands in the rooms; ``core.personal`` knows where.
"""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.files import PrivateFileField
from people.accounts.models import Language, Person, Role
from people.organisations.models import Organisation

#: Who sees the register, merges two Persons and decides how long what is kept.
GUARDIANS = (Role.PRIVACY_OFFICER, Role.ADMINISTRATOR)


def guards(user: Any) -> bool:
    """Whether the user guards the register. Cost: 1 query a request, kept on the user."""
    return bool(user.is_authenticated and user.holds_any(*GUARDIANS))


class Distinction(models.Model):
    """Somebody said that two Persons are two people: they are not offered for merging again."""

    #: The one with the smaller id, so that a pair is kept once.
    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    said_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="distinction_once_per_pair"),
            models.CheckConstraint(name="distinction_is_of_two", condition=Q(first__lt=F("second"))),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"


# ------------------------------------------------------------------ copies


class CopyQuerySet(models.QuerySet["DataCopy"]):
    def of_person(self, person: Person) -> Self:
        return self.filter(person=person)

    def in_the_making(self) -> Self:
        return self.filter(ready_at=None)

    def to_download(self, now: datetime | None = None) -> Self:
        """Made, and not older than they are kept."""
        return self.filter(ready_at__gt=(now or timezone.now()) - timedelta(days=settings.COPY_DAYS))


class DataCopy(models.Model):
    """A person asked for a copy of what is held about them: made by the worker, downloaded once signed in."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="copies")
    language = models.CharField(max_length=2, choices=Language)
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    ready_at = models.DateTimeField(_("ready"), null=True)
    downloaded_at = models.DateTimeField(_("downloaded"), null=True)
    file = PrivateFileField(folder="copies", blank=True)
    size_bytes = models.PositiveBigIntegerField(default=0)

    objects = CopyQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ready_at=None), name="copy_in_the_making_once_per_person"
            ),
            models.CheckConstraint(
                name="copy_is_ready_with_its_file",
                condition=Q(ready_at=None, file="") | ~Q(ready_at=None) & ~Q(file=""),
            ),
            models.CheckConstraint(name="copy_language_is_known", condition=Q(language__in=Language.values)),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.asked_at:%Y-%m-%d}"

    @property
    def kept_until(self) -> datetime | None:
        """When it can no longer be downloaded; None while it is in the making."""
        return self.ready_at + timedelta(days=settings.COPY_DAYS) if self.ready_at else None


# ------------------------------------------------------------------ erasure


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def of_person(self, person: Person) -> Self:
        return self.filter(person=person)

    def visible_to(self, user: Any) -> Self:
        """All for those who guard the register; for others their own, and those they asked for."""
        if guards(user):
            return self.all()
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(person=user.person_id) | Q(asked_by=user.person_id))

    def open(self) -> Self:
        """Neither done nor taken back."""
        return self.filter(done_at=None, taken_back_at=None)

    def done(self) -> Self:
        return self.filter(done_at__isnull=False)


class Erasure(models.Model):
    """Somebody is to be forgotten at ``due_at``, unless it is taken back. The row outlives it: an id and days."""

    class Kind(models.TextChoices):
        OWN = "own", _("Asked by the person")
        ON_BEHALF = "on_behalf", _("Asked on the person's behalf")
        RETENTION = "retention", _("Retention schedule")
        REPLAY = "replay", _("Replayed after a restore")

    class Channel(models.TextChoices):
        """How somebody without a login asked."""

        PHONE = "phone", _("By phone")
        LETTER = "letter", _("By letter or email")
        IN_PERSON = "in_person", _("In person")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="erasures")
    kind = models.CharField(max_length=10, choices=Kind)
    channel = models.CharField(_("how the person asked"), max_length=10, choices=Channel, blank=True)
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    #: Code of what stood against it when it was due; it is tried again each day.
    held_by = models.CharField(max_length=80, blank=True)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(done_at=None, taken_back_at=None), name="erasure_open_once_per_person"
            ),
            models.CheckConstraint(
                name="erasure_is_done_or_taken_back", condition=Q(done_at=None) | Q(taken_back_at=None)
            ),
            models.CheckConstraint(name="erasure_is_due_after_it_was_asked", condition=Q(due_at__gte=F("asked_at"))),
            models.CheckConstraint(
                name="erasure_names_who_asked",
                condition=Q(kind="own", asked_by__isnull=False, asked_by=F("person"))
                | (Q(kind="on_behalf", asked_by__isnull=False) & ~Q(asked_by=F("person")) & ~Q(channel=""))
                | Q(kind__in=["retention", "replay"], asked_by=None),
            ),
        ]
        indexes = [models.Index(fields=["done_at"], name="erasure_by_day_done")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.due_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.taken_back_at is None


# ------------------------------------------------------------------ the retention schedule


class RetentionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """All for those who guard the register, none for others."""
        return self.all() if guards(user) else self.none()


class RetentionRule(models.Model):
    """A privacy officer's decision: a class of the schedule is kept for another time, by all or by one organisation."""

    code = models.CharField(_("class"), max_length=80)
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="retention_rules",
        verbose_name=_("organisation"),
    )
    days = models.PositiveIntegerField(_("days"))
    reason = models.CharField(_("reason"), max_length=300)
    set_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    objects = RetentionQuerySet.as_manager()

    class Meta:
        ordering = ["code", "organisation__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(organisation=None), name="retention_rule_once_for_all"
            ),
            models.UniqueConstraint(
                fields=["code", "organisation"],
                condition=Q(organisation__isnull=False),
                name="retention_rule_once_per_organisation",
            ),
            models.CheckConstraint(name="retention_rule_keeps_a_day_at_least", condition=Q(days__gte=1)),
            models.CheckConstraint(name="retention_rule_says_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.organisation_id or ''} {self.days}"


class RetentionRun(models.Model):
    """Proof: of this class, so many rows were past their time and were forgotten (or would have been, if ``is_dry``)."""

    code = models.CharField(max_length=80)
    #: None: all organisations without a rule of their own.
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    days = models.PositiveIntegerField()
    cut_off = models.DateTimeField()
    rows = models.PositiveIntegerField(default=0)
    is_dry = models.BooleanField(default=False)

    objects = RetentionQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="retention_run_looks_back", condition=Q(cut_off__lt=F("started_at"))),
        ]
        indexes = [models.Index(fields=["code", "started_at"], name="retention_run_by_class")]

    def __str__(self) -> str:
        return f"{self.code} {self.started_at:%Y-%m-%d} {self.rows}"
