from django.apps import AppConfig


class AccompanimentConfig(AppConfig):
    """What a person and their caseworker do together: plan, appointments, referrals, notes and tasks."""

    name = "people.accompaniment"
    label = "accompaniment"
