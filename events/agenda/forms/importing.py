"""A file of events, and whose they are where it does not say."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.reference.models import Region
from events.agenda import rules
from events.agenda.importing import carrying_out
from events.agenda.importing.readers import Table, UnreadableFile
from events.agenda.models import Kind
from people.accounts.models import User
from people.organisations.models import Organisation

#: What a file chooser is asked to show; the content decides.
ACCEPT = ".csv,.xlsx,.ics,.txt,text/csv,text/calendar"


class ChoicesForm(forms.Form):
    """For lines of the file that do not say it themselves."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organised by"), empty_label=_("Choose an organisation")
    )
    region = forms.ModelChoiceField(
        Region.objects.none(),
        label=_("Region"),
        empty_label=_("Choose a region"),
        help_text=_("A venue's own region counts before it."),
    )
    kind = forms.ChoiceField(
        label=_("Kind of event"),
        required=False,
        choices=[("", _("Refuse lines that say none")), *Kind.choices],
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        organisations, regions = rules.organisations_for(user).order_by("name", "pk"), rules.regions_for(user)
        for name, rows in {"organisation": organisations, "region": regions}.items():
            field: Any = self.fields[name]
            field.queryset = rows
            # Nobody chooses where there is no choice.
            only: list[Any] = list(rows[:2])
            if len(only) == 1:
                self.initial.setdefault(name, only[0].pk)


class FileForm(ChoicesForm):
    """``content`` and ``table`` are what was read, once the form is valid."""

    file = forms.FileField(
        label=_("Your file"),
        help_text=_("CSV, Excel (.xlsx) or calendar (.ics), 5 MB and 300 events at most."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"required": _("Choose the file that holds your events."), "empty": _("The file is empty.")},
    )
    field_order = ["file", "organisation", "region", "kind"]
    content: bytes = b""
    table: Table | None = None

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        self.content = upload.read(carrying_out.MAX_BYTES + 1)
        try:
            self.table = carrying_out.table_of(self.content)
        except UnreadableFile as trouble:
            raise forms.ValidationError(str(trouble), code="unreadable") from trouble
        return upload
