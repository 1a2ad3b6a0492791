from django.apps import AppConfig


class ParticipantsConfig(AppConfig):
    """The person who takes part: their file, their card, their documents, and the organisation that follows them."""

    name = "people.participants"
    label = "participants"

    def ready(self) -> None:
        from people.participants import receivers  # noqa: F401  (connects them)
        from people.participants.rules import speaks_for
        from people.privacy import rules as privacy

        # Nothing in this room stands against an erasure: a request is given up with the person who made it.
        privacy.speaks_for(speaks_for)
