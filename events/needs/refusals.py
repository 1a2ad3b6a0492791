"""Why what somebody asks for is not kept, in words they can act on."""

from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal


class NotAskedNow(Refusal):
    message = _(
        "This is asked of those who have a seat, until the event begins. If something changed, write to the organiser."
    )


class ConsentMissing(Refusal):
    message = _(
        "Without your consent nobody may read what you ask for: nothing was kept. Tick the box if you agree, or leave it all empty."
    )


class NoMealHere(Refusal):
    message = _("This event asks nobody about a meal, or it is over: there are no totals to hand on.")
