from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """When the two of a match meet, whether they did, and what is done about a quiet match."""

    name = "network.pairing.meetings"
    label = "meetings"

    def ready(self) -> None:
        from network.pairing.meetings import morning, receivers, sections, waiting  # noqa: F401  (receivers connects them)

        morning.register()
        sections.register()
        waiting.register()
