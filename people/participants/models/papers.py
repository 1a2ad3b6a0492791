"""Notes and documents of a file: each belongs to who wrote it, and a former organisation reads its own alone."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import guard
from core.files import PrivateFileField
from people.accounts.models import Person
from people.organisations.models import Organisation
from people.participants.models.case_file import CaseFile, caseworker_scopes


class PaperQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """In files that one's organisation follows now, and what one's organisation wrote in a file it handed over."""
        scopes = caseworker_scopes(user)
        return self.filter(Q(case_file__organisation__scope__in=scopes) | Q(organisation__scope__in=scopes))

    @guard.door
    def editable_by(self, user: Any) -> Self:
        """In files that one's organisation follows now."""
        return self.filter(case_file__organisation__scope__in=caseworker_scopes(user))

    def of_person(self, person: Person) -> Self:
        return self.filter(case_file__person=person)


class Note(models.Model):
    """What a caseworker wrote down: of which kind, about which day."""

    class Kind(models.TextChoices):
        MEETING = "meeting", pgettext_lazy("note", "Meeting")
        CALL = "call", pgettext_lazy("note", "Call")
        MESSAGE = "message", pgettext_lazy("note", "Message")
        OBSERVATION = "observation", pgettext_lazy("note", "Observation")

    case_file = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="notes")
    #: Whose note it is: the organisation that followed the person when it was written.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.MEETING)
    on_date = models.DateField(_("day"), default=timezone.localdate)
    text = models.TextField(_("note"), max_length=4000)
    written_at = models.DateTimeField(default=timezone.now)
    amended_at = models.DateTimeField(null=True, blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["-on_date", "-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="note_kind_is_known", condition=Q(kind__in=["meeting", "call", "message", "observation"])
            ),
            models.CheckConstraint(
                name="note_amended_after_written", condition=Q(amended_at=None) | Q(amended_at__gte=F("written_at"))
            ),
        ]
        indexes = [models.Index(fields=["case_file", "-on_date"], name="note_by_file_and_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.on_date}"


class Document(models.Model):
    """A file that came with the person: made harmless when it came in, kept under a name that says nothing."""

    class Kind(models.TextChoices):
        CV = "cv", _("CV")
        DIPLOMA = "diploma", pgettext_lazy("document", "Diploma")
        ATTESTATION = "attestation", pgettext_lazy("document", "Attestation")
        OTHER = "other", pgettext_lazy("document", "Other document")

    case_file = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="documents")
    #: Which organisation added it; none: the person did.
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.CV)
    file = PrivateFileField(_("file"), folder="document")
    #: As the person named it: shown, and given back as the name of the download.
    name = models.CharField(_("name of the file"), max_length=120)
    mime = models.CharField(max_length=100)
    size = models.PositiveIntegerField()

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["case_file"], condition=Q(kind="cv"), name="document_one_cv_per_file"),
            models.CheckConstraint(
                name="document_kind_is_known", condition=Q(kind__in=["cv", "diploma", "attestation", "other"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
