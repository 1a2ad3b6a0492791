from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationConfig(AppConfig):
    """Seats at events: one engine for every kind."""

    name = "events.registration"
    label = "registration"

    def ready(self) -> None:
        from django.db.models.signals import post_save

        from core import navigation, workspace
        from events.agenda import headcount, signals
        from events.agenda.rules import WORKSPACE_ROLES
        from events.registration import (
            awaited,
            concerned,
            reactions,
            sittings,
        )
        from people.accounts.models import User
        from people.participants.waiting import waits_for_me
        from people.privacy.signals import merged

        workspace.add("event", 22, _("Waiting list"), "registration:line", roles=WORKSPACE_ROLES)
        workspace.add("event", 80, _("Seats"), "registration:capacity", roles=WORKSPACE_ROLES)
        workspace.add("event", 82, _("Terms of registration"), "registration:terms", roles=WORKSPACE_ROLES)
        navigation.add("account", 5, _("My registrations"), "registration:mine")
        waits_for_me(awaited.offered_places)
        headcount.count(concerned.applied)
        signals.event_changed.connect(reactions.event_changed)
        signals.event_cancelled.connect(reactions.event_cancelled)
        signals.event_unpublished.connect(reactions.event_unpublished)
        signals.event_duplicated.connect(reactions.event_duplicated)
        signals.capacity_changed.connect(reactions.capacity_changed)
        signals.sittings_added.connect(sittings.sittings_added)
        signals.sitting_moved.connect(sittings.sitting_moved)
        signals.sitting_cancelled.connect(sittings.sitting_cancelled)
        merged.connect(reactions.person_is_one)
        post_save.connect(reactions.person_signs_in, sender=User)
