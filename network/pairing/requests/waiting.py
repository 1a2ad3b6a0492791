"""What this room would like of a person: say what they hope for of a match, send what they began."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network.pairing.requests.actions.writing import MAY_TAKE_PART
from network.pairing.requests.models import Request, State
from people.accounts.models import Person
from people.participants.models import Candidacy
from people.participants.waiting import Waiting, waits_for_me
from people.programmes.models import State as Opened


def to_ask_for(person: Person) -> Iterable[Waiting]:
    """A match to ask for, a draft to send. Cost: 2 queries."""
    own = Request.objects.of_person(person).live()
    lying = own.filter(state__in=[State.DRAFT, State.RESTING], candidacy__edition__state=Opened.OPEN)
    for request in lying.select_related("candidacy").order_by("pk"):
        if request.state == State.DRAFT:
            label = _("Finish and send my request for a match")
            why = (
                _("It is kept as a draft: nobody looks for a match before you send it.")
                if request.candidacy.state in MAY_TAKE_PART
                else _("It is kept as a draft; you send it once your caseworker has said that you may take part.")
            )
            yield Waiting(label, reverse("requests:mine", args=[request.pk]), why=why, order=35)
        elif request.candidacy.state in MAY_TAKE_PART:
            label = _("My request for a match is put aside: take it up again?")
            why = _("Nothing is looked for meanwhile.")
            yield Waiting(label, reverse("requests:mine", args=[request.pk]), why=why, order=70)
    without = Candidacy.objects.of_person(person).filter(
        state__in=MAY_TAKE_PART, edition__pairing__isnull=False, edition__state=Opened.OPEN
    )
    for candidacy in without.exclude(pairing_requests__in=own).select_related("edition__programme"):
        words = _("%(edition)s: it takes five minutes, and then a match is looked for.")
        label, url = _("Say what I hope for of a match"), reverse("requests:home")
        yield Waiting(label, url, why=words % {"edition": candidacy.edition.title}, order=34)


def register() -> None:
    """Called by ``AppConfig.ready``."""
    waits_for_me(to_ask_for)
