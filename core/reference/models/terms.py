"""What every list of reference data is made of."""

from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.bilingual import Said, pick


class Status(models.TextChoices):
    """How far a list or a row was compared with the source it names."""

    VERIFIED = "verified", _("Verified")
    PARTLY = "partly", _("Partly verified")
    MEMORY = "memory", _("Not verified")


class Origin(models.TextChoices):
    """Who wrote a row last; ``load_reference`` writes over its own rows only."""

    DATA = "data", _("Data file")
    OFFICIAL = "official", _("Official file")
    HAND = "hand", _("By hand")


class SourceList(models.Model):
    """Where a list was read, and how far it was checked."""

    slug = models.SlugField(primary_key=True)
    source = models.TextField(_("source"))
    status = models.CharField(_("verification"), max_length=10, choices=Status)
    #: Of the English names, where it is not that of the French ones.
    status_en = models.CharField(_("verification of the English names"), max_length=10, choices=Status, blank=True)
    note = models.TextField(_("note"), blank=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.DATA, editable=False)

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(name="source_list_status_is_known", condition=Q(status__in=Status.values)),
        ]

    def __str__(self) -> str:
        return self.slug

    def status_in(self, language: str) -> Status:
        return Status(self.status_en if language == "en" and self.status_en else self.status)


TermT = TypeVar("TermT", bound="Term", covariant=True)


class TermQuerySet(models.QuerySet[TermT]):
    def current(self) -> Self:
        """Rows to choose from: those the sources still hold."""
        return self.filter(is_retired=False)


class Term(models.Model):
    """One entry of a bilingual list: ``code`` is its key. English is empty where the official name is the French one."""

    #: Slug of its :class:`SourceList`.
    source_list: ClassVar[str]

    code = models.CharField(_("code"), max_length=40, primary_key=True)
    name_fr = models.CharField(_("name (French)"), max_length=500)
    name_en = models.CharField(_("name (English)"), max_length=500, blank=True)
    rank = models.PositiveSmallIntegerField(default=0, editable=False)
    status = models.CharField(_("verification"), max_length=10, choices=Status, default=Status.MEMORY)
    note = models.TextField(_("note"), blank=True)
    #: No longer in its source; kept, because rows elsewhere point to it.
    is_retired = models.BooleanField(_("no longer used"), default=False)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.DATA, editable=False)

    objects = TermQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["rank", "code"]
        constraints = [
            models.CheckConstraint(name="%(class)s_has_a_french_name", condition=~Q(name_fr="")),
            models.CheckConstraint(name="%(class)s_status_is_known", condition=Q(status__in=Status.values)),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def name(self) -> Said:
        return pick(self, "name")

    @property
    def is_verified(self) -> bool:
        return self.status == Status.VERIFIED
