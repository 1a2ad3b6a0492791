from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "people.privacy"
    label = "privacy"
