from django.apps import AppConfig


class ParticipantsConfig(AppConfig):
    """The person who takes part: their file, their card, their documents, and the organisation that follows them."""

    name = "people.participants"
    label = "participants"

    def ready(self) -> None:
        from people.participants import (
            asks,  # noqa: F401  (registers them)
            receivers,  # noqa: F401  (connects them)
            ways_in,
        )
        from people.programmes import five_questions

        five_questions.lead_on_to(ways_in.after_five_questions)
