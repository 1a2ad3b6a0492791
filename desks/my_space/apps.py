from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MySpaceConfig(AppConfig):
    """Mon espace: what waits for me, what comes next, and what is held about me, from every room."""

    name = "desks.my_space"
    label = "my_space"

    def ready(self) -> None:
        from core import navigation
        from desks.my_space import asks  # noqa: F401  (registers them)

        navigation.add("account", 1, _("My space"), "my_space:home")
