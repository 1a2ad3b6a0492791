"""Steps that take a list: rows of two fields, as many as there are and some more, so that saving never cuts one off."""

import re
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.forbidden import SafeText
from core.reference.models import FrenchLevel, FrenchSkill
from people.accounts.models import Person
from people.participants import actions
from people.participants.forms.step import StepForm
from people.participants.models import CaseFile, FrenchSkillLevel, HouseholdMember, SpokenLanguage

#: Empty rows beside those that say something, and rows beyond which none is added.
SPARE, MOST = 2, 20


class RowsStep(StepForm):
    """A step with rows: fields of two names and a number each, from 1."""

    #: What the two fields of a row are called, before their number.
    row: ClassVar[tuple[str, str]]
    #: Rows that stand there at the least.
    fewest: ClassVar[int]

    def __init__(self, *args: Any, case_file: CaseFile, **kwargs: Any) -> None:
        super().__init__(*args, case_file=case_file, **kwargs)
        there, sent = self._rows_in(self.initial), self._rows_in(self.data)
        # Whatever there is stands there, also beyond what may be added.
        self.rows = range(1, max(self.fewest, there, min(MOST, max(there + SPARE, sent))) + 1)

    @classmethod
    def initial_rows(cls, pairs: Any) -> dict[str, Any]:
        """Initial values of pairs, row by row."""
        return {
            f"{name}{number}": value
            for number, pair in enumerate(pairs, 1)
            for name, value in zip(cls.row, pair, strict=True)
        }

    def _rows_in(self, values: Any) -> int:
        numbers = re.compile(rf"{self.row[0]}(\d{{1,3}})")
        return max((int(found[1]) for name in values if (found := numbers.fullmatch(name))), default=0)

    @property
    def rows_hint(self) -> str | Promise:
        """How one comes to more rows; "" where there are as many as there may be."""
        if len(self.rows) >= MOST:
            return ""
        return _("Too few rows? Save and come back to this step: there are two more empty ones each time.")


class LanguagesStep(RowsStep):
    code = "languages"
    row, fewest = ("language_", "ease_"), 4
    title = _("French and other languages")
    lead = _("A level is a guess until somebody evaluates it. It stands on your card only if you agree to that.")

    @classmethod
    def initial_of(cls, case_file: CaseFile) -> dict[str, Any]:
        levels = {f"french_{level.skill_id}": level.level_id for level in case_file.french_levels.all()}
        return levels | cls.initial_rows((spoken.name, spoken.ease) for spoken in case_file.languages.all())

    def __init__(self, *args: Any, case_file: CaseFile, for_staff: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, case_file=case_file, **kwargs)
        levels = [("", _("I do not know yet"))] + [
            (level.pk, f"{level.number} – {level.stage.name}")
            for level in FrenchLevel.objects.current().select_related("stage")
        ]
        sources = dict(case_file.french_levels.values_list("skill", "source"))
        self.skills = list(FrenchSkill.objects.current())
        for skill in self.skills:
            is_fixed = not for_staff and sources.get(skill.pk) == FrenchSkillLevel.Source.EVALUATED
            hint = _("Evaluated: what you choose here does not change it.") if is_fixed else ""
            self.fields[f"french_{skill.pk}"] = forms.ChoiceField(
                label=skill.name.text, choices=levels, required=False, help_text=hint
            )
        if for_staff and FrenchSkillLevel.Source.DECLARED in sources.values():
            self.fields["is_confirmed"] = forms.BooleanField(
                label=_("Levels that stand as the person said them were evaluated, too"),
                required=False,
                help_text=_("A level that you change counts as evaluated in any case."),
            )
        for number in self.rows:
            self.fields[f"language_{number}"] = SafeText(
                label=_("Another language"), max_length=60, required=False, widget=forms.TextInput
            )
            self.fields[f"ease_{number}"] = forms.ChoiceField(
                label=_("How well"), choices=SpokenLanguage.Ease.choices, initial="conversation", required=False
            )

    def save(self, *, by: Person) -> None:
        kept = self.cleaned_data
        levels = {skill.pk: kept.get(f"french_{skill.pk}", "") for skill in self.skills}
        source = "declared" if by.pk == self.case_file.person_id else "evaluated"
        is_confirmed = kept.get("is_confirmed", False)
        actions.say_french_levels(
            case_file=self.case_file, levels=levels, by=by, source=source, is_confirmed=is_confirmed
        )
        pairs = [
            (kept[f"language_{number}"], kept[f"ease_{number}"] or "conversation")
            for number in self.rows
            if kept.get(f"language_{number}")
        ]
        actions.say_languages(case_file=self.case_file, languages=pairs, by=by, step=self.code)


class HouseholdStep(RowsStep):
    code = "household"
    row, fewest = ("relation_", "age_"), 6
    title = _("Who would come along")
    lead = _(
        "For your caseworker only, and for a stay or a move. No names and no birth dates: who it is and an age band."
    )

    @classmethod
    def initial_of(cls, case_file: CaseFile) -> dict[str, Any]:
        if case_file.household is None:
            return {}
        return cls.initial_rows((member.relation, member.age_band) for member in case_file.household.members.all())

    def __init__(self, *args: Any, case_file: CaseFile, **kwargs: Any) -> None:
        super().__init__(*args, case_file=case_file, **kwargs)
        for number in self.rows:
            self.fields[f"relation_{number}"] = forms.ChoiceField(
                label=_("Who"), choices=[("", _("Nobody")), *HouseholdMember.Relation.choices], required=False
            )
            self.fields[f"age_{number}"] = forms.ChoiceField(
                label=_("Age"), choices=[("", "–"), *HouseholdMember.AgeBand.choices], required=False
            )

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or self.cleaned_data
        for number in self.rows:
            who, age = kept.get(f"relation_{number}"), kept.get(f"age_{number}")
            if who and not age:
                self.add_error(f"age_{number}", _("Choose an age band, or “Nobody” beside it."))
            if age and not who:
                self.add_error(f"relation_{number}", _("Say who it is, or leave the age out."))
        return kept

    def save(self, *, by: Person) -> None:
        kept = self.cleaned_data
        members = [
            (kept[f"relation_{number}"], kept[f"age_{number}"])
            for number in self.rows
            if kept.get(f"relation_{number}")
        ]
        actions.say_household(case_file=self.case_file, members=members, by=by, step=self.code)
