"""Who the event is for, on the page to register, and the field for a code."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.agenda.models import Event
from events.gates import checking
from events.gates.forms import CodeForm
from events.registration import formparts
from events.registration.models import Registration
from people.accounts.models import Person

#: Key of the session: code by id of the event, of whoever followed the link of a letter.
BROUGHT = "gates.codes"


def bring(request: HttpRequest, event: Event, code: str) -> None:
    """Remember the code of a link until its holder has registered: no address of a page to register shows it."""
    codes = dict(request.session.get(BROUGHT, {}))
    codes[str(event.pk)] = code
    request.session[BROUGHT] = codes


def brought(request: HttpRequest, event: Event) -> str:
    return str(request.session.get(BROUGHT, {}).get(str(event.pk), ""))


def part_of(request: HttpRequest, event: Event) -> formparts.Part | None:
    """The conditions as sentences, and a field where a code may open. Cost: 1 query, 1 or 2 more for whoever signed in."""
    gates, code = checking.gates_of(event), brought(request, event)
    if not gates and not code:
        return None
    person: Person | None = request.user.person if request.user.is_authenticated else None
    by_invitation = any(gate.is_of_invited for gate in gates)
    is_invited = by_invitation and person is not None and checking.invitations_of(event, person).exists()
    given = formparts.typed(request)
    given["initial"] = {"invitation": code} | dict(given.get("initial", {}))
    asks = by_invitation and not is_invited
    needs_one = asks and not (person is not None and checking.passes_for(event, person, None).exists())
    form = CodeForm(asks=asks or bool(code), needs_one=needs_one, **given)
    form.sentences = checking.sentences_of(event)
    form.is_invited = is_invited

    def keep(_registration: Registration) -> None:
        # The code itself was used as the registration was made.
        codes = dict(request.session.get(BROUGHT, {}))
        if codes.pop(str(event.pk), None):
            request.session[BROUGHT] = codes

    return formparts.Part(_("Who this event is for"), form, keep, "gates/_part.html")
