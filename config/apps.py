from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Top floor: wires the rooms together and owns no model."""

    name = "config"
