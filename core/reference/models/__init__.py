"""Lists that do not change from one event to the next: territory, occupations, sectors, levels, the plan.

Every list says where it was read and how far it was checked (:class:`SourceList`), and every row whether it
was. The rows come from ``data/*.yaml`` by ``manage.py load_reference``; rows that an official file or a person
put right are left alone by it (:class:`Origin`).
"""

from core.reference.models.days import AwarenessDate, Holiday
from core.reference.models.occupations import (
    BroadCategory,
    MajorGroup,
    OccupationWord,
    OfficialTitle,
    Teer,
    UnitGroup,
)
from core.reference.models.organisations import OrganisationSize, OrganisationType, ProfessionalOrder, Sector
from core.reference.models.people import FrenchLevel, FrenchSkill, FrenchStage, ImmigrationCategory, ResidenceStatus
from core.reference.models.plan import Action, Indicator, Measure, Objective
from core.reference.models.terms import Origin, SourceList, Status, Term, TermQuerySet
from core.reference.models.territory import Mrc, PostalHint, Region, TimeZone

__all__ = [
    "Action",
    "AwarenessDate",
    "BroadCategory",
    "FrenchLevel",
    "FrenchSkill",
    "FrenchStage",
    "Holiday",
    "ImmigrationCategory",
    "Indicator",
    "MajorGroup",
    "Measure",
    "Mrc",
    "Objective",
    "OccupationWord",
    "OfficialTitle",
    "OrganisationSize",
    "OrganisationType",
    "Origin",
    "PostalHint",
    "ProfessionalOrder",
    "Region",
    "ResidenceStatus",
    "Sector",
    "SourceList",
    "Status",
    "Teer",
    "Term",
    "TermQuerySet",
    "TimeZone",
    "UnitGroup",
]
