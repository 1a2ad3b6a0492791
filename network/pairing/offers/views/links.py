"""What the link of a letter opens, whoever is signed in or not."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from core import access
from core.pages import no_store
from core.refusals import Refusal
from network.pairing.offers import actions, links
from network.pairing.offers.models import Offer
from network.pairing.offers.refusals import AlreadyRenewed

LINK = gettext_lazy("A letter about an offer that ends: its host's, signed, good for one renewal")


@access.bearer(LINK)
@no_store
@require_http_methods(["GET", "POST"])
def renew(request: HttpRequest, token: str) -> HttpResponse:
    """Shows the offer and one button; a mail program that looks at links ahead renews nothing."""
    carried = links.read(token)
    if carried is None:
        raise Http404
    pk, host, until = carried
    offer = Offer.objects.held_by_letter(pk=pk, host=host).first()
    if offer is None:
        raise Http404
    facts: dict[str, object] = {"offer": offer, "was": offer.open_until != until, "done": False, "refusal": ""}
    if request.method == "POST":
        try:
            actions.renew(offer=offer, by=offer.host, until=until)
        except AlreadyRenewed:
            offer.refresh_from_db()
            facts["was"] = True
        except Refusal as refusal:
            facts["refusal"] = str(refusal)
        else:
            facts["done"] = True
    return render(request, "offers/renew.html", facts)
