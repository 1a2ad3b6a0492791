from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TimetableConfig(AppConfig):
    """When people are taken: what comes next, what clashes, and the feed for their own calendar."""

    name = "people.timetable"
    label = "timetable"

    def ready(self) -> None:
        from core import navigation

        navigation.add("account", 6, _("My calendar"), "timetable:mine")
