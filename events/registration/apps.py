from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationConfig(AppConfig):
    """Seats at events: one engine for every kind."""

    name = "events.registration"
    label = "registration"

    def ready(self) -> None:
        from django.db.models.signals import post_save

        from core import navigation
        from events.agenda import signals
        from events.registration import reactions, sitting_letters, sittings  # noqa: F401  (the letters register themselves)
        from people.accounts.models import User
        from people.privacy.signals import merged

        navigation.add("account", 5, _("My registrations"), "registration:mine")
        signals.event_changed.connect(reactions.event_changed)
        signals.event_cancelled.connect(reactions.event_cancelled)
        signals.capacity_raised.connect(reactions.capacity_raised)
        signals.sittings_added.connect(sittings.sittings_added)
        signals.sitting_moved.connect(sittings.sitting_moved)
        signals.sitting_cancelled.connect(sittings.sitting_cancelled)
        merged.connect(reactions.person_is_one)
        post_save.connect(reactions.person_signs_in, sender=User)
