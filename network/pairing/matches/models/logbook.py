"""The logbook of who observes, and the links that the coordination sets for each phase of a match."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.bilingual import Said, pick
from network.pairing.kinds import PAIRED, Format
from network.pairing.matches.models.match import Match
from people.accounts.models import Language, Person
from people.programmes.models import Edition


class LogbookQuerySet(models.QuerySet["Logbook"]):
    def of_person(self, person: Person) -> Self:
        """One's own."""
        return self.filter(match__candidate=person)


class Logbook(models.Model):
    """Guided notes of the candidate, written in several goes: a private draft until they choose whom to share it with.

    Source of the questions: DOMAIN, 5.3.
    """

    match = models.OneToOneField(Match, primary_key=True, on_delete=models.CASCADE, related_name="logbook")
    language = models.CharField(_("language it is written in"), max_length=2, choices=Language, default=Language.FRENCH)
    procedures = models.TextField(_("which ways of working did you know already?"), max_length=3000, blank=True)
    techniques = models.TextField(_("which techniques do you master?"), max_length=3000, blank=True)
    rules = models.TextField(
        _("which rules of the occupation did you come to understand?"), max_length=3000, blank=True
    )
    gaps = models.TextField(_("what do you still need to learn?"), max_length=3000, blank=True)
    notes = models.TextField(_("what else you want to keep"), max_length=3000, blank=True)
    revision = models.PositiveIntegerField(default=0)
    written_at = models.DateTimeField(default=timezone.now)
    shared_with_host = models.BooleanField(_("my mentor or host"), default=False)
    shared_with_caseworker = models.BooleanField(_("my caseworker"), default=False)
    shared_at = models.DateTimeField(null=True)

    QUESTIONS: ClassVar[tuple[str, ...]] = ("procedures", "techniques", "rules", "gaps", "notes")

    objects = LogbookQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="logbook_shared_with_somebody",
                condition=Q(shared_with_host=False, shared_with_caseworker=False, shared_at=None)
                | (Q(shared_at__isnull=False) & (Q(shared_with_host=True) | Q(shared_with_caseworker=True))),
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_written(self) -> bool:
        return any(getattr(self, name).strip() for name in self.QUESTIONS)


class Phase(models.TextChoices):
    """When a link is useful."""

    BEFORE = "before", pgettext_lazy("phase", "Before you begin")
    START = "start", pgettext_lazy("phase", "At the beginning")
    MIDWAY = "midway", pgettext_lazy("phase", "Mid-way")
    END = "end", pgettext_lazy("phase", "At the end")


class ResourceQuerySet(models.QuerySet["Resource"]):
    def kept_by(self, user: Any) -> Self:
        """Of editions whose coordination the user has."""
        return self.filter(edition__in=Edition.objects.kept_by(user))

    def for_match(self, match: Match) -> Self:
        """Of the match's edition and format, in the order of the page."""
        return self.filter(edition=match.edition_id, format__in=["", match.format])


class Resource(models.Model):
    """A link for the two of a match, for one phase, of one format or of all."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    #: "": every format.
    format = models.CharField(_("format"), max_length=12, choices=Format, blank=True)
    phase = models.CharField(_("when"), max_length=6, choices=Phase)
    title_fr = models.CharField(_("title in French"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    url = models.URLField(_("link"), max_length=500)
    rank = models.PositiveSmallIntegerField(default=0)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        ordering = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "format", "phase", "url"], name="resource_once_a_phase"),
            models.CheckConstraint(name="resource_phase_is_known", condition=Q(phase__in=Phase.values)),
            models.CheckConstraint(
                name="resource_format_is_known", condition=Q(format__in=["", *[each.value for each in PAIRED]])
            ),
            models.CheckConstraint(name="resource_has_a_title", condition=~Q(title_fr="")),
            models.CheckConstraint(
                name="resource_is_a_web_link", condition=Q(url__startswith="https://") | Q(url__startswith="http://")
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def title(self) -> Said:
        return pick(self, "title")
