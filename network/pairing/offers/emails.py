"""Letters to whoever receives: what became of an offer, whether it goes on, and that it is theirs now."""

from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import dates, outbox
from core.mail import absolute, render
from network.pairing.offers import rules
from network.pairing.offers.links import token_of
from network.pairing.offers.models import Cause, Offer, State, Step


def words_of(step: Step, offer: Offer) -> tuple[str, str, str]:
    """Heading, what happened, and what comes next, in the language in force."""
    until = dates.day_words(offer.open_until, weekday=False) if offer.open_until else ""
    if step.cause == Cause.SILENT:
        return (
            _("Your offer is taking a rest"),
            _("Two people were proposed to you and the days to answer passed both times. It happens: we have paused your offer, so that nobody waits for an answer in vain."),
            _("As soon as you have time again, reopen it with one click: nothing else is needed."),
        )  # fmt: skip
    if step.cause == Cause.LAPSED and not rules.may_last_longer(offer):
        return (
            _("Your offer is closed: its last day has passed"),
            _("Thank you for having opened your door. Meetings and placements that are agreed go on as planned."),
            _("Its edition is over. You may make another offer in the next one."),
        )
    if step.cause == Cause.LAPSED:
        return (
            _("Your offer is closed: its last day has passed"),
            _("Thank you for having opened your door. Meetings and placements that are agreed go on as planned."),
            _("If you can receive somebody again, renew it with one click: it is open anew as it stood."),
        )
    if step.cause == Cause.LEFT and offer.organisation is None:
        return (
            _("Your offer is paused"),
            _(
                "You are no longer a mentor on Maillage. Nobody new is proposed to you; matches that run go on as agreed."
            ),
            _("If this is a mistake, write to the coordination. Else there is nothing to do."),
        )
    if step.cause == Cause.LEFT:
        return (
            _("Your offer is paused"),
            _(
                "You no longer speak for the organisation on whose behalf you offered. Nobody new is proposed meanwhile."
            ),
            _("A colleague may take the offer over; if nobody does, it is closed on its last day."),
        )
    if step.cause == Cause.RENEWED:
        return (
            _("Your offer is open again"),
            _("It was renewed and is open until %(day)s.") % {"day": until},
            _("We write to you as soon as somebody is proposed. Nothing to do until then."),
        )
    if step.target == State.OPEN and step.source != State.SUBMITTED:
        return (
            _("Your offer is open again"),
            _("It is open until %(day)s.") % {"day": until},
            _("We write to you as soon as somebody is proposed. Nothing to do until then."),
        )
    words = {
        State.SUBMITTED: (
            _("Your offer has arrived"),
            _("Thank you. The coordination of the programme reads it and answers you, whatever the answer is."),
            _("You have nothing to do until then."),
        ),
        State.OPEN: (
            _("Your offer is open"),
            _("It is approved, and open until %(day)s.") % {"day": until},
            _("We write to you as soon as somebody is proposed. You see a professional card without a name, and decide."),
        ),
        State.RETURNED: (
            _("Something is missing from your offer"),
            _("The coordination read it and would like you to complete it before it is opened."),
            _("What you wrote is kept: complete it, and send it again."),
        ),
        State.DECLINED: (
            _("An answer to your offer"),
            _("The coordination does not take this offer up. Thank you all the same for having proposed it."),
            _("You may make another one at any time, or write to the coordination to talk about it."),
        ),
        State.PAUSED: (
            _("Your offer is paused"),
            _("Nobody new is proposed to you until it is reopened."),
            _("Reopen it with one click as soon as you can receive somebody."),
        ),
        State.CLOSED: (
            _("Your offer is closed"),
            _("Thank you for having opened your door. Meetings and placements that are agreed go on as planned."),
            _("You may make another one at any time."),
        ),
    }  # fmt: skip
    return words[State(step.target)]


@outbox.letter("offers/moved")
def moved(mail: outbox.Mail) -> outbox.Letter | None:
    """What became of it; dropped for somebody who no longer receives, and when it has moved on since."""
    found = Step.objects.select_related("offer__host", "offer__organisation").filter(pk=mail.payload["step"])
    step = found.filter(offer__host=mail.payload["host"], offer__host__erased_at=None).first()
    if step is None or step.offer.state != step.target:
        return None
    offer = step.offer
    with translation.override(mail.language):
        heading, happened, next_step = words_of(step, offer)
        given = {"heading": heading, "happened": happened, "next_step": next_step, "word": step.word, "offer": offer}
        if step.cause == Cause.LAPSED and rules.may_last_longer(offer):
            return render("offers/mail/moved", given | _renewal(offer))
        link = absolute(reverse("offers:offer", args=[offer.pk]))
        return render("offers/mail/moved", given | {"link": link, "button": _("See my offer")})


@outbox.letter("offers/ending")
def ending(mail: outbox.Mail) -> outbox.Letter | None:
    """Whether it goes on, with a link that renews it; dropped when it was renewed, or ends no more by itself."""
    offer = _offer(mail)
    if offer is None or offer.open_until is None or offer.state not in {State.OPEN, State.PAUSED}:
        return None
    if str(offer.open_until) != mail.payload["until"]:
        return None
    with translation.override(mail.language):
        day = {"day": dates.day_words(offer.open_until, weekday=False)}
        is_paused = offer.state == State.PAUSED
        given = {
            "heading": _("Does your offer go on?"),
            "happened": _("It is paused, and closes after %(day)s.") % day if is_paused
            else _("It is open until %(day)s. After that day nobody new is proposed to you.") % day,
            "next_step": _("If you think of receiving somebody again, renew it with one click, and reopen it whenever you like. Else there is nothing to do: it closes by itself.") if is_paused
            else _("If you can still receive somebody, renew it with one click. Else there is nothing to do: it closes by itself."),
            "offer": offer,
        }  # fmt: skip
        return render("offers/mail/moved", given | _renewal(offer))


@outbox.letter("offers/yours")
def yours(mail: outbox.Mail) -> outbox.Letter | None:
    """A colleague's offer is theirs now; dropped when it passed on since."""
    offer = _offer(mail)
    if offer is None:
        return None
    with translation.override(mail.language):
        organisation = offer.organisation.name if offer.organisation else pgettext("organisation", "your organisation")
        given = {
            "heading": _("An offer of your organisation is yours to look after"),
            "happened": _("You now receive the people proposed for this offer of %(organisation)s.") % {"organisation": organisation},
            "next_step": _("Look at it: you may change when and where, pause it, or close it."),
            "offer": offer,
            "link": absolute(reverse("offers:offer", args=[offer.pk])),
            "button": _("See the offer"),
        }  # fmt: skip
        return render("offers/mail/moved", given)


def _offer(mail: outbox.Mail) -> Offer | None:
    """Of whoever the letter goes to: they still receive."""
    found = Offer.objects.select_related("host", "organisation").filter(
        pk=mail.object_id, host=mail.payload["host"], host__erased_at=None
    )
    return found.first()


def _renewal(offer: Offer) -> dict[str, Any]:
    return {"link": absolute(reverse("offers:renew_by_link", args=[token_of(offer)])), "button": _("Renew my offer")}
