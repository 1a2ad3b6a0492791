"""Questions rooms ask the lists: what a postal code suggests, which days are holidays, what an occupation code says."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from core.bilingual import Said
from core.reference.models import Holiday, MajorGroup, OrganisationSize, PostalHint, Region, UnitGroup
from core.refusals import Refusal

#: Canada Post's form within Québec; D, F, I, O, Q and U are never used. From memory: it must never refuse anybody.
POSTAL_CODE = re.compile(r"[GHJ][0-9][ABCEGHJ-NPRSTV-Z] ?[0-9][ABCEGHJ-NPRSTV-Z][0-9]")


def normalise_postal_code(text: str) -> str:
    """Upper case with one space, "G9N 1A1", where it has the form of a Canadian code; else the text, trimmed."""
    compact = re.sub(r"[\s\-\u00a0]+", "", text).upper()
    if re.fullmatch(r"[A-Z][0-9][A-Z][0-9][A-Z][0-9]", compact):
        return f"{compact[:3]} {compact[3:]}"
    return text.strip()


def suggest_regions(postal_code: str) -> list[Region]:
    """Regions a postal code may lie in, to pre-fill a field: it decides nothing. Empty outside Québec. Cost: 1 query."""
    code = normalise_postal_code(postal_code)
    if not POSTAL_CODE.fullmatch(code):
        return []
    hints = PostalHint.regions.through._default_manager.filter(postalhint_id=code[0]).values("region_id")
    return list(Region.objects.current().filter(pk__in=hints))


def holidays(year: int) -> list[tuple[date, Holiday]]:
    """Public holidays of a year, in order. Of those that ``employer_chooses``, one is a holiday. Cost: 1 query."""
    return sorted(((holiday.in_year(year), holiday) for holiday in Holiday.objects.current()), key=lambda pair: pair[0])


def size_of(employees: int) -> OrganisationSize | None:
    """The size that holds this number of employees; None below the smallest. Cost: 1 query."""
    sizes = OrganisationSize.objects.current().filter(smallest__lte=employees)
    return sizes.order_by("-smallest").first()


class NoSuchOccupation(Refusal):
    message = _("A NOC 2021 code has five digits, and its first two name a major group, as in 31101. Check the code.")


@dataclass(frozen=True)
class Occupation:
    """What a NOC 2021 code says: its groups for sure, its title as far as it is known."""

    code: str
    major_group: MajorGroup
    #: None when no official file was imported, or it does not hold this code.
    official_title: Said | None

    @property
    def is_verified(self) -> bool:
        """False: the title shown beside the code is the person's own words, and is to be marked so."""
        return self.official_title is not None


def occupation(code: str) -> Occupation:
    """Read a unit group: any five digits whose first two are a known major group. Cost: 2 queries.

    Raises NoSuchOccupation; once the official file is imported, for codes it does not hold too.
    """
    code = code.strip()
    if not re.fullmatch(r"[0-9]{5}", code):
        raise NoSuchOccupation
    group = MajorGroup.objects.current().select_related("broad_category", "teer").filter(pk=code[:2]).first()
    if group is None:
        raise NoSuchOccupation
    units = UnitGroup.objects.current().filter(major_group=group)
    unit = next((unit for unit in units if unit.pk == code), None)
    if unit is None and units:
        raise NoSuchOccupation
    return Occupation(code, group, unit.name if unit else None)
