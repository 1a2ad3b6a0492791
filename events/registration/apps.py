from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationConfig(AppConfig):
    """Seats at events: one engine for every kind."""

    name = "events.registration"
    label = "registration"

    def ready(self) -> None:
        from core import navigation
        from events.agenda import signals
        from events.registration import reactions

        navigation.add("account", 5, _("My registrations"), "registration:mine")
        signals.event_changed.connect(reactions.event_changed)
        signals.event_cancelled.connect(reactions.event_cancelled)
        signals.capacity_raised.connect(reactions.capacity_raised)
