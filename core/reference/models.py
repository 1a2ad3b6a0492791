"""Lists that do not change from one event to the next: territory, occupations, sectors, levels, the plan.

Every list says where it was read and how far it was checked (:class:`SourceList`), and every row whether it
was. The rows come from ``data/*.yaml`` by ``manage.py load_reference``; rows that an official file or a person
put right are left alone by it (:class:`Origin`).
"""

from datetime import date
from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.bilingual import Said, pick
from core.localtime import Zone
from core.reference import calendar


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


# ------------------------------------------------------------------ territory
class Region(Term):
    """One of the 17 administrative regions; names are not translated."""

    source_list = "regions"

    #: Place on the tile map, from 1; the short name breaks where a narrow tile would cut it.
    tile_column = models.PositiveSmallIntegerField(null=True, blank=True)
    tile_row = models.PositiveSmallIntegerField(null=True, blank=True)
    tile_name = models.CharField(max_length=60, blank=True)

    class Meta(Term.Meta):
        verbose_name = _("administrative region")
        verbose_name_plural = _("administrative regions")

    @property
    def short_name(self) -> Said:
        """For the tile map, with soft hyphens."""
        return Said(self.tile_name or self.name_fr, "fr")


class Mrc(Term):
    """One of the 104 regional county municipalities and equivalent territories."""

    class Kind(models.TextChoices):
        MRC = "mrc", _("Regional county municipality")
        EQUIVALENT = "te", _("Equivalent territory")

    source_list = "mrc"

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="mrcs")
    #: Statistics Canada census division; five divisions hold more than one territory, so it is no key.
    census_division = models.CharField(max_length=4)
    kind = models.CharField(max_length=3, choices=Kind)
    seat = models.CharField(_("seat"), max_length=80)
    #: Empty: Montréal's. A venue has its own all the same: Listuguj keeps another time than its MRC.
    zone = models.CharField(_("legal time"), max_length=40, choices=Zone, blank=True)

    class Meta(Term.Meta):
        verbose_name = _("regional county municipality (MRC)")
        verbose_name_plural = _("regional county municipalities (MRC)")
        indexes = [models.Index(fields=["census_division"], name="mrc_by_census_division")]


class TimeZone(Term):
    """Where each of the three legal times of Québec applies. A zone belongs to a venue, not to a region."""

    source_list = "time_zones"

    iana = models.CharField(max_length=40, choices=Zone, unique=True)
    winter_utc = models.CharField(max_length=6)
    summer_utc = models.CharField(max_length=6)


class PostalHint(Term):
    """What the first letter of a postal code suggests: it pre-fills a region and never decides anything."""

    source_list = "postal_hints"

    regions = models.ManyToManyField(Region, related_name="+")


# ------------------------------------------------------------------ the plan
class Objective(Term):
    """One of the 5 objectives of the plan."""

    source_list = "objectives"


class Measure(Term):
    """One of the 18 measures of the plan."""

    source_list = "measures"

    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="measures")

    class Meta(Term.Meta):
        verbose_name = _("measure of the plan")
        verbose_name_plural = _("measures of the plan")


class Action(Term):
    """One of the 57 actions of the plan, numbered in its measure: "4.1.3"."""

    source_list = "actions"

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="actions")


class Indicator(Term):
    """One of the 35 indicators of the plan ("4.1-a"), or the major one ("MAJ")."""

    class Kind(models.TextChoices):
        COUNT = "count", _("Count")
        COUNT_AND_PROPORTION = "count_and_proportion", _("Count and proportion")
        RATE = "rate", _("Rate")
        PROPORTION = "proportion", _("Proportion")
        GROWTH = "growth", _("Growth")
        DURATION = "duration", _("Duration")
        SURVEY = "survey", _("Survey")
        QUALITATIVE = "qualitative", _("Qualitative")

    source_list = "indicators"

    #: None for the major indicator, which follows the whole plan.
    measure = models.ForeignKey(Measure, null=True, blank=True, on_delete=models.PROTECT, related_name="indicators")
    kind = models.CharField(max_length=20, choices=Kind)
    by_region = models.BooleanField(default=False)
    footnote_fr = models.CharField(max_length=300, blank=True)

    class Meta(Term.Meta):
        verbose_name = _("performance indicator")
        verbose_name_plural = _("performance indicators")
        constraints = [
            *Term.Meta.constraints,
            models.CheckConstraint(
                name="indicator_of_no_measure_is_the_major_one",
                condition=Q(code="MAJ", measure=None) | (~Q(code="MAJ") & Q(measure__isnull=False)),
            ),
        ]


# ------------------------------------------------------------------ organisations
class Sector(Term):
    """One of the 20 sectors of NAICS Canada 2022. Codes are texts: three of them are ranges."""

    source_list = "sectors"


class OrganisationType(Term):
    source_list = "organisation_types"

    measures = models.ManyToManyField(Measure, related_name="+")


class OrganisationSize(Term):
    """A range of numbers of employees."""

    source_list = "organisation_sizes"

    smallest = models.PositiveIntegerField()
    #: None: no upper bound.
    largest = models.PositiveIntegerField(null=True, blank=True)

    class Meta(Term.Meta):
        constraints = [
            *Term.Meta.constraints,
            models.CheckConstraint(
                name="organisation_size_is_a_range", condition=Q(largest=None) | Q(largest__gte=F("smallest"))
            ),
        ]

    @property
    def is_sme(self) -> bool:
        """A small or medium-sized enterprise (PME) has fewer than 500 employees."""
        return self.largest is not None and self.largest < 500


class ProfessionalOrder(Term):
    """One of the 46 orders. Their wording changes from time to time: rows put right by hand stay so."""

    source_list = "professional_orders"


# ------------------------------------------------------------------ people
class FrenchStage(Term):
    """One of the three stages of the Québec scale."""

    source_list = "french_stages"


class FrenchSkill(Term):
    """One of the four skills of the Québec scale: a person has a level in each."""

    source_list = "french_skills"


class FrenchLevel(Term):
    """One of the 12 levels of the Québec scale of French."""

    source_list = "french_levels"

    stage = models.ForeignKey(FrenchStage, on_delete=models.PROTECT, related_name="levels")
    #: From memory: helps a caseworker to ask, is never shown as an equivalence.
    cefr_hint = models.CharField(max_length=2, blank=True)

    @property
    def number(self) -> int:
        """1 to 12."""
        return int(self.code)


class ImmigrationCategory(Term):
    """Of admission. Confidential: never shown to an employer."""

    source_list = "immigration_categories"


class ResidenceStatus(Term):
    """Today's status. Confidential: never shown to an employer."""

    source_list = "residence_statuses"


# ------------------------------------------------------------------ occupations
class BroadCategory(Term):
    """First digit of a NOC code."""

    source_list = "noc_broad_categories"


class Teer(Term):
    """Second digit of a NOC code: training, education, experience and responsibilities."""

    source_list = "noc_teer"


class OfficialTitle(Term):
    """A class of the NOC: its titles are official or not shown, each language apart."""

    #: How far the English title was checked; ``status`` speaks of the French one.
    status_en = models.CharField(max_length=10, choices=Status, default=Status.MEMORY)

    class Meta(Term.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(name="%(class)s_status_is_known", condition=Q(status__in=Status.values)),
            models.CheckConstraint(
                name="%(class)s_has_the_titles_it_calls_verified",
                condition=(~Q(status="verified") | ~Q(name_fr="")) & (~Q(status_en="verified") | ~Q(name_en="")),
            ),
        ]

    def official_title(self, language: str) -> Said | None:
        """The title in this language as Statistics Canada writes it; None while it was not read there."""
        status, title = (self.status_en, self.name_en) if language == "en" else (self.status, self.name_fr)
        return Said(title, language) if status == Status.VERIFIED else None


class MajorGroup(OfficialTitle):
    """First two digits of a NOC code.

    A title that was not read in the official file is not shown as if it were: the broad category and
    the code stand in its place. ``manage.py import_noc`` brings the official titles.
    """

    source_list = "noc_major_groups"

    broad_category = models.ForeignKey(BroadCategory, on_delete=models.PROTECT, related_name="major_groups")
    teer = models.ForeignKey(Teer, on_delete=models.PROTECT, related_name="major_groups")

    @property
    def name(self) -> Said:
        """Official title, or broad category and code. Cost: 1 query unless ``broad_category`` is loaded."""
        language = "en" if get_language() == "en" else "fr"
        if title := self.official_title(language):
            return title
        category = self.broad_category.name
        label = {"fr": "CNP", "en": "NOC"}[category.language]
        return Said(f"{category} ({label} {self.code})", category.language)


class UnitGroup(OfficialTitle):
    """A 5-digit NOC code with its official title; there are none until the official file is imported."""

    source_list = "noc_unit_groups"

    major_group = models.ForeignKey(MajorGroup, on_delete=models.PROTECT, related_name="unit_groups")

    @property
    def name(self) -> Said:
        """Official title in the reader's language, else in the other one."""
        wanted, other = ("en", "fr") if get_language() == "en" else ("fr", "en")
        return self.official_title(wanted) or self.official_title(other) or Said(self.code, "fr")


# ------------------------------------------------------------------ calendar
class Holiday(Term):
    """A public holiday and the rule of its day (see ``core.reference.calendar.day_of``)."""

    source_list = "holidays"

    rule = models.CharField(max_length=40)
    #: One of the days marked so, as the employer chooses.
    employer_chooses = models.BooleanField(default=False)

    def in_year(self, year: int) -> date:
        return calendar.day_of(self.rule, year)


class AwarenessDate(Term):
    """A day, week or month of awareness."""

    class Kind(models.TextChoices):
        FIXED = "fixed", pgettext_lazy("kind of date", "Same day every year")
        MONTH = "month", pgettext_lazy("kind of date", "Whole month")
        EDITORIAL = "editorial", pgettext_lazy("kind of date", "Set every year")

    source_list = "awareness_dates"

    kind = models.CharField(max_length=10, choices=Kind)
    #: For one that is set every year: about when.
    month = models.PositiveSmallIntegerField(null=True, blank=True)
    day = models.PositiveSmallIntegerField(null=True, blank=True)
    in_plan = models.BooleanField(default=False)

    def in_year(self, year: int) -> tuple[date, date] | None:
        """First and last day; None when an editor sets it each year: that is never computed."""
        if self.kind == self.Kind.EDITORIAL or self.month is None:
            return None
        if self.kind == self.Kind.FIXED and self.day is not None:
            return date(year, self.month, self.day), date(year, self.month, self.day)
        return calendar.month_of(year, self.month)
