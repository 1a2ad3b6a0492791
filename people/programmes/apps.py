from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """Measures of the plan carried out: programmes, their editions, who runs them, and who may take part."""

    name = "people.programmes"
    label = "programmes"
