from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProgrammesConfig(AppConfig):
    """Measures of the plan carried out: programmes, their editions, who runs them, and who may take part."""

    name = "people.programmes"
    label = "programmes"

    def ready(self) -> None:
        from core import navigation, workspace
        from people.programmes.models import KEEPERS

        navigation.add("main", 15, pgettext_lazy("navigation", "Programmes"), "programmes:list")
        navigation.add("more", 16, pgettext_lazy("navigation", "Find my programme"), "programmes:five_questions")
        workspace.add("main", 35, _("Programmes and editions"), "programmes:editions", roles=KEEPERS)
