from django.apps import AppConfig


class RequestsConfig(AppConfig):
    """What candidates ask for, and their place in the queue."""

    name = "network.pairing.requests"
    label = "requests"
