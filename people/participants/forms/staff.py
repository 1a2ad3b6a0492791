"""What caseworkers and coordinators fill in."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.files.cv import ACCEPT
from core.forbidden import SafeText
from core.versions import Versioned
from people.accounts.models import Language, Person
from people.organisations.models import Organisation
from people.participants import refusals
from people.participants.models import CaseFile, Decision, Document, Note
from people.programmes.models import Edition, Partner

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class NoteForm(Versioned, forms.Form):
    """A new note, or ``note`` put right."""

    kind = forms.ChoiceField(label=pgettext_lazy("note", "What it was"), choices=Note.Kind.choices)
    on_date = forms.DateField(label=_("Day"), widget=DAY, initial=timezone.localdate)
    text = SafeText(label=_("Note"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))

    FIELDS: ClassVar[tuple[str, ...]] = ("kind", "on_date", "text")

    def __init__(self, *args: Any, note: Note | None = None, **kwargs: Any) -> None:
        self.instance = note
        kept = {name: getattr(note, name) for name in self.FIELDS} if note else {}
        super().__init__(*args, initial=kept, **kwargs)

    def clean_on_date(self) -> Any:
        day = self.cleaned_data["on_date"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("A note is about what has happened: choose today or an earlier day."))
        return day


class DocumentForm(forms.Form):
    kind = forms.ChoiceField(label=pgettext_lazy("document", "What it is"), choices=Document.Kind.choices)
    file = forms.FileField(
        label=pgettext_lazy("document", "File"),
        help_text=_("A PDF or a Word document (.docx), 5 MB at most. A new CV takes the place of the old one."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )


class DecisionForm(forms.Form):
    """What is decided, beside what the conditions give; where the two differ, why."""

    outcome = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[
            (Decision.Outcome.ELIGIBLE.value, pgettext_lazy("decide", "Eligible")),
            (Decision.Outcome.NOT_YET.value, pgettext_lazy("decide", "Not yet")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    reason = SafeText(
        label=pgettext_lazy("decision", "Reason"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed when you decide otherwise than the conditions give. The person reads it, word for word."),
    )


class ReasonForm(forms.Form):
    """Why something is done that the person, or a coordinator, will read about."""

    reason = SafeText(
        label=pgettext_lazy("decision", "Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads it."),
    )


class ClosingForm(forms.Form):
    """Why nobody follows the person any more, and since when."""

    reason = forms.ChoiceField(
        label=pgettext_lazy("closing", "Why"),
        choices=CaseFile.Closing.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the reasons.")},
    )
    words = SafeText(
        label=pgettext_lazy("closing", "In your words"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads them. Needed for another reason."),
    )
    on = forms.DateField(
        label=_("Day of closing"),
        widget=DAY,
        initial=timezone.localdate,
        help_text=_("From that day on the file is kept for as long as the retention schedule says."),
    )
    seal = forms.CharField(max_length=16, widget=forms.HiddenInput)


class EnterForm(forms.Form):
    """Somebody is entered by a caseworker. An address is not needed: letters then go on paper."""

    name = forms.CharField(label=_("Full name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(
        label=_("Email"),
        required=False,
        help_text=_(
            "Leave empty if there is none: letters are then printed here. If they open an account with it later, you are "
            "asked whether it is theirs."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    postal_address = SafeText(
        label=_("Postal address"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    language = forms.ChoiceField(label=_("Language of the letters"), choices=Language.choices)
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("For which organisation"))
    edition = forms.ModelChoiceField(
        Edition.objects.none(),
        label=_("Asks to take part in"),
        required=False,
        empty_label=_("Nothing for now"),
        help_text=_("The editions your organisation runs, as long as they take requests."),
    )
    is_another = forms.BooleanField(
        label=_("It is somebody else of the same name"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, organisations: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Organisation.objects.filter(pk__in=[each.pk for each in organisations])
        field: Any = self.fields["organisation"]
        field.queryset = own
        if len(organisations) == 1:
            field.initial, field.widget = organisations[0].pk, forms.HiddenInput()
        editions: Any = self.fields["edition"]
        editions.queryset = (
            Edition.objects.taking_on().filter(partners__organisation__in=own).select_related("programme").distinct()
        )
        editions.label_from_instance = lambda edition: edition.title

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or self.cleaned_data
        edition, organisation = kept.get("edition"), kept.get("organisation")
        runs = edition and organisation and edition.partners.filter(organisation=organisation).exists()
        if edition and organisation and not runs:
            self.add_error("edition", _("This organisation does not run that edition. Choose another one."))
        if not (kept.get("email") or kept.get("phone") or kept.get("postal_address")) and not self.errors:
            self.add_error(
                None, _("Give one way at least to reach the person: an email, a telephone number or a postal address.")
            )
        return kept


class AskForm(forms.Form):
    """An edition that somebody asks for by word of mouth."""

    edition = forms.ModelChoiceField(Edition.objects.none(), label=_("Asks to take part in"))

    def __init__(self, *args: Any, organisation: Organisation, but: Iterable[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        editions: Any = self.fields["edition"]
        editions.queryset = (
            Edition.objects.taking_on()
            .filter(partners__organisation=organisation)
            .exclude(pk__in=list(but))
            .select_related("programme")
        )
        editions.label_from_instance = lambda edition: edition.title


class PaperConsentForm(forms.Form):
    """That the person signed a sheet, or said so aloud, and in which language they read it."""

    purpose = forms.CharField(max_length=60, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    language = forms.ChoiceField(choices=Language.choices, widget=forms.HiddenInput)
    signed = forms.BooleanField(
        label=_("I hold the sheet that the person signed."),
        error_messages={"required": _("Tick the box once you hold the signed sheet. Nothing was noted.")},
    )


class TakeForm(forms.Form):
    """Several files at once, for oneself or for a colleague."""

    ticked = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick one file at least."),
            "invalid_choice": refusals.TakenMeanwhile.message,
        },
    )
    caseworker = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Who answers for them"),
        error_messages={"required": _("Choose who answers for these files.")},
    )

    def __init__(self, *args: Any, references: Sequence[str], colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ticked: Any = self.fields["ticked"]
        ticked.choices = [(reference, reference) for reference in references]
        people: Any = self.fields["caseworker"]
        people.queryset = colleagues
        people.empty_label = None


class ReassignForm(forms.Form):
    """To which partner a request goes, decided by hand."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Give it to"))
    reason = SafeText(
        label=_("Why"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept with the file, and read by the person."),
    )

    def __init__(self, *args: Any, edition: Edition, but: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partners = Partner.objects.filter(edition=edition).values("organisation")
        organisations: Any = self.fields["organisation"]
        organisations.queryset = Organisation.objects.filter(pk__in=partners).exclude(pk=but or 0)


class WritingRuleForm(forms.Form):
    other_language_days = forms.IntegerField(
        label=_("Days in another language than French"),
        min_value=0,
        max_value=3660,
        required=False,
        help_text=_(
            "Counted from the day the file was opened; after that, letters leave in French. Empty: as long as the person wishes."
        ),
    )


class PrintedForm(forms.Form):
    """Which letters came out of the printer."""

    letters = forms.TypedMultipleChoiceField(coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, numbers: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        letters: Any = self.fields["letters"]
        letters.choices = [(number, number) for number in numbers]


class EditionStateForm(forms.Form):
    """Which requests of an edition a coordinator looks at."""

    show = forms.ChoiceField(
        label=_("Show"),
        choices=[("", _("Waiting for an organisation")), ("all", _("All open requests"))],
        required=False,
    )
