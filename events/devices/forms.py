"""What an organiser says of a device, and of what it found twice."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.devices.models import LABEL_LENGTH, Device
from events.doors.models import DOOR_LENGTH


class DeviceForm(forms.Form):
    """A phone or a kiosk to be added. Access needs are offered where the event asks about them."""

    label = forms.CharField(
        label=_("Name of the device"),
        max_length=LABEL_LENGTH,
        help_text=_("As you would call it across the hall: “Luc’s phone”, “Tablet 2”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    door = forms.CharField(
        label=_("Door"),
        max_length=DOOR_LENGTH,
        widget=forms.TextInput(attrs={"list": "known-doors", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("Use"), choices=Device.Kind.choices, initial=Device.Kind.STAFF, widget=forms.RadioSelect
    )
    shows_needs = forms.BooleanField(
        label=_("Show access needs beside the name"),
        required=False,
        help_text=_("For those who receive people and serve what they need. Never shown at self check-in."),
    )

    def __init__(self, *args: Any, asks_needs: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_needs:
            del self.fields["shows_needs"]


class SettleForm(forms.Form):
    """What somebody found out about a ticket that let in twice."""

    word = forms.CharField(
        label=_("What was it?"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
