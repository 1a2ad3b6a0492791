"""Letters to those who speak for an organisation, one for each move of its membership."""

from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import outbox
from core.mail import absolute, render
from network.membership.models import State, Step
from network.membership.rules import contacts


def words_of(step: Step) -> tuple[str, str, str]:
    """Heading, what happened, and what comes next, in the language in force."""
    organisation = {"organisation": step.membership.organisation.name}
    held_until = {"day": date_format(step.membership.renew_by) if step.membership.renew_by else ""}
    words = {
        State.SUBMITTED: (
            _("Your application has arrived"),
            _("%(organisation)s applied to join Leaders diversité.") % organisation,
            _("The coordination reads it and answers you, whatever the answer is."),
        ),
        State.INFO_ASKED: (
            _("A question about your application"),
            _("The coordination needs to know more before it can decide about %(organisation)s.") % organisation,
            _("Answer this question, then submit the application again."),
        ),
        State.APPROVED: (
            _("Your application is approved"),
            _("%(organisation)s is welcome in Leaders diversité.") % organisation,
            _("The membership becomes active shortly; you need do nothing."),
        ),
        State.ACTIVE: (
            _("Your membership is active"),
            _("%(organisation)s is a member of Leaders diversité.") % organisation,
            _("The membership holds until %(day)s. You decide whether the public list names you.") % held_until,
        ),
        State.RENEWAL_DUE: (
            _("Your membership is due for renewal"),
            _("The term of %(organisation)s in Leaders diversité is over.") % organisation,
            _("Write to the coordination to renew; until then you remain a member for a while."),
        ),
        State.SUSPENDED: (
            _("Your membership is suspended"),
            _("The membership of %(organisation)s in Leaders diversité is suspended.") % organisation,
            _("The public list no longer names you. Write to the coordination to talk about it."),
        ),
        State.LAPSED: (
            _("Your membership has lapsed"),
            _("%(organisation)s is no longer a member of Leaders diversité: the membership was not renewed.")
            % organisation,
            _("You can apply again at any time."),
        ),
        State.DECLINED: (
            _("An answer to your application"),
            _("The coordination does not take up the application of %(organisation)s.") % organisation,
            _("You can apply again once this has changed."),
        ),
        State.WITHDRAWN: (
            _("Your membership has ended"),
            _("%(organisation)s has left Leaders diversité, or its application was withdrawn.") % organisation,
            _("You can apply again at any time."),
        ),
    }
    return words[State(step.target)]


@outbox.letter("membership/moved")
def moved(mail: outbox.Mail) -> outbox.Letter | None:
    """What happened and what comes next; dropped for somebody who no longer speaks for the organisation."""
    step = Step.objects.select_related("membership__organisation").filter(pk=mail.payload["step"]).first()
    if step is None or not contacts(step.membership.organisation).filter(pk=mail.payload["user"]).exists():
        return None
    with translation.override(mail.language):
        heading, happened, next_step = words_of(step)
        link = absolute(reverse("membership:detail", args=[step.membership_id]))
        facts = {"heading": heading, "happened": happened, "next_step": next_step, "step": step, "link": link}
        return render("membership/mail/moved", facts)
