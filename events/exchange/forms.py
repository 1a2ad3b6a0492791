"""What is asked of whoever connects another system."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.bilingual import pick
from core.dates import day_words
from events.agenda.models import Event
from events.exchange import rules, sending
from events.exchange.models import LONGEST_DAYS, Access, Kind
from events.registration.models import new_key

#: Days that a new token is good for, unless its owner chooses otherwise.
USUAL_DAYS = 90
MOST_EVENTS = 200


class Keyed(forms.Form):
    """The hidden key of a page: what is sent twice is made once."""

    key = forms.RegexField(r"^[0-9a-f]{32}\Z", widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["key"].initial = new_key


class TokenForm(Keyed):
    name = forms.CharField(
        label=gettext_lazy("Which system uses it?"),
        max_length=80,
        help_text=gettext_lazy("So that you find it again, for example “Our members’ register”."),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What may it do?"),
        choices=Access.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("At the events that you run, as long as you run them. No more than it needs."),
        error_messages={"required": gettext_lazy("Tick what it may do: a token that may do nothing is of no use.")},
    )
    last_day = forms.DateField(
        label=gettext_lazy("Good until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("A year from now at most. Afterwards you make another."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        today = timezone.localdate()
        self.fields["last_day"].initial = today + timedelta(days=USUAL_DAYS)
        self.fields["last_day"].widget.attrs.update(
            min=str(today + timedelta(days=1)), max=str(today + timedelta(days=LONGEST_DAYS))
        )

    def clean_last_day(self) -> date:
        last: date = self.cleaned_data["last_day"]
        today = timezone.localdate()
        if not today < last <= today + timedelta(days=LONGEST_DAYS):
            raise ValidationError(_("Choose a day from tomorrow on, at most a year from now."))
        return last


class SubscriptionForm(Keyed):
    name = forms.CharField(
        label=gettext_lazy("Which system is it?"),
        max_length=80,
        help_text=gettext_lazy("So that you find it again, for example “Our members’ register”."),
    )
    url = forms.CharField(
        label=gettext_lazy("Its address for messages"),
        max_length=500,
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false", "placeholder": "https://"}),
        help_text=gettext_lazy(
            "Whoever runs the system tells you. It begins with https:// and is open to the network."
        ),
    )
    event = forms.ModelChoiceField(
        label=gettext_lazy("About which event?"),
        queryset=Event.objects.none(),
        required=False,
        empty_label=gettext_lazy("All events that I run, those to come too"),
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("What is it told of?"),
        choices=[choice for choice in Kind.choices if choice[0] != Kind.PING],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick what it is told of.")},
    )
    with_people = forms.BooleanField(
        label=gettext_lazy("With names and addresses"),
        required=False,
        help_text=gettext_lazy(
            "Without, messages hold numbers and states alone. With, each message is noted as read by you in the log that people can open."
        ),
    )

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        events: Any = self.fields["event"]
        events.queryset = rules.events_for(user)
        events.label_from_instance = self._named

    @staticmethod
    def _named(event: Event) -> str:
        title = pick(event, "title").text
        return pgettext_lazy("event", "%(title)s, %(day)s") % {"title": title, "day": day_words(event.start_date)}

    def clean_url(self) -> str:
        """An address that may be told: encrypted, by name, without a login in it. Where it leads is looked at each time."""
        url = str(self.cleaned_data["url"]).strip()
        parts = _parts(url)
        if sending.is_at_home(parts):
            return url
        if parts.scheme != "https":
            raise ValidationError(_("The address must begin with https://, so that nobody on the way reads along."))
        if parts.username or parts.password:
            raise ValidationError(_("Take the login out of the address: each message is signed instead."))
        if parts.fragment:
            raise ValidationError(_("Take out what stands after the #: it is never sent."))
        try:
            URLValidator(schemes=["https"])(url)
            sending.address_of(parts)
        except sending.Refused as refused:
            words = {
                sending.Trouble.NAME: _("Nobody knows an address of this name. Check each letter."),
                sending.Trouble.ADDRESS: _("This address leads into a private network, where nothing is sent."),
            }
            raise ValidationError(words[refused.trouble]) from None
        return url


def _parts(url: str) -> Any:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  (raises for a port that is none)
    except ValueError:
        raise ValidationError(_("This is not an address: write it as the other system shows it.")) from None
    return parts
