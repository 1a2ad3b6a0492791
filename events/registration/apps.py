from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    """Seats at events: one engine for every kind."""

    name = "events.registration"
    label = "registration"

    def ready(self) -> None:
        from events.agenda import signals
        from events.registration import reactions

        signals.event_changed.connect(reactions.event_changed)
        signals.event_cancelled.connect(reactions.event_cancelled)
        signals.capacity_raised.connect(reactions.capacity_raised)
