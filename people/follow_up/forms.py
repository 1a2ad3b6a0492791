"""Answers, as they are given by tap, by telephone and across a desk; filters; the plan of an edition."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forbidden import SafeText
from core.reference.models import Region
from people.follow_up.actions import Answer, Place
from people.follow_up.models import OF_THEM, Attempt, FollowUp, FollowUpPlan
from people.programmes.models import Edition

OUTSIDE = "outside"
EVERY_ONE = pgettext_lazy("editions or regions", "All")


class PlaceField(forms.ChoiceField):
    """A region, outside Québec, or nothing said. Cleans to :class:`Place`. Cost: 1 query a form."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=_places, **options)

    def clean(self, value: Any) -> Any:
        code = super().clean(value)
        if code in ("", OUTSIDE):
            return Place(is_outside=code == OUTSIDE)
        return Place(Region.objects.get(pk=code))


def _places() -> list[tuple[str, Any]]:
    regions = [(region.pk, str(region)) for region in Region.objects.order_by("rank", "pk")]
    return [("", pgettext_lazy("place", "Choose")), *regions, (OUTSIDE, _("Outside Québec"))]


def code_of(row: FollowUp, what: str) -> str:
    """What the select of ``what`` ("lives" or "works") shows for a row."""
    return OUTSIDE if getattr(row, f"{what}_outside") else str(getattr(row, f"{what}_in_id") or "")


class SituationForm(forms.Form):
    """The first tap: the button that was pressed, and the revision that was on the page."""

    situation = forms.ChoiceField(choices=FollowUp.Situation.choices)
    seen = forms.IntegerField(min_value=0)


class PlaceForm(forms.Form):
    """The second tap, when the region is another one than we knew."""

    lives = PlaceField(
        label=_("Region where I live"), error_messages={"required": _("Choose the region where you live.")}
    )
    works = PlaceField(
        label=_("Region where I work"), error_messages={"required": _("Choose the region where you work.")}
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: FollowUp, **options: Any) -> None:
        options.setdefault(
            "initial",
            {"seen": row.revision, "lives": code_of(row, "lives"), "works": code_of(row, "works")},
        )
        super().__init__(*args, **options)
        if not row.is_employed:
            del self.fields["works"]


class AnswerForm(forms.Form):
    """What the person said to a caseworker or a welcome officer."""

    answered_how = forms.ChoiceField(
        label=_("How they answered"),
        choices=[(FollowUp.How.PHONE, _("By telephone")), (FollowUp.How.CASEWORKER, _("In person"))],
        initial=FollowUp.How.PHONE,
        widget=forms.RadioSelect,
    )
    situation = forms.ChoiceField(
        label=_("What they do now"),
        choices=list(OF_THEM.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the person does now.")},
    )
    lives = PlaceField(label=_("Region where they live"), required=False)
    works = PlaceField(label=_("Region where they work"), required=False, help_text=_("Only for somebody who works."))
    still_there = forms.TypedChoiceField(
        label=_("Still in the post, the match or the place where it began"),
        choices=[("", _("Does not apply, or not asked")), ("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: {"yes": True, "no": False}.get(value),
        empty_value=None,
        required=False,
    )
    note = SafeText(
        label=_("Note"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What helps to understand the answer. The person can read it."),
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: FollowUp, **options: Any) -> None:
        initial: dict[str, Any] = {"seen": row.revision, "note": row.note}
        if row.is_answered:
            still = {True: "yes", False: "no", None: ""}[row.still_there]
            initial |= {
                "situation": row.situation,
                "lives": code_of(row, "lives"),
                "works": code_of(row, "works"),
                "still_there": still,
            }
        options.setdefault("initial", initial)
        super().__init__(*args, **options)
        if row.is_answered:
            del self.fields["answered_how"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        works = cleaned.get("works")
        if works and works != Place() and cleaned.get("situation") not in (None, *FollowUp.EMPLOYED):
            self.add_error(
                "works", _("Somebody who does not work has no region of work: choose “Choose”, or the work they do.")
            )
        return cleaned

    @property
    def answer(self) -> Answer:
        said = self.cleaned_data
        return Answer(said["situation"], said["lives"], said["works"], said["still_there"], said["note"])


class AttemptForm(forms.Form):
    how = forms.ChoiceField(
        label=_("How you tried"), choices=Attempt.How.choices, initial=Attempt.How.PHONE, widget=forms.RadioSelect
    )


class MoveForm(forms.Form):
    due_on = forms.DateField(label=_("New date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class FilterForm(forms.Form):
    """What the list shows."""

    SHOWS = (
        ("due", _("To make now")),
        ("coming", _("To come")),
        ("answered", _("Answered")),
        ("unreachable", _("Not reached")),
        ("all", _("All")),
    )
    show = forms.ChoiceField(label=_("Which ones"), choices=SHOWS, required=False)
    whose = forms.ChoiceField(
        label=_("Whose"), choices=[("all", _("Everybody’s")), ("mine", _("Mine"))], required=False
    )
    months = forms.TypedChoiceField(label=_("After"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, months: list[int], with_whose: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        spans = [(number, _("%(number)d months") % {"number": number}) for number in months]
        self.fields["months"].choices = [("", _("Any time")), *spans]  # type: ignore[attr-defined]  # a choice field
        if not with_whose:
            del self.fields["whose"]


class FiguresForm(forms.Form):
    """Which follow-ups are counted."""

    first = forms.DateField(
        label=_("Due from"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=_("Due until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    edition = forms.ModelChoiceField(
        label=_("Edition"), queryset=Edition.objects.none(), required=False, empty_label=EVERY_ONE
    )
    region = forms.ModelChoiceField(
        label=_("Region where they live"), queryset=Region.objects.none(), required=False, empty_label=EVERY_ONE
    )

    def __init__(self, *args: Any, regions: list[str] | None, **options: Any) -> None:
        super().__init__(*args, **options)
        shown = Region.objects.order_by("rank", "pk")
        editions = Edition.objects.exclude(state="draft").select_related("programme")
        self.fields["region"].queryset = shown if regions is None else shown.filter(pk__in=regions)  # type: ignore[attr-defined]
        self.fields["edition"].queryset = editions  # type: ignore[attr-defined]  # both are model choices
        self.fields["edition"].label_from_instance = lambda edition: edition.title  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first: date | None = cleaned.get("first")
        last: date | None = cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day comes before the first one."))
        return cleaned


class PlanForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own is generic for the checker alone
    """When people of an edition are followed up."""

    months = forms.CharField(
        label=_("Months after the beginning"),
        max_length=40,
        help_text=_("Numbers from 1 to 60 with commas between them: 3, 6, 12."),
    )

    class Meta:
        model = FollowUpPlan
        fields = ("months", "asks_days_before", "reminder_days", "gives_up_days", "attempts")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["months"] = ", ".join(str(number) for number in self.instance.months)

    def clean_months(self) -> list[int]:
        parts = self.cleaned_data["months"].replace(";", ",").split(",")
        numbers = [part.strip() for part in parts if part.strip()]
        if not numbers or not all(part.isascii() and part.isdigit() and 1 <= int(part) <= 60 for part in numbers):
            raise forms.ValidationError(_("Write numbers of months from 1 to 60, with commas between them: 3, 6, 12."))
        return sorted({int(part) for part in numbers})
