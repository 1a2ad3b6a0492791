"""Text typed about matches, turned into values: the agreement of each format, reviews, the logbook, ends, links."""

from datetime import date, time
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forbidden import SafeTexts
from core.localtime import AmbiguousTime, NoSuchTime, Zone
from core.widgets import Day as DayInput
from core.widgets import Hour
from network.pairing.editions.models import PairingSettings
from network.pairing.kinds import Format
from network.pairing.matches import rules
from network.pairing.matches.models import (
    Agreement,
    Channel,
    Day,
    Insurer,
    Logbook,
    Match,
    Moment,
    Phase,
    Resource,
    Review,
    Rhythm,
    Side,
    State,
)
from network.pairing.matches.models.agreement import MOST_GOALS
from network.pairing.matches.needs import needs
from people.follow_up.months import months_after
from people.programmes.models import Edition

ALL = pgettext_lazy("filter", "All")
NOT_YET = pgettext_lazy("choice", "Not decided yet")


def lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def choices(kinds: Any) -> list[tuple[str, str | Promise]]:
    return [("", NOT_YET), *kinds.choices]


class AgreementForm(SafeTexts, forms.Form):
    """What every format has: the revision that was read. Nothing is required: a draft is kept as far as it goes."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    #: What is empty may be saved, and not signed.
    names_optional = False

    def __init__(self, *args: Any, agreement: Agreement, settings: PairingSettings, **options: Any) -> None:
        options.setdefault("initial", self.initial_of(agreement))
        self.agreement, self.settings = agreement, settings
        super().__init__(*args, **options)

    @classmethod
    def initial_of(cls, agreement: Agreement) -> dict[str, Any]:
        names = Agreement.FIELDS[agreement.match.format]
        return {name: getattr(agreement, name) for name in names} | {"revision": agreement.revision}

    @property
    def facts(self) -> dict[str, Any]:
        """As ``actions.edit`` takes them."""
        return {name: self.cleaned_data[name] for name in Agreement.FIELDS[self.agreement.match.format]}

    @property
    def goals(self) -> list[str]:
        return []

    @property
    def days(self) -> list[dict[str, Any]]:
        return []


class MentoringForm(AgreementForm):
    starts_on = forms.DateField(label=_("First day"), required=False, widget=DayInput)
    ends_on = forms.DateField(label=_("Last day"), required=False, widget=DayInput)
    hours = forms.IntegerField(label=_("Hours together, in all"), required=False, min_value=1, max_value=200)
    rhythm = forms.ChoiceField(label=_("How often you meet"), choices=choices(Rhythm), required=False)
    channel = forms.ChoiceField(label=_("How you meet"), choices=choices(Channel), required=False)
    limits = forms.CharField(label=_("What it is not"), max_length=1000, required=False, widget=lines(4))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        own = {goal.rank: goal.text for goal in self.agreement.goals.all()}
        for rank in range(1, MOST_GOALS + 1):
            name = f"goal{rank}"
            self.fields[name] = forms.CharField(
                label=_("Goal %(number)d") % {"number": rank}, max_length=200, required=False
            )
            self.initial.setdefault(name, own.get(rank, ""))
        months = {"least": self.settings.mentoring_months_min, "most": self.settings.mentoring_months_max}
        self.fields["ends_on"].help_text = _("From %(least)d to %(most)d months after the first day.") % months

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        starts, ends = typed.get("starts_on"), typed.get("ends_on")
        if starts and ends:
            least = months_after(starts, self.settings.mentoring_months_min)
            most = months_after(starts, self.settings.mentoring_months_max)
            if ends <= starts:
                self.add_error("ends_on", _("It would end before it starts."))
            elif not least <= ends <= most:
                months = {"least": self.settings.mentoring_months_min, "most": self.settings.mentoring_months_max}
                words = _("In this edition a mentorship lasts from %(least)d to %(most)d months.")
                self.add_error("ends_on", words % months)
        return typed

    @property
    def goals(self) -> list[str]:
        return [self.cleaned_data[f"goal{rank}"] for rank in range(1, MOST_GOALS + 1)]

    @property
    def goal_fields(self) -> list[Any]:
        return [self[f"goal{rank}"] for rank in range(1, MOST_GOALS + 1)]


class _WithDays(AgreementForm):
    """Rows of a day with its hours; an empty row is no day."""

    with_break: ClassVar[bool] = True

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        own = list(self.agreement.days.all())
        self.rows = range(1, max(self.most_days(), len(own)) + 1)
        for number in self.rows:
            there = own[number - 1] if number <= len(own) else None
            values = {
                "day": getattr(there, "day", None),
                "starts": getattr(there, "starts", None),
                "ends": getattr(there, "ends", None),
                "pause": there.break_minutes if there else None,
            }
            for name, field in self._row_fields().items():
                self.fields[f"{name}{number}"] = field
                self.initial.setdefault(f"{name}{number}", values[name])

    def most_days(self) -> int:
        return int(self.settings.placement_days_max)

    def _row_fields(self) -> dict[str, forms.Field]:
        fields: dict[str, forms.Field] = {
            "day": forms.DateField(label=_("Day"), required=False, widget=DayInput),
            "starts": forms.TimeField(label=pgettext_lazy("hour", "From"), required=False, widget=Hour),
            "ends": forms.TimeField(label=pgettext_lazy("hour", "Until"), required=False, widget=Hour),
        }
        if self.with_break:
            fields["pause"] = forms.IntegerField(
                label=_("Break, in minutes"), required=False, min_value=0, max_value=240
            )
        return fields

    @property
    def day_rows(self) -> list[list[Any]]:
        names = list(self._row_fields())
        return [[self[f"{name}{number}"] for name in names] for number in self.rows]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        seen: set[date] = set()
        for number in self.rows:
            self._check_row(typed, number, seen)
        return typed

    def _check_row(self, typed: dict[str, Any], number: int, seen: set[date]) -> None:
        day: Any = typed.get(f"day{number}")
        starts: Any = typed.get(f"starts{number}")
        ends: Any = typed.get(f"ends{number}")
        if any(f"{name}{number}" in self.errors for name in ("day", "starts", "ends", "pause")):
            return
        if not (day or starts or ends):
            return
        for name, value in (("day", day), ("starts", starts), ("ends", ends)):
            if not value:
                self.add_error(f"{name}{number}", _("Say the day, and from when until when."))
                return
        if ends <= starts:
            self.add_error(f"ends{number}", _("It would end before it starts."))
        elif day in seen:
            self.add_error(f"day{number}", _("This day stands here twice."))
        else:
            self._check_time(typed, number, day, starts, ends)
        seen.add(day)

    def _check_time(self, typed: dict[str, Any], number: int, day: date, starts: time, ends: time) -> None:
        zone = typed.get("zone") or Zone.MONTREAL
        pause = typed.get(f"pause{number}") or 0
        try:
            minutes = Day(
                agreement=Agreement(zone=zone), day=day, starts=starts, ends=ends, break_minutes=pause
            ).minutes
        except (NoSuchTime, AmbiguousTime) as error:
            self.add_error(f"starts{number}", str(error))
            return
        if minutes <= 0:
            self.add_error(f"pause{number}", _("The break would be as long as the day."))

    @property
    def days(self) -> list[dict[str, Any]]:
        found = []
        for number in self.rows:
            day = self.cleaned_data.get(f"day{number}")
            if day:
                found.append(
                    {
                        "day": day,
                        "starts": self.cleaned_data[f"starts{number}"],
                        "ends": self.cleaned_data[f"ends{number}"],
                        "break_minutes": self.cleaned_data.get(f"pause{number}") or 0,
                    }
                )
        return sorted(found, key=lambda row: row["day"])


class PlacementForm(_WithDays):
    place = forms.CharField(label=_("Workplace, with its address"), max_length=300, required=False)
    tasks = forms.CharField(label=_("Tasks that will be observed"), max_length=1500, required=False, widget=lines(5))
    colleague = forms.CharField(label=_("Colleague who accompanies"), max_length=120, required=False)
    confidentiality = forms.CharField(label=_("Confidentiality"), max_length=1000, required=False, widget=lines(4))
    insurer = forms.ChoiceField(
        label=_("Who insures"),
        choices=choices(Insurer),
        required=False,
        help_text=_(
            "The dates can be set once this is said. The CNESST covers an unpaid observer only where a school is responsible."
        ),
    )
    insurance = forms.CharField(label=_("Name or number of the insurance"), max_length=200, required=False)
    right_to_stop = forms.CharField(label=_("Right to stop"), max_length=1000, required=False, widget=lines(4))
    zone = forms.ChoiceField(label=_("Legal time"), choices=Zone.choices)
    not_guarded = ("insurance",)

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if not self.errors and self.days and not typed.get("insurer"):
            self.add_error("insurer", _("Say who insures before you set the dates."))
        return typed


class ConversationForm(_WithDays):
    subject = forms.CharField(label=_("What you will talk about"), max_length=300, required=False, widget=lines(2))
    channel = forms.ChoiceField(label=_("How you meet"), choices=choices(Channel), required=False)
    place = forms.CharField(
        label=_("Where"), max_length=300, required=False, help_text=_("The address, or the link of the meeting.")
    )
    zone = forms.ChoiceField(label=_("Legal time"), choices=Zone.choices)
    limits = forms.CharField(label=_("What it is not"), max_length=1000, required=False, widget=lines(3))
    with_break = False

    def most_days(self) -> int:
        return 1


_FORMS: dict[str, type[AgreementForm]] = {
    Format.MENTORING: MentoringForm,
    Format.PLACEMENT: PlacementForm,
    Format.CONVERSATION: ConversationForm,
}


def agreement_form(match: Match) -> type[AgreementForm]:
    """The form of the match's format."""
    return _FORMS[match.format]


class PhoneForm(SafeTexts, forms.Form):
    phone = forms.CharField(
        label=_("Your telephone, if you wish to share it"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        help_text=_("The other sees it once both have signed. Empty it to take it back."),
    )


# ------------------------------------------------------------------ reviews

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
GRADES = [
    ("5", _("5 – very useful")), ("4", _("4 – useful")), ("3", _("3 – somewhat useful")),
    ("2", _("2 – hardly useful")), ("1", _("1 – not useful")),
]  # fmt: skip


class _ReviewForm(SafeTexts, forms.Form):
    private = forms.CharField(
        label=_("For the coordination alone"),
        max_length=1000,
        required=False,
        widget=lines(3),
        help_text=_("Neither the other side nor the caseworker reads what you write here."),
    )

    @property
    def answers(self) -> dict[str, Any]:
        """As ``actions.give_review`` takes them."""
        return dict(self.cleaned_data)


class OnTheWayForm(_ReviewForm):
    """After the first meeting, and mid-way. Source: DOMAIN, 5.3."""

    usefulness = forms.ChoiceField(label=_("How useful is it to you?"), choices=GRADES, widget=forms.RadioSelect)
    problem = forms.ChoiceField(label=_("Is there a problem?"), choices=YES_NO, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In your words"),
        max_length=1000,
        required=False,
        widget=lines(4),
        help_text=_("The candidate’s caseworker and the coordination read it, and help. The other side does not."),
    )
    field_order = ("usefulness", "problem", "words", "private")

    @property
    def answers(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        return found | {"usefulness": int(found["usefulness"]), "problem": found["problem"] == "yes"}


class FinalForm(_ReviewForm):
    goals_reached = forms.ChoiceField(
        label=_("Were the goals reached?"), choices=Review.Reached.choices, widget=forms.RadioSelect
    )
    contacts_gained = forms.IntegerField(label=_("New contacts in the field"), min_value=0, max_value=99)
    gained = forms.ChoiceField(
        label=_("Did an interview or a job come of it?"), choices=Review.Gained.choices, widget=forms.RadioSelect
    )
    training_need = forms.CharField(label=_("Training need that was found"), max_length=300, required=False)
    would_again = forms.ChoiceField(label=_("Would you do it again?"), choices=YES_NO, widget=forms.RadioSelect)
    words = forms.CharField(label=_("In your words"), max_length=1000, required=False, widget=lines(4))
    field_order = ("goals_reached", "contacts_gained", "gained", "training_need", "would_again", "words", "private")

    @property
    def answers(self) -> dict[str, Any]:
        return dict(self.cleaned_data) | {"would_again": self.cleaned_data["would_again"] == "yes"}


def review_form(review: Review) -> type[_ReviewForm]:
    return FinalForm if review.moment == Moment.FINAL else OnTheWayForm


# ------------------------------------------------------------------ logbook


class LogbookForm(SafeTexts, forms.ModelForm):  # type: ignore[type-arg]  # of Logbook
    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Logbook
        fields = Logbook.QUESTIONS
        labels: ClassVar[dict[str, Any]] = {
            "procedures": _("Which ways of working did you know already?"),
            "techniques": _("Which techniques do you master?"),
            "rules": _("Which rules of the occupation did you come to understand?"),
            "gaps": _("What do you still need to learn?"),
            "notes": _("What else do you want to keep?"),
        }
        widgets: ClassVar[dict[str, Any]] = {name: lines(4) for name in Logbook.QUESTIONS}

    @property
    def answers(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in Logbook.QUESTIONS}


class ShareForm(forms.Form):
    with_host = forms.BooleanField(label=_("My mentor or host"), required=False)
    with_caseworker = forms.BooleanField(label=_("My caseworker"), required=False)


# ------------------------------------------------------------------ ends


class EndForm(SafeTexts, forms.Form):
    """Why. ``side`` "" is for staff, who also say whether the candidate waits again; the candidate says it for themself."""

    reason = forms.ChoiceField(label=_("Why does the match end?"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In your words"),
        max_length=500,
        required=False,
        widget=lines(3),
        help_text=_("For the caseworker and the coordination; the other side does not read it."),
    )
    again = forms.ChoiceField(
        label=_("Another match?"),
        choices=[
            ("", _("As the reason has it")),
            ("yes", _("Yes: look for another match")),
            ("no", _("No: the request ends")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, side: str, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["reason"].choices = [(reason.value, reason.label) for reason in rules.REASONS[side]]
        if side == Side.HOST:
            del self.fields["again"]
        elif side == Side.CANDIDATE:
            fields["again"].choices = fields["again"].choices[1:]
            fields["again"].required = True

    @property
    def again_said(self) -> bool | None:
        """What was said about another match; None: nothing."""
        said = self.cleaned_data.get("again", "")
        return None if not said else said == "yes"


class CompleteForm(SafeTexts, forms.Form):
    because = forms.CharField(
        label=_("Why does it count as completed?"),
        max_length=300,
        widget=lines(3),
        help_text=_("It is kept with the match, for the figures; the two people do not read it."),
    )


# ------------------------------------------------------------------ lists and links


class MatchFilter(forms.Form):
    """What the list is narrowed to."""

    state = forms.ChoiceField(label=_("State"), required=False)
    format = forms.ChoiceField(label=_("Format"), required=False)
    edition = forms.ModelChoiceField(Edition.objects.none(), label=_("Edition"), required=False, empty_label=ALL)
    needs = forms.ChoiceField(label=_("What it waits for"), required=False)

    LIVE = "live"
    NEEDS: ClassVar[list[tuple[str, Any]]] = [
        ("", ALL),
        ("signature", _("a signature")),
        ("review", _("a review")),
        ("late", _("past its last day")),
    ]

    def __init__(self, *args: Any, editions: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["state"].choices = [(self.LIVE, _("Under way and to sign")), *State.choices, ("all", ALL)]
        fields["format"].choices = [("", ALL), *[(each.value, each.label) for each in Format if each != Format.GROUP]]
        fields["needs"].choices = [*self.NEEDS, *((need.code, need.label) for need in needs().values())]
        fields["edition"].queryset = editions
        fields["edition"].label_from_instance = lambda edition: edition.title


class LinkForm(forms.ModelForm):  # type: ignore[type-arg]  # of Resource
    url = forms.URLField(label=_("Link"), max_length=500, assume_scheme="https")

    class Meta:
        model = Resource
        fields = ("phase", "format", "title_fr", "title_en", "url")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["phase"].choices = Phase.choices
        fields["format"].choices = [("", ALL), *[(each.value, each.label) for each in Format if each != Format.GROUP]]
        fields["format"].required = False
