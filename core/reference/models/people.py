"""Words a file is written with."""

from django.db import models

from core.reference.models.terms import Term


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
