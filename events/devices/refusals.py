"""Why a phone does not become a device of an event, or what it says is not taken."""

from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal


class DeviceRefused(Refusal):
    """No device is added or enrolled."""


class EventOver(DeviceRefused):
    message = _("This event is over: its door needs no device any more.")


class CodeSpent(DeviceRefused):
    message = _(
        "This code was used already, or is more than ten minutes old. "
        "Ask the organiser to show a new one on the page of the event's devices, then scan that."
    )


class DeviceRevoked(DeviceRefused):
    message = _("This device was taken back. Add it anew: it gets a code of its own.")


class Unreadable(Refusal):
    """What a device sent is not of the form that was agreed. Nothing of it was kept."""

    message = _("What the device sent could not be read, and nothing of it was kept. Load the application again.")
