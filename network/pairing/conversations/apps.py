from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """What the two of a match write to each other: in the browser, and by mail through addresses of ours."""

    name = "network.pairing.conversations"
    label = "conversations"

    def ready(self) -> None:
        from network.pairing.conversations import live, receivers, sections, waiting  # noqa: F401  (they register themselves)

        sections.register()
        waiting.register()
