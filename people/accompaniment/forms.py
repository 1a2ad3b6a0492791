"""Text typed about plans, hours, appointments, referrals and tasks, turned into values."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forbidden import SafeText
from core.localtime import Zone
from core.versions import Versioned, row_values
from core.widgets import Day, Hour, Moment
from people.accompaniment import rules
from people.accompaniment.models import ActionPlan, PlanStep, PlanTemplate, Referral, Task, Who
from people.accompaniment.models.appointments import Mode
from people.accompaniment.zones import ZONES
from people.accounts.models import Person
from people.organisations.models import Organisation
from people.participants.models import CaseFile
from people.programmes.models import Edition

LINE = forms.TextInput
#: Empty rows that a template offers: more are added by saving and coming back.
SPARE_ROWS = 3
LENGTHS = [
    (15, _("15 minutes")),
    (20, _("20 minutes")),
    (30, _("30 minutes")),
    (45, _("45 minutes")),
    (60, _("1 hour")),
    (90, _("1 h 30")),
]
#: Weeks that hours may be repeated over.
MOST_WEEKS = 26


class ZoneForm(forms.Form):
    zone = forms.ChoiceField(label=_("Hours as the clocks show them in"), choices=ZONES)


class AboutForm(forms.Form):
    """What the person would like to talk about."""

    about = SafeText(
        label=_("What would you like to talk about?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A few words are enough: your caseworker prepares."),
    )


class ReasonForm(forms.Form):
    reason = SafeText(
        label=_("Why"), max_length=300, required=False, widget=LINE, help_text=_("The other side reads it.")
    )


class _Place(forms.Form):
    """How and where two people meet."""

    mode = forms.ChoiceField(label=_("How you meet"), choices=Mode.choices, initial=Mode.PLACE)
    place = SafeText(
        label=_("Where"),
        max_length=300,
        required=False,
        widget=LINE,
        help_text=_(
            "The address and the room, or the link of the meeting. By telephone: the number to call; empty, you call."
        ),
    )
    zone = forms.ChoiceField(label=_("Legal time"), choices=Zone.choices, initial=Zone.MONTREAL)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        mode, place = typed.get("mode"), typed.get("place", "")
        if "place" in typed and mode == Mode.PLACE and not place:
            self.add_error("place", _("Say where you meet."))
        if "place" in typed and mode == Mode.ONLINE and not place.startswith(("https://", "http://")):
            self.add_error("place", _("Give the link of the meeting, beginning with https://."))
        return typed


class HoursForm(_Place):
    """A stretch of one day, cut in appointments, perhaps every week."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=pgettext_lazy("partner", "Organisation"), empty_label=None
    )
    day = forms.DateField(label=_("Day"), widget=Day)
    begins = forms.TimeField(label=_("From"), widget=Hour, initial=time(9))
    ends = forms.TimeField(label=_("To"), widget=Hour, initial=time(12))
    minutes = forms.TypedChoiceField(label=_("Length of one appointment"), choices=LENGTHS, coerce=int, initial=30)
    weeks = forms.IntegerField(
        label=_("Weeks in a row"),
        min_value=1,
        max_value=MOST_WEEKS,
        initial=1,
        help_text=_("1: this day alone. The hours stay the same when the clocks change."),
    )
    field_order = ("day", "begins", "ends", "minutes", "weeks", "mode", "place", "zone", "organisation")

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        organisations = rules.organisations_of(user)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]  # a ModelChoiceField
        if len(organisations) == 1:
            self.fields["organisation"].initial = organisations[0]
            self.fields["organisation"].widget = forms.HiddenInput()

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed. Choose today or a later day."))
        if day > timezone.localdate() + timedelta(days=366):
            raise forms.ValidationError(_("Open hours at most a year ahead."))
        return day

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        begins, ends, minutes = typed.get("begins"), typed.get("ends"), typed.get("minutes")
        if (
            begins
            and ends
            and minutes
            and datetime.combine(date.min, begins) + timedelta(minutes=minutes) > datetime.combine(date.min, ends)
        ):
            self.add_error("ends", _("There is not time for one appointment between these hours."))
        return typed


class MeetForm(_Place):
    """An hour that was not opened for booking."""

    caseworker = forms.ModelChoiceField(Person.objects.none(), label=_("With whom"), empty_label=None)
    starts = forms.DateTimeField(label=_("Day and hour"), widget=Moment)
    minutes = forms.TypedChoiceField(label=_("Length"), choices=LENGTHS, coerce=int, initial=30)
    about = SafeText(label=_("What it is about"), max_length=300, required=False, widget=LINE)
    field_order = ("starts", "minutes", "caseworker", "mode", "place", "zone", "about")

    def __init__(self, *args: Any, case_file: CaseFile, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        colleagues = rules.caseworkers_of(case_file.organisation_id)
        self.fields["caseworker"].queryset = colleagues  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["caseworker"].initial = user.person_id

    def clean_starts(self) -> datetime:
        """As it was typed: a local time of the zone chosen beside it."""
        starts: datetime = self.cleaned_data["starts"]
        return timezone.make_naive(starts) if timezone.is_aware(starts) else starts


class BeginPlanForm(forms.Form):
    template = forms.ModelChoiceField(
        PlanTemplate.objects.none(), label=_("Begin from"), required=False, empty_label=_("Nothing: I add the steps")
    )
    counted_from = forms.ChoiceField(
        label=_("Dates are counted from"),
        choices=ActionPlan.Counted.choices,
        initial=ActionPlan.Counted.TODAY,
        widget=forms.RadioSelect,
    )
    begun_on = forms.DateField(
        label=_("That day is"),
        widget=Day,
        help_text=_(
            "For somebody still abroad: the day they expect to arrive. You can change it later; the steps follow."
        ),
    )

    def __init__(self, *args: Any, case_file: CaseFile, **options: Any) -> None:
        options.setdefault("initial", {"begun_on": timezone.localdate()})
        if case_file.still_abroad:
            options["initial"]["counted_from"] = ActionPlan.Counted.ARRIVAL
        super().__init__(*args, **options)
        self.fields["template"].queryset = PlanTemplate.objects.for_file(case_file)  # type: ignore[attr-defined]


class ShiftForm(forms.Form):
    begun_on = forms.DateField(label=_("Dates are counted from"), widget=Day)


class StepForm(Versioned, forms.Form):
    """A new step, or ``step`` put right."""

    title = SafeText(label=_("What is to be done"), max_length=160, widget=LINE)
    who = forms.ChoiceField(label=_("Who does it"), choices=Who.choices, initial=Who.PERSON)
    due_on = forms.DateField(label=pgettext_lazy("before a day", "By"), widget=Day)
    note = SafeText(
        label=_("Note"), max_length=400, required=False, widget=LINE, help_text=_("The person reads it, too.")
    )

    def __init__(self, *args: Any, step: PlanStep | None = None, **options: Any) -> None:
        self.instance = step
        super().__init__(*args, initial=step.as_typed() if step else None, **options)


class ReferralForm(forms.Form):
    to_organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Organisation known here"),
        required=False,
        empty_label=_("Another service"),
    )
    to_name = SafeText(label=_("Or the name of the service"), max_length=160, required=False, widget=LINE)
    reason = SafeText(label=_("For what"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
    on_date = forms.DateField(label=_("Day"), widget=Day)
    ask_again_on = forms.DateField(
        label=_("Ask again on"), required=False, widget=Day, help_text=_("A task reminds you of it.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault(
            "initial", {"on_date": timezone.localdate(), "ask_again_on": timezone.localdate() + timedelta(days=14)}
        )
        super().__init__(*args, **options)
        self.fields["to_organisation"].queryset = Organisation.objects.order_by("name", "pk")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if "to_name" in typed and not typed.get("to_organisation") and not typed["to_name"]:
            self.add_error("to_name", _("Choose an organisation, or write the name of the service."))
        made, again = typed.get("on_date"), typed.get("ask_again_on")
        if made and made > timezone.localdate():
            self.add_error("on_date", _("Choose today or an earlier day."))
        if made and again and again < made:
            self.add_error("ask_again_on", _("The day to ask again comes before the referral itself."))
        return typed


class OutcomeForm(Versioned, forms.Form):
    outcome = forms.ChoiceField(label=_("What came of it"), choices=Referral.Outcome.choices, widget=forms.RadioSelect)
    on = forms.DateField(label=_("Known on"), required=False, widget=Day)
    note = SafeText(label=_("In a few words"), max_length=400, required=False, widget=LINE)
    ask_again_on = forms.DateField(
        label=_("Ask again on"),
        required=False,
        widget=Day,
        help_text=_("It counts only while nothing is known: a task reminds you of it."),
    )

    def __init__(self, *args: Any, referral: Referral, **options: Any) -> None:
        self.instance: Referral = referral
        super().__init__(*args, initial=referral.as_typed(), **options)

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        again = typed.get("ask_again_on")
        if typed.get("outcome") != Referral.Outcome.WAITING:
            return typed | {"ask_again_on": None}
        if again and again < self.instance.on_date:
            self.add_error("ask_again_on", _("The day to ask again comes before the referral itself."))
        elif again and again < timezone.localdate():
            self.add_error("ask_again_on", _("This day has passed. Choose today or a later day."))
        return typed


class TaskForm(Versioned, forms.Form):
    """A new task, or ``task`` put right."""

    title = SafeText(
        label=_("What is to be done"),
        max_length=200,
        widget=LINE,
        help_text=_("Without a name: the file says about whom."),
    )
    due_on = forms.DateField(label=pgettext_lazy("before a day", "By"), widget=Day)
    assignee = forms.ModelChoiceField(
        Person.objects.none(), label=_("Who does it"), required=False, empty_label=_("Whoever takes it")
    )

    def __init__(self, *args: Any, organisation: int | None, task: Task | None = None, **options: Any) -> None:
        self.instance = task
        if task:
            options["initial"] = row_values(task, ("title", "due_on", "assignee"))
        super().__init__(*args, **options)
        self.fields["assignee"].queryset = rules.caseworkers_of(organisation)  # type: ignore[attr-defined]


class TaskFilter(forms.Form):
    """Which tasks to show; nothing personal in an address."""

    whose = forms.ChoiceField(
        label=pgettext_lazy("tasks", "Whose"),
        required=False,
        choices=[
            ("mine", pgettext_lazy("tasks", "Mine")),
            ("free", _("Nobody’s yet")),
            ("all", _("All of my organisation")),
        ],
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("open", _("To do")), ("overdue", _("Overdue")), ("done", pgettext_lazy("tasks", "Done"))],
    )


class TemplateForm(Versioned, forms.Form):
    """The head of a template, a new one or ``template``; its steps are rows of a :class:`TemplateSteps`."""

    name_fr = forms.CharField(label=_("Name (French)"), max_length=120)
    name_en = forms.CharField(label=_("Name (English)"), max_length=120, required=False)
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Whose template"), required=False)
    edition = forms.ModelChoiceField(
        Edition.objects.none(), label=_("For one edition alone"), required=False, empty_label=_("Any edition")
    )

    def __init__(self, *args: Any, user: Any, template: PlanTemplate | None = None, **options: Any) -> None:
        self.instance = template
        super().__init__(*args, initial=row_values(template, self.base_fields) if template else None, **options)
        whose: Any = self.fields["organisation"]
        whose.queryset = rules.organisations_of(user)
        self.keeps_house = rules.keeps_house_templates(user)
        if self.keeps_house:
            whose.empty_label = _("The house’s: open to every organisation")
        else:
            whose.empty_label, whose.required = None, True
        editions: Any = self.fields["edition"]
        editions.queryset = Edition.objects.public().select_related("programme")
        editions.label_from_instance = lambda edition: edition.title


class TemplateStepForm(forms.Form):
    title_fr = forms.CharField(label=_("Step (French)"), max_length=160, required=False)
    title_en = forms.CharField(label=_("Step (English)"), max_length=160, required=False)
    who = forms.ChoiceField(label=_("Who does it"), choices=Who.choices, initial=Who.PERSON)
    offset_days = forms.IntegerField(
        label=_("Days from the beginning"), min_value=-1095, max_value=1095, required=False
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("title_fr") and typed.get("offset_days") is None and "offset_days" not in self.errors:
            self.add_error("offset_days", _("Say after how many days; 0 for the first day."))
        if typed.get("title_en") and not typed.get("title_fr"):
            self.add_error("title_fr", _("The step needs its French title."))
        return typed

    @property
    def is_filled(self) -> bool:
        return bool(self.cleaned_data.get("title_fr"))


TemplateSteps = forms.formset_factory(
    TemplateStepForm, extra=SPARE_ROWS, max_num=40, validate_max=True, can_order=False
)
