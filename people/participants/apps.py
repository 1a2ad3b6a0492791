from django.apps import AppConfig


class ParticipantsConfig(AppConfig):
    """The person who takes part: their file, their card, their documents, and the organisation that follows them."""

    name = "people.participants"
    label = "participants"

    def ready(self) -> None:
        from people.participants import receivers  # noqa: F401  (connects them)
