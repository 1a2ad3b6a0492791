"""What people agreed to: one row a purpose, with the wording they read, and when it ended."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.accounts.models import Language, Person
from people.consent import registry

#: Days before its end when a person is told, and may renew.
NOTICE = timedelta(days=30)


class ConsentQuerySet(models.QuerySet["Consent"]):
    def open(self) -> Self:
        """Neither withdrawn nor replaced; it may have run out."""
        return self.filter(withdrawn_at=None, superseded_at=None)

    def in_force(self, at: datetime | None = None) -> Self:
        """Those that hold now, of people who are still there. Expiry needs no job: this asks the clock."""
        return self.open().filter(
            Q(until=None) | Q(until__gt=at or timezone.now()), person__merged_into=None, person__erased_at=None
        )

    def visible_to(self, user: Any) -> Self:
        """One's own."""
        return self.filter(person__user=user.pk) if user.is_authenticated else self.none()


class Consent(models.Model):
    """A person agreed to one purpose, in the words of one version. Written by ``actions`` alone; a row is never reopened."""

    class How(models.TextChoices):
        SELF = "self", _("by the person, on this site")
        PAPER = "paper", _("on paper, entered by a caseworker")
        SPOKEN = "spoken", _("aloud, entered by a caseworker")
        DOOR = "door", _("at the door of an event")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    #: Code of ``registry``.
    purpose = models.CharField(_("purpose"), max_length=60)
    #: What it was given about, as "event:12" or "organisation:4"; "" for purposes that are asked once.
    about = models.CharField(_("about"), max_length=80, blank=True, default="")
    wording_version = models.PositiveSmallIntegerField(_("version of the wording"))
    language = models.CharField(_("language it was read in"), max_length=2, choices=Language)
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    how = models.CharField(_("how it was given"), max_length=8, choices=How)
    #: Who entered it: the person, or who holds the signed paper.
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField(_("until"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: Given again: in newer words, or for longer.
    superseded_at = models.DateTimeField(_("replaced"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose", "about"],
                condition=Q(withdrawn_at=None, superseded_at=None),
                name="consent_open_once_per_purpose",
            ),
            models.CheckConstraint(name="consent_language_is_known", condition=Q(language__in=Language.values)),
            models.CheckConstraint(name="consent_names_its_wording", condition=Q(wording_version__gte=1)),
            models.CheckConstraint(name="consent_names_its_purpose", condition=~Q(purpose="")),
            models.CheckConstraint(
                name="consent_how_is_known", condition=Q(how__in=["self", "paper", "spoken", "door"])
            ),
            models.CheckConstraint(
                name="consent_given_by_the_person_is_theirs", condition=~Q(how="self") | Q(given_by=F("person"))
            ),
            models.CheckConstraint(
                name="consent_runs_out_after_it_was_given", condition=Q(until=None) | Q(until__gt=F("given_at"))
            ),
            models.CheckConstraint(
                name="consent_withdrawn_after_it_was_given",
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
            ),
            models.CheckConstraint(
                name="consent_withdrawn_by_and_at_go_together",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
            models.CheckConstraint(
                name="consent_replaced_after_it_was_given",
                condition=Q(superseded_at=None) | Q(superseded_at__gte=F("given_at")),
            ),
            models.CheckConstraint(
                name="consent_is_withdrawn_or_replaced", condition=Q(withdrawn_at=None) | Q(superseded_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.wording_version}"

    @property
    def is_open(self) -> bool:
        return self.withdrawn_at is None and self.superseded_at is None

    @property
    def has_expired(self) -> bool:
        return self.until is not None and self.until <= timezone.now()

    @property
    def holds(self) -> bool:
        """As far as this row tells; whether the person is still there, ``in_force`` knows."""
        return self.is_open and not self.has_expired

    @property
    def ends_soon(self) -> bool:
        """Within 30 days, or over: renewing makes sense. One that lasts but days ends as it was meant to."""
        if self.until is None or self.until > timezone.now() + NOTICE:
            return False
        return self.has_expired or self.was_meant_to_last

    @property
    def was_meant_to_last(self) -> bool:
        """Longer than the notice that is given of its end."""
        return self.until is None or self.until - NOTICE > self.given_at

    @property
    def facts(self) -> registry.Purpose:
        """Raises UnknownPurpose."""
        return registry.of(self.purpose)

    @property
    def words(self) -> str:
        """What the person read, in the language they read it in. Raises UnknownPurpose."""
        return self.facts.wording(self.wording_version).text(self.language)
