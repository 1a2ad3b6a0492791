from django.apps import AppConfig


class CaseworkerConfig(AppConfig):
    """The caseworker's day: who waits, since when and for what."""

    name = "desks.caseworker"
    label = "caseworker"
