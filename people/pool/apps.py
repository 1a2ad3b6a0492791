from django.apps import AppConfig


class PoolConfig(AppConfig):
    """People who are ready to be met, and how organisations hand them over."""

    name = "people.pool"
    label = "pool"
