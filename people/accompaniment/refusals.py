"""What this room refuses, in words for the person."""

from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal


class PlanOpenAlready(Refusal):
    message = _("A plan is under way already. Add steps to it, or end it before you begin another.")


class PlanEnded(Refusal):
    message = _("This plan has ended. Begin a new one to go on.")


class NotYourStep(Refusal):
    message = _("This step is your caseworker’s: they mark it themselves.")


class StepMovedOn(Refusal):
    message = _("This step has changed in the meantime. Look at where it stands now; nothing was changed.")


class NothingToOpen(Refusal):
    message = _(
        "None of these hours can be opened: they lie in the past, you opened them already, or they are too short for one "
        "appointment."
    )


class TooManyHours(Refusal):
    message = _("That makes more than 400 appointments. Open fewer weeks, or longer appointments.")


class HourGone(Refusal):
    message = _("This hour is not free any more. Choose another; nothing was changed.")


class OneAtATime(Refusal):
    message = _("You have an appointment to come already. Move that one, or ask your caseworker for a second one.")


class TooLateToChange(Refusal):
    message = _("It is too close to the appointment to change it here. Call your organisation: they change it for you.")


class AppointmentMovedOn(Refusal):
    message = _("This appointment was changed in the meantime. Look at where it stands now; nothing was changed.")


class NotBegunYet(Refusal):
    message = _("The appointment has not begun yet: whether the person came is noted afterwards.")


class BookedHour(Refusal):
    message = _("Somebody booked this hour. Cancel or move the appointment first.")


class NotACaseworkerThere(Refusal):
    message = _("This colleague is not a caseworker of the organisation. Choose somebody else; nothing was changed.")


class NobodyFollows(Refusal):
    message = _("No organisation follows this person now. Nothing was changed.")


class OutcomeInTheFuture(Refusal):
    message = _("The outcome is noted once it is known: choose today or an earlier day.")


class AskAgainTooEarly(Refusal):
    message = _("The day to ask again comes before the referral itself.")
