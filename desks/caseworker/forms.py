"""How a caseworker narrows a list, and what they invite to."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.dates import day_words
from core.reference.models import FrenchLevel, MajorGroup, Region
from events.agenda.models import Event
from people.accounts.models import Person
from people.organisations.models import Organisation
from people.participants.models import Candidacy, Note, SavedFilter
from people.participants.morning import sources
from people.programmes.models import Edition


class Narrowing(forms.Form):
    """A form in an address: ``by`` holds what it says so far, and nothing where it is wrong."""

    def __init__(self, *args: Any, organisations: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields.get("organisation")
        if field is not None and len(organisations) < 2:
            del self.fields["organisation"]
        elif field is not None:
            field.queryset = Organisation.objects.filter(pk__in=[each.pk for each in organisations])

    @property
    def by(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def query(self) -> dict[str, str]:
        """Parameters as they stand in the address, those alone that are well formed and say something."""
        return {name: self.data[name] for name in self.by}


class PeopleForm(Narrowing):
    edition = forms.ModelChoiceField(
        Edition.objects.none(), label=_("Edition"), required=False, empty_label=pgettext_lazy("filter", "Any edition")
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("Any state")), *Candidacy.State.choices], required=False
    )
    caseworker = forms.ChoiceField(label=pgettext_lazy("column", "Caseworker"), required=False)
    french = forms.ChoiceField(label=_("Oral French from"), required=False)
    major_group = forms.ModelChoiceField(
        MajorGroup.objects.current().select_related("broad_category"),
        label=_("Occupation"),
        required=False,
        empty_label=_("Any occupation"),
    )
    region = forms.ModelChoiceField(
        Region.objects.current(), label=_("Wishes to live in"), required=False, empty_label=_("Any region")
    )
    standing = forms.ChoiceField(
        label=_("Files"),
        choices=[("", pgettext_lazy("files", "Open")), ("closed", pgettext_lazy("files", "Closed"))],
        required=False,
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=pgettext_lazy("partner", "Organisation"),
        required=False,
        empty_label=_("All of mine"),
    )

    def __init__(
        self, *args: Any, organisations: Sequence[Organisation], colleagues: Sequence[Person], me: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, organisations=organisations, **kwargs)
        editions: Any = self.fields["edition"]
        editions.queryset = (
            Edition.objects.filter(partners__organisation__in=organisations)
            .select_related("programme")
            .order_by("-starts_on", "folded", "pk")
            .distinct()
        )
        editions.label_from_instance = lambda edition: edition.title
        others = [(str(each.pk), each.name) for each in colleagues if each.pk != me]
        caseworkers: Any = self.fields["caseworker"]
        caseworkers.choices = [("", _("Anybody")), (str(me), _("Me")), ("nobody", _("Nobody yet")), *others]
        levels: Any = self.fields["french"]
        known = [(level.pk, level.name) for level in FrenchLevel.objects.current()]
        levels.choices = [("", _("Any level")), *known]


class WordsForm(forms.Form):
    """A name or a file number, sent so that no address holds it."""

    words = forms.CharField(
        label=_("Name or file number"),
        max_length=120,
        required=False,
        widget=forms.SearchInput(attrs={"autocomplete": "off"}),
    )


class MorningForm(Narrowing):
    kind = forms.ChoiceField(required=False)
    whose = forms.ChoiceField(
        label=pgettext_lazy("files", "Whose"),
        choices=[("", _("Mine, and to take")), ("all", _("Whole organisation"))],
        required=False,
    )
    late = forms.BooleanField(label=_("Late only"), required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=pgettext_lazy("partner", "Organisation"),
        required=False,
        empty_label=_("All of mine"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kind"]
        kinds.choices = [("", pgettext_lazy("kinds of work", "All")), *((each.code, each.label) for each in sources())]
        kinds.widget = forms.HiddenInput()


class KeepFilterForm(forms.Form):
    name = forms.CharField(label=_("Keep this filter as"), max_length=60)
    list = forms.ChoiceField(choices=SavedFilter.List.choices, widget=forms.HiddenInput)
    query = forms.CharField(max_length=400, required=False, widget=forms.HiddenInput)

    @property
    def parameters(self) -> Mapping[str, str]:
        return QueryDict(self.cleaned_data["query"]).dict()  # type: ignore[return-value]  # texts alone


class NotesForm(forms.Form):
    """Which notes of a file are shown."""

    note = forms.ChoiceField(choices=[("", ""), *Note.Kind.choices], required=False)


class EventForm(forms.Form):
    """Which event people are invited to."""

    event = forms.ModelChoiceField(Event.objects.none(), label=_("Event"), empty_label=_("Choose an event"))

    def __init__(self, *args: Any, events: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["event"]
        field.queryset = events
        field.label_from_instance = lambda event: f"{event.title}, {day_words(event.start_date, weekday=False)}"
