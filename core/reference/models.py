"""Lists that do not change from one event to the next: territory, occupations, sectors, levels, the plan."""

from django.db import models

from core.bilingual import Said, pick


class Term(models.Model):
    """One entry of a bilingual list: ``code`` is its key. French is never empty; English may be."""

    code = models.CharField(max_length=40, primary_key=True)
    name_fr = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["rank", "code"]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def name(self) -> Said:
        return pick(self, "name")


class Region(Term):
    """One of the 17 administrative regions; names are not translated."""


class Measure(Term):
    """One of the 18 measures of the plan."""

    objective = models.ForeignKey("reference.Objective", on_delete=models.PROTECT, related_name="measures")


class Objective(Term):
    """One of the 5 objectives of the plan."""
