from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "events.registration"
    label = "registration"
