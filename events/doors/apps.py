from operator import attrgetter

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DoorsConfig(AppConfig):
    name = "events.doors"
    label = "doors"

    def ready(self) -> None:
        from core import workspace
        from events.agenda.models import Event
        from events.doors.receivers import event_saved, seat_given_back
        from events.doors.rules import AT_A_DOOR, RUNNERS
        from events.registration import signals

        # Django's own signal: however an event comes in (form, import, copy), its attendance will be settled.
        post_save.connect(event_saved, sender=Event, dispatch_uid="doors.plan_close")
        signals.seat_given_back.connect(seat_given_back, dispatch_uid="doors.hand_over_attendance")

        workspace.add("main", 30, _("My doors"), "doors:mine", roles=["door_staff"])
        workspace.add("event", 20, _("Registrations"), "doors:registrations", roles=RUNNERS)
        workspace.add(
            "event", 35, _("Attendance by sitting"), "doors:grid", roles=RUNNERS, applies=attrgetter("is_series")
        )
        workspace.add("event", 30, pgettext_lazy("workspace", "Door"), "doors:door", roles=AT_A_DOOR)
        workspace.add("event", 40, _("Live desk"), "doors:live", roles=AT_A_DOOR)
        workspace.add("event", 50, _("Door passes"), "doors:passes", roles=RUNNERS)
