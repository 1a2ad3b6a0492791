from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnouncementsConfig(AppConfig):
    """What those who run an event write to those concerned, and when people are reminded of it."""

    name = "events.announcements"
    label = "announcements"

    def ready(self) -> None:
        from django.db.models.signals import post_save

        from core import navigation, workspace
        from events.agenda.models import Event
        from events.announcements import groups, receivers, showing, stopping, waiting
        from events.doors import beside, history
        from events.doors.rules import RUNNERS
        from events.registration import asides
        from events.registration import stopping as way_out

        # Django's own signal: however an event comes in (form, import, copy), its reminders are planned.
        post_save.connect(receivers.event_saved, sender=Event, dispatch_uid="announcements.plan_reminders")
        groups.register()
        waiting.register()
        way_out.offer(stopping.link)
        asides.on_the_page(showing.messages_aside)
        history.also(showing.written)
        history.name_actions(showing.ACTIONS)
        beside.on_the_desk(showing.latest_on_the_desk)
        beside.offer_tools(showing.tools)
        beside.offer_lists(showing.picked)
        navigation.add("account", 7, _("My messages"), "announcements:mine")
        workspace.add("event", 27, _("Messages"), "announcements:index", roles=RUNNERS)
        workspace.add("event", 28, _("Reminders"), "announcements:reminders", roles=RUNNERS)
