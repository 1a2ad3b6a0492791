"""What this room would like of a person: shown in their space as what waits for them."""

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from people.accounts.models import Person
from people.consent.rules import holds
from people.participants import profile
from people.participants.models import Candidacy, Card, CaseFile
from people.participants.waiting import Waiting, waits_for_me

State = Candidacy.State
#: A "no" is something to answer for this long.
NEWS = timedelta(days=60)


@waits_for_me
def to_complete(person: Person) -> Iterable[Waiting]:
    """The profile that was begun, the answer that was "not yet", what keeps somebody eligible or in the pool from being met.

    Cost: 1 query without a file; 2 with one, and 2 for somebody eligible or in the pool.
    """
    file = CaseFile.objects.of_person(person).filter(closed_at=None).first()
    if file is None:
        return
    states = dict(
        file.candidacies.exclude(state=State.INACTIVE).order_by("-state_since", "-pk").values_list("state", "pk")
    )
    if State.NOT_YET in states:
        row = file.candidacies.get(pk=states[State.NOT_YET])
        if row.state_since > timezone.now() - NEWS:
            url = reverse("participants:candidacy", args=[row.pk])
            yield Waiting(_("An answer to read: not yet"), url, why=_("It says why, and what you can do."), order=20)
    if State.IN_POOL in states:
        yield from _to_be_ready(person, _("Until then nobody finds you among those ready to be met."))
    elif State.ELIGIBLE in states:
        yield from _to_be_ready(person, _("Without it you cannot be put among those ready to be met."))
    step = profile.next_step(file)
    if step is not None:
        label = _("Go on with my profile: %(step)s") % {"step": step.title}
        done = sum(each.is_done for each in profile.steps_of(file))
        why = ngettext("%(done)s step of %(all)s is done.", "%(done)s steps of %(all)s are done.", done) % {
            "done": done,
            "all": len(profile.CODES),
        }
        yield Waiting(label, step.url, why=why, order=60)


def _to_be_ready(person: Person, why: str | Promise) -> Iterable[Waiting]:
    card = Card.objects.of_person(person).first()
    if card is None or not card.occupation_code:
        yield Waiting(
            _("Say your occupation on your card"), reverse("participants:step", args=["work"]), why=why, order=30
        )
    if card is None or not card.availability:
        yield Waiting(_("Say when you are free"), reverse("participants:step", args=["wishes"]), why=why, order=31)
    if not holds(person, "matching"):
        url = reverse("participants:step", args=[profile.CONSENTS])
        yield Waiting(_("Decide whether a match is looked for"), url, why=why, order=32)
