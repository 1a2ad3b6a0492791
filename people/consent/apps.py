from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """What people agreed to: one row a purpose, with the wording they read, and when it ended."""

    name = "people.consent"
    label = "consent"
