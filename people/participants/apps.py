from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipantsConfig(AppConfig):
    """The person who takes part: their file, their card, their documents, and the organisation that follows them."""

    name = "people.participants"
    label = "participants"

    def ready(self) -> None:
        from core import workspace
        from people.participants import (
            asks,  # noqa: F401  (registers them)
            endings,
            linking,
            morning,
            morning_lines,
            receivers,  # noqa: F401  (connects them)
            ways_in,
        )
        from people.participants.actions import closing
        from people.participants.rules import COORDINATING_ROLES, WORKING_ROLES, speaks_for
        from people.privacy import rules as privacy
        from people.programmes import five_questions

        five_questions.lead_on_to(ways_in.after_five_questions)
        morning_lines.register()
        morning.on_the_morning_list(linking.ACCOUNTS)
        endings.ends_with_the_file(
            endings.Ending(
                closing.REQUESTS, _("Requests that end"), endings.requests_of, closing.end_requests, order=10
            )
        )
        workspace.add("main", 6, _("Files to take"), "participants:staff_intake", roles=WORKING_ROLES)
        workspace.add("main", 8, _("Letters to print"), "participants:staff_letters", roles=WORKING_ROLES)
        workspace.add("main", 34, _("Intake and shares"), "participants:staff_shares", roles=COORDINATING_ROLES)
        workspace.add("main", 36, _("Languages of letters"), "participants:staff_writing", roles=COORDINATING_ROLES)
        # Nothing in this room stands against an erasure: a request is given up with the person who made it.
        privacy.speaks_for(speaks_for)
        privacy.vouched_for(linking.WITH_A_FILE)
