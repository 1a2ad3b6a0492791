"""The National Occupational Classification, NOC 2021."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Left
from django.utils.translation import get_language

from core.bilingual import Said
from core.reference.models.terms import Status, Term


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


class OccupationWord(Term):
    """An everyday name of a job, and the unit group people of that job are counted in.

    The names are ours, in both genders, and are no official titles: they help to find a code. ``also_*`` are further words, parted
    by commas, that are searched and not shown.
    """

    source_list = "occupation_words"

    unit_group = models.CharField(max_length=5)
    also_fr = models.CharField(max_length=300, blank=True)
    also_en = models.CharField(max_length=300, blank=True)
    #: As the first two digits say: a unit group is known by its digits, with or without the official file.
    major_group = models.ForeignKey(MajorGroup, on_delete=models.PROTECT, related_name="occupation_words")

    class Meta(Term.Meta):
        constraints = [
            *Term.Meta.constraints,
            models.CheckConstraint(
                name="occupation_word_is_of_the_group_its_code_names",
                condition=Q(major_group=Left("unit_group", 2)),
            ),
        ]
