from django.apps import AppConfig


class DoorsConfig(AppConfig):
    name = "events.doors"
    label = "doors"
