"""The letter to whoever subscribed a system that takes nothing any more."""

from django.urls import reverse

from core import outbox
from core.mail import absolute, render
from events.exchange.models import Subscription


@outbox.letter("exchange/paused")
def paused(mail: outbox.Mail) -> outbox.Letter | None:
    """Which one, why, and what to do; None once it was resumed or ended."""
    held = Subscription.objects.select_related("owner").filter(pk=mail.payload["subscription"]).first()
    if held is None or held.is_active:
        return None
    context = {
        "name": held.name,
        "reader": held.owner.name,
        "is_gone": held.why == Subscription.Why.GONE,
        "url": absolute(reverse("exchange:subscription", args=[held.pk])),
    }
    return render("exchange/mail/paused", context)
