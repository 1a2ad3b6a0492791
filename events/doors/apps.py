from django.apps import AppConfig
from django.db.models.signals import post_save


class DoorsConfig(AppConfig):
    name = "events.doors"
    label = "doors"

    def ready(self) -> None:
        from events.agenda.models import Event
        from events.doors.receivers import event_saved

        # Django's own signal: however an event comes in (form, import, copy), its attendance will be settled.
        post_save.connect(event_saved, sender=Event, dispatch_uid="doors.plan_close")
