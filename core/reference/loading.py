"""From ``data/*.yaml`` to the tables: what is new is added, what changed is changed, what is gone is retired."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.db.models import Field, ForeignKey, ManyToManyField

from core import generations
from core.reference import models
from core.reference.models import Origin, SourceList, Status, Term

DATA = Path(__file__).resolve().parent / "data"
#: In the order of their foreign keys.
TERMS: list[type[Term]] = [
    models.Region,
    models.Mrc,
    models.TimeZone,
    models.PostalHint,
    models.Objective,
    models.Measure,
    models.Action,
    models.Indicator,
    models.Sector,
    models.OrganisationType,
    models.OrganisationSize,
    models.ProfessionalOrder,
    models.FrenchStage,
    models.FrenchSkill,
    models.FrenchLevel,
    models.ImmigrationCategory,
    models.ResidenceStatus,
    models.BroadCategory,
    models.Teer,
    models.MajorGroup,
    models.OccupationWord,
    models.Holiday,
    models.AwarenessDate,
]


class BadData(ValueError):
    """A data file says something its model cannot hold."""


@dataclass
class Report:
    """How many rows a load wrote, by list."""

    added: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    retired: dict[str, int] = field(default_factory=dict)

    @property
    def writes(self) -> int:
        return sum(sum(part.values()) for part in (self.added, self.changed, self.retired))


def read(data: Path = DATA) -> dict[str, dict[str, Any]]:
    """Every list of the data files by its slug: ``source``, ``status``, ``note``, ``items``."""
    lists: dict[str, dict[str, Any]] = {}
    for path in sorted(data.glob("*.yaml")):
        for slug, content in yaml.safe_load(path.read_text("utf-8")).items():
            if slug in lists:
                raise BadData(f"{path.name}: the list {slug} stands in two files")
            lists[slug] = content
    return lists


@transaction.atomic
def load(lists: Mapping[str, Mapping[str, Any]] | None = None) -> Report:
    """Bring the tables to what the lists say; a second call writes nothing.

    Rows that came from an official file or from a hand stay as they are, and so do lists that an
    official file replaced. Raises BadData. Cost: about 3 queries a list when nothing changed.
    """
    lists = read() if lists is None else lists
    report = Report()
    known = {model.source_list for model in TERMS}
    if unknown := set(lists) - known:
        raise BadData(f"no model for the lists {sorted(unknown)}")
    for model in TERMS:
        if model.source_list in lists:
            _load_list(model, lists[model.source_list], report)
    if report.writes:
        generations.bump("site")
    return report


def _load_list(model: type[Term], content: Mapping[str, Any], report: Report) -> None:
    slug = model.source_list
    wanted = SourceList(slug=slug, **{name: value for name, value in content.items() if name != "items"})
    there = SourceList.objects.filter(slug=slug).first()
    if there is None:
        wanted.save(force_insert=True)
        report.added[slug] = 1
    elif there.origin == Origin.DATA and _differs(wanted, there):
        wanted.save(force_update=True)
        report.changed[slug] = 1
    rows = [_row(model, item, content, rank) for rank, item in enumerate(content["items"], 1)]
    if model is models.OccupationWord:
        _refuse_strangers(rows)
    _load_rows(model, rows, report)


def _refuse_strangers(rows: Iterable["Row"]) -> None:
    """A unit group of no major group is a slip of the pen."""
    known = set(models.MajorGroup.objects.values_list("pk", flat=True))
    words = [row.term for row in rows if isinstance(row.term, models.OccupationWord)]
    if strange := sorted(word.unit_group for word in words if word.major_group_id not in known):
        raise BadData(f"occupation_words: no major group holds {', '.join(strange)}")


@dataclass
class Row:
    """A row as a data file wants it, and the codes its many-to-many fields point to."""

    term: Term
    links: dict[str, list[str]]


def _row(model: type[Term], item: Mapping[str, Any], content: Mapping[str, Any], rank: int) -> Row:
    values: dict[str, Any] = {"rank": rank, "status": content["status"]}
    links: dict[str, list[str]] = {}
    if model is models.MajorGroup:
        # The digits of the code say both; titles of the two languages were checked apart.
        values |= {"broad_category_id": item["code"][0], "teer_id": item["code"][1]}
        values |= {"status_en": content.get("status_en", content["status"])}
    if model is models.OccupationWord:
        unit_group = item.get("unit_group")
        if not isinstance(unit_group, str) or not re.fullmatch(r"[0-9]{5}", unit_group):
            raise BadData(f"{model.source_list}: {item.get('code')} has no unit group of five digits")
        values |= {"major_group_id": unit_group[:2]}
    for name, value in item.items():
        try:
            kind = model._meta.get_field(name)
        except Exception as unknown:
            raise BadData(f"{model.source_list}: {item.get('code')} has an unknown field {name}") from unknown
        if isinstance(kind, ManyToManyField):
            links[name] = sorted(value)
        elif isinstance(kind, ForeignKey):
            values[kind.attname] = value
        else:
            values[name] = value
    term = model(**values)
    if values["status"] not in Status.values or not isinstance(term.code, str):
        raise BadData(f"{model.source_list}: {item} has a status or a code that cannot be")
    return Row(term, links)


def _load_rows(model: type[Term], rows: list[Row], report: Report) -> None:
    slug = model.source_list
    there: dict[str, Term] = {term.pk: term for term in model._default_manager.all()}
    new = [row.term for row in rows if row.term.pk not in there]
    changed = []
    for row in rows:
        old = there.get(row.term.pk)
        if old is not None and old.origin == Origin.DATA and _differs(row.term, old):
            changed.append(row.term)
    codes = {row.term.pk for row in rows}
    gone = [old for old in there.values() if old.origin == Origin.DATA and not old.is_retired and old.pk not in codes]
    for old in gone:
        old.is_retired = True
    model._default_manager.bulk_create(new)
    if changed:
        model._default_manager.bulk_update(changed, [kept.name for kept in _fields(model)])
    if gone:
        model._default_manager.bulk_update(gone, ["is_retired"])
    for name, number in (("added", len(new)), ("changed", len(changed)), ("retired", len(gone))):
        if number:
            part = getattr(report, name)
            part[slug] = part.get(slug, 0) + number
    _load_links(model, rows, report)


def _load_links(model: type[Term], rows: Iterable[Row], report: Report) -> None:
    for many in model._meta.many_to_many:
        through: Any = many.remote_field.through
        near, far = many.m2m_column_name(), many.m2m_reverse_name()
        there: dict[str, set[str]] = {}
        for code, other in through._default_manager.values_list(near, far):
            there.setdefault(code, set()).add(other)
        for row in rows:
            wanted = row.links.get(many.name, [])
            if there.get(row.term.pk, set()) != set(wanted):
                getattr(row.term, many.name).set(wanted)
                report.changed[model.source_list] = report.changed.get(model.source_list, 0) + 1


def _fields(model: type[Term] | type[SourceList]) -> list["Field[Any, Any]"]:
    return [kept for kept in model._meta.concrete_fields if not kept.primary_key]


def _differs(one: Term | SourceList, other: Term | SourceList) -> bool:
    return any(getattr(one, kept.attname) != getattr(other, kept.attname) for kept in _fields(type(one)))
