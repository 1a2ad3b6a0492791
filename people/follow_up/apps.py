from django.apps import AppConfig


class FollowUpConfig(AppConfig):
    """What became of people: dated follow-ups and their outcomes."""

    name = "people.follow_up"
    label = "follow_up"
