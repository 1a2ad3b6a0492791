from django.apps import AppConfig


class TimetableConfig(AppConfig):
    """When people are taken: what comes next, what clashes, and the feed for their own calendar."""

    name = "people.timetable"
    label = "timetable"
