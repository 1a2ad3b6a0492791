"""The case file: what the caseworker of the person's own organisation knows, and nobody else."""

import secrets
from typing import Any, Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import guard
from core.ages import AgeBand
from core.folding import fold
from core.reference.models import FrenchLevel, FrenchSkill, ImmigrationCategory, Mrc, Region, ResidenceStatus
from people.accounts.models import Person, Role
from people.organisations.models import Organisation
from people.programmes.kinds import Diploma

#: Crockford's base 32: no I, L, O or U to mistake when a reference is read aloud over the telephone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference() -> str:
    """Eight characters, 40 bits: what stands in lists and addresses in place of a name."""
    return "".join(secrets.choice(ALPHABET) for _place in range(8))


def caseworker_scopes(user: Any) -> list[int]:
    """Scopes in which the user is a caseworker now. Cost: no query beyond the user's grants."""
    if not user.is_authenticated:
        return []
    return [scope for role, scope in user.grants_now if role == Role.CASEWORKER]


class Household(models.Model):
    """People who live, and may move, together. Counted beside the persons: the plan's target counts both."""

    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"#{self.pk}"


class CaseFileQuerySet(models.QuerySet["CaseFile"]):
    def visible_to(self, user: Any) -> Self:
        """Files of the people whom one of the user's organisations follows now; of somebody erased or forgotten there is none."""
        scopes = caseworker_scopes(user)
        return self.filter(organisation__scope__in=scopes, person__erased_at=None, forgotten_at=None)

    @guard.door
    def once_followed_by(self, user: Any) -> Self:
        """Files that one of the user's organisations followed and handed over: they read there what it wrote, no more."""
        scopes = caseworker_scopes(user)
        return (
            self.filter(followings__organisation__scope__in=scopes, followings__until__isnull=False)
            .exclude(organisation__scope__in=scopes)
            .distinct()
        )

    def there(self) -> Self:
        """Of people who are neither erased nor merged, closed files too."""
        return self.filter(person__erased_at=None, person__merged_into=None)

    def open(self) -> Self:
        """Of people who are neither erased nor merged, and whose file nobody closed."""
        return self.filter(closed_at=None, person__erased_at=None, person__merged_into=None)

    def followed_since(self) -> Self:
        """With ``followed_since``: since when the organisation follows the person. No query of its own."""
        begun = self.model.followings.rel.related_model._default_manager.filter(case_file=OuterRef("pk"), until=None)
        return self.annotate(followed_since=Subquery(begun.values("since")[:1]))

    def closed(self) -> Self:
        """Of people who are neither erased nor merged, and whose file was closed."""
        return self.there().filter(closed_at__isnull=False)

    def of_person(self, person: Person) -> Self:
        return self.filter(person=person)

    def unassigned(self) -> Self:
        """Followed by nobody although somebody asked: must never be silent."""
        return self.open().filter(organisation=None)

    def named(self, words: str) -> Self:
        """Whose person's name holds every word, or whose reference it is; accents and case aside."""
        reference = words.strip().upper()
        found = self
        for word in fold(words).split():
            found = found.filter(Q(person__folded__contains=word) | Q(reference=reference))
        return found


class CaseFile(models.Model):
    """One person's file. ``organisation`` follows them now, ``caseworker`` is who answers for it there.

    Of a closed file, ``organisation`` is who followed last, and opens it again; its following has ended.
    """

    class Closing(models.TextChoices):
        """Why a file was closed."""

        REACHED = "reached", pgettext_lazy("closing", "Goal reached")
        LEAVES = "leaves", pgettext_lazy("closing", "Wish to stop")
        AWAY = "away", pgettext_lazy("closing", "Departure from Québec, or another service takes over")
        UNREACHABLE = "unreachable", pgettext_lazy("closing", "No news for a long time")
        OTHER = "other", pgettext_lazy("closing", "Another reason")

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="case_file")
    reference = models.CharField(_("file number"), max_length=8, unique=True, default=new_reference, editable=False)
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="case_files",
        verbose_name=_("organisation that follows the person"),
    )
    caseworker = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    #: Who opened it: the person, or a caseworker on their behalf.
    opened_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    #: Why, when it was closed by hand; empty while it is open, or when the person was erased.
    closing = models.CharField(_("why it was closed"), max_length=12, choices=Closing, blank=True)
    #: In the caseworker's words: the person reads them.
    closing_words = models.CharField(_("why it was closed, in words"), max_length=300, blank=True)
    #: The schedule took out what it said: its number and its figures stay, and no organisation sees whose it was.
    forgotten_at = models.DateTimeField(null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(default=timezone.now)

    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    postal_address = models.TextField(_("postal address"), max_length=300, blank=True)
    region = models.ForeignKey(
        Region,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("region where you live"),
    )
    mrc = models.ForeignKey(
        Mrc, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("MRC where you live")
    )
    municipality = models.CharField(_("municipality"), max_length=120, blank=True)
    is_adult = models.BooleanField(_("18 or over"), null=True, blank=True)
    still_abroad = models.BooleanField(_("not in Québec yet"), null=True, blank=True)
    arrival_year = models.PositiveSmallIntegerField(_("year of arrival in Québec"), null=True, blank=True)
    arrival_month = models.PositiveSmallIntegerField(_("month of arrival"), null=True, blank=True)
    status = models.ForeignKey(
        ResidenceStatus,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("status today"),
    )
    category = models.ForeignKey(
        ImmigrationCategory,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("category of admission"),
    )
    diploma = models.CharField(_("highest diploma"), max_length=12, choices=Diploma, blank=True)
    diploma_field = models.CharField(_("field of study"), max_length=120, blank=True)
    household = models.ForeignKey(
        Household,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="case_files",
        verbose_name=_("household"),
    )
    #: Codes of the steps of the profile that the person saved or passed over: where to go on.
    steps_done = models.JSONField(default=list, blank=True)

    objects = CaseFileQuerySet.as_manager()

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="case_file_caseworker_has_an_organisation",
                condition=Q(caseworker=None) | Q(organisation__isnull=False),
            ),
            models.CheckConstraint(
                name="case_file_arrival_month_has_its_year",
                condition=Q(arrival_month=None) | Q(arrival_month__range=(1, 12), arrival_year__isnull=False),
            ),
            models.CheckConstraint(
                name="case_file_arrival_year_is_a_year",
                condition=Q(arrival_year=None) | Q(arrival_year__range=(1920, 2200)),
            ),
            models.CheckConstraint(
                name="case_file_abroad_has_not_arrived",
                condition=Q(still_abroad=None) | Q(still_abroad=False) | Q(arrival_year=None),
                violation_error_message=_("Somebody who is still abroad has no year of arrival yet."),
            ),
            models.CheckConstraint(
                name="case_file_closed_after_opened", condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at"))
            ),
            models.CheckConstraint(
                name="case_file_closing_is_known",
                condition=Q(closing__in=["", "reached", "leaves", "away", "unreachable", "other"]),
            ),
            models.CheckConstraint(
                name="case_file_reason_when_it_is_closed",
                condition=Q(closed_at__isnull=False) | Q(closing=""),
            ),
            models.CheckConstraint(
                name="case_file_diploma_is_known",
                condition=Q(diploma__in=["", *Diploma.values]),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "caseworker"], name="case_file_by_caseworker"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def is_followed(self) -> bool:
        return self.organisation_id is not None and not self.is_closed


class FrenchSkillLevel(models.Model):
    """The person's level in one of the four skills of the Québec scale: each has its own."""

    class Source(models.TextChoices):
        DECLARED = "declared", _("as the person says")
        EVALUATED = "evaluated", _("evaluated by an organisation or a school")

    case_file = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="french_levels")
    skill = models.ForeignKey(FrenchSkill, on_delete=models.PROTECT, related_name="+", verbose_name=_("skill"))
    level = models.ForeignKey(FrenchLevel, on_delete=models.PROTECT, related_name="+", verbose_name=_("level"))
    source = models.CharField(_("who found it"), max_length=10, choices=Source, default=Source.DECLARED)
    noted_on = models.DateField(_("day it was noted"), default=timezone.localdate)

    class Meta:
        ordering = ["skill__rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case_file", "skill"], name="french_level_once_per_skill"),
            models.CheckConstraint(
                name="french_level_source_is_known", condition=Q(source__in=["declared", "evaluated"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill_id} {self.level_id}"


class SpokenLanguage(models.Model):
    """A language beside French."""

    class Ease(models.TextChoices):
        BASIC = "basic", pgettext_lazy("ease in a language", "Basic")
        CONVERSATION = "conversation", pgettext_lazy("ease in a language", "Conversation")
        FLUENT = "fluent", pgettext_lazy("ease in a language", "Fluent")
        NATIVE = "native", pgettext_lazy("ease in a language", "First language")

    case_file = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="languages")
    name = models.CharField(_("language"), max_length=60)
    folded = models.CharField(max_length=60, editable=False)
    ease = models.CharField(_("ease"), max_length=12, choices=Ease, default=Ease.CONVERSATION)

    class Meta:
        ordering = ["folded", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case_file", "folded"], name="spoken_language_once"),
            models.CheckConstraint(
                name="spoken_language_ease_is_known",
                condition=Q(ease__in=["basic", "conversation", "fluent", "native"]),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **options: Any) -> None:
        self.folded = fold(self.name)[:60]
        super().save(**options)


class HouseholdMember(models.Model):
    """Somebody who lives with the person and has no file here: a relation and an age band, never a name or a birth date."""

    class Relation(models.TextChoices):
        PARTNER = "partner", pgettext_lazy("household", "Spouse or partner")
        CHILD = "child", pgettext_lazy("household", "Child")
        PARENT = "parent", pgettext_lazy("household", "Parent")
        OTHER = "other", pgettext_lazy("household", "Somebody else")

    AgeBand = AgeBand

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="members")
    relation = models.CharField(_("who"), max_length=8, choices=Relation)
    age_band = models.CharField(_("age"), max_length=5, choices=AgeBand)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="household_relation_is_known", condition=Q(relation__in=["partner", "child", "parent", "other"])
            ),
            models.CheckConstraint(
                name="household_age_band_is_known", condition=Q(age_band__in=["0-4", "5-11", "12-17", "18+"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.relation} {self.age_band}"
