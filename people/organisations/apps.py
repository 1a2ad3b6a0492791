from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "people.organisations"
    label = "organisations"
