"""The question the sisters may ask: is this person with a member of the network?"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.audiences import Answer, Verdict, answers
from network.membership.models import CLOSED, MEMBER, Membership
from people.accounts.models import Address, Person
from people.organisations.models import Affiliation


@answers("network.member")
class Members:
    """People who are, today, with an organisation that is a member."""

    label = _("people of organisations that are members of Leaders diversité")
    has_argument = False

    def choices(self, user: Any) -> Sequence[tuple[str, str]]:
        return ()

    def sentence(self, argument: str = "") -> str:
        return gettext("For people of organisations that are members of Leaders diversité.")

    def explain(self, person: Person | None, argument: str = "") -> Answer:
        """Cost: at most 3 queries."""
        if person is None or not Address.objects.filter(person=person, proven_at__isnull=False).exists():
            return Answer(
                Verdict.UNKNOWN,
                _("We do not know yet who you are: none of your addresses is proven."),
                _("Sign in with the address your organisation knows."),
            )
        organisations = Affiliation.objects.current().filter(person=person).values("organisation")
        states = set(Membership.objects.filter(organisation__in=organisations).values_list("state", flat=True))
        if states & MEMBER:
            return Answer(Verdict.MET, _("Your organisation is a member of Leaders diversité."))
        if states - CLOSED:
            return Answer(
                Verdict.NOT_MET,
                _("Your organisation's membership of Leaders diversité is not active."),
                _("Ask your organisation's contact person where the membership stands."),
            )
        if states:
            return Answer(
                Verdict.NOT_MET,
                _("Your organisation is no longer a member of Leaders diversité."),
                _("It may join again: write to the network's coordination."),
            )
        if organisations.exists():
            return Answer(
                Verdict.NOT_MET,
                _("Your organisation is not a member of Leaders diversité."),
                _("It may join: see what members do, and write to the network's coordination."),
            )
        return Answer(
            Verdict.NOT_MET,
            _("You are with no organisation that we know of."),
            _("If yours is a member, ask its contact person to invite you."),
        )

    def filter(self, argument: str = "") -> Q:
        """The same people as those for whom ``explain`` says met."""
        members = Membership.objects.of_members().values("organisation")
        affiliated = Affiliation.objects.current().filter(organisation__in=members).values("person")
        return Q(pk__in=affiliated) & Q(pk__in=Address.objects.filter(proven_at__isnull=False).values("person"))
