from django.apps import AppConfig


class MySpaceConfig(AppConfig):
    """Mon espace: what waits for me, what comes next, and what is held about me, from every room."""

    name = "desks.my_space"
    label = "my_space"
