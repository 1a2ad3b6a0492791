"""Weekly counts of the pool, frozen as they were shown.

The privacy register has no entry of this file: a cell is a count of at least five, and the tally, which nobody is shown, has
neither names nor numbers of persons in it. It is written over when the numbers of its major group are drawn anew.
"""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.guard import door
from core.reference.models import MajorGroup, Region
from people.pool import counts
from people.pool.counts import BANDS, PARTNERS_K, PUBLIC_K, Cell, Table


class Audience(models.TextChoices):
    """Who is shown a snapshot."""

    PUBLIC = "public", _("Public")
    PARTNERS = "partners", _("Partners")


#: What the numbers of each audience are multiples of.
K_OF = {Audience.PUBLIC: PUBLIC_K, Audience.PARTNERS: PARTNERS_K}


class PoolSnapshotQuerySet(models.QuerySet["PoolSnapshot"]):
    @door
    def latest_for(self, audience: Audience) -> "PoolSnapshot | None":
        """The last week frozen for this audience; None before the first. Cost: 1 query."""
        return self.filter(audience=audience).order_by("-week", "-pk").first()


class PoolSnapshot(models.Model):
    """The pool as one audience sees it in the week that begins on the Monday ``week``.

    The database refuses to change or remove it, and takes ``cells`` cells and not one more (migration ``0002``).
    """

    week = models.DateField(_("week"))
    audience = models.CharField(_("audience"), max_length=10, choices=Audience)
    k = models.PositiveSmallIntegerField()
    cells = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    objects = PoolSnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["-week", "audience", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["week", "audience"], name="pool_snapshot_once_a_week"),
            models.CheckConstraint(
                name="pool_snapshot_rounds_as_its_audience_may_see",
                condition=Q(audience=Audience.PUBLIC, k=PUBLIC_K) | Q(audience=Audience.PARTNERS, k=PARTNERS_K),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.week} {self.audience}"

    def read(self) -> counts.Snapshot:
        """Its tables. Cost: 1 query."""
        return counts.Snapshot(self.week, self.k, PoolCell.objects.filter(snapshot=self).numbers())


class PoolCellQuerySet(models.QuerySet["PoolCell"]):
    def numbers(self) -> dict[Cell, int]:
        """Cell -> number shown. Cost: 1 query."""
        rows = self.values_list("table", "major_group_id", "region_id", "band", "unit_group", "shown")
        return {
            Cell(Table(table), group, region or "", band, unit): shown
            for table, group, region, band, unit, shown in rows
        }


class PoolCell(models.Model):
    """A number that is shown: « 10 personnes ou plus ». Cells that read « moins de k » have no row."""

    snapshot = models.ForeignKey(PoolSnapshot, on_delete=models.PROTECT, related_name="rows")
    #: 1 to the snapshot's ``cells``.
    number = models.PositiveIntegerField()
    table = models.CharField(max_length=12)
    major_group = models.ForeignKey(MajorGroup, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="+")
    band = models.CharField(max_length=10, blank=True)
    unit_group = models.CharField(max_length=5, blank=True)
    shown = models.PositiveIntegerField()

    objects = PoolCellQuerySet.as_manager()

    class Meta:
        ordering = ["snapshot", "number"]
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "number"], name="pool_cell_numbered_once"),
            models.UniqueConstraint(
                fields=["snapshot", "major_group", "region", "band"],
                condition=Q(table=Table.REGIONS.value),
                name="pool_cell_once_in_regions",
            ),
            models.UniqueConstraint(
                fields=["snapshot", "unit_group"],
                condition=Q(table=Table.OCCUPATIONS.value),
                name="pool_cell_once_in_occupations",
            ),
            models.CheckConstraint(
                name="pool_cell_stands_in_a_fixed_table",
                condition=Q(table=Table.REGIONS.value, region__isnull=False, band__in=BANDS, unit_group="")
                | Q(table=Table.OCCUPATIONS.value, region=None, band="", major_group_id=Left("unit_group", 2)),
            ),
            models.CheckConstraint(
                name="pool_cell_counts_no_fewer_than_a_crowd", condition=Q(shown__gte=PARTNERS_K, number__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.snapshot_id} {self.major_group_id} {self.region_id or self.unit_group} {self.band}".rstrip()


class PoolTallyQuerySet(models.QuerySet["PoolTally"]):
    def counts(self) -> dict[Cell, int]:
        """Cell -> true count. Cost: 1 query."""
        rows = self.values_list("table", "major_group", "region", "band", "unit_group", "persons")
        return {Cell(Table(table), *place): persons for table, *place, persons in rows}

    def of_groups(self, groups: frozenset[str]) -> Self:
        return self.filter(major_group__in=groups)


class PoolTally(models.Model):
    """The true count of a cell in the week when the numbers of its major group were last drawn.

    Kept so that the next draw can tell how many have moved since. No page, file or index shows it.
    """

    table = models.CharField(max_length=12)
    major_group = models.CharField(max_length=2)
    region = models.CharField(max_length=2, blank=True)
    band = models.CharField(max_length=10, blank=True)
    unit_group = models.CharField(max_length=5, blank=True)
    persons = models.PositiveIntegerField()

    objects = PoolTallyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["table", "major_group", "region", "band", "unit_group"], name="pool_tally_once_a_cell"
            ),
            models.CheckConstraint(name="pool_tally_counts_somebody", condition=Q(persons__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.major_group}"
