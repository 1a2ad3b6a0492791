"""A request is begun from the card, kept at each save, and sent."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit
from core.forbidden import refuse_sensitive_words
from core.reference.models import MajorGroup
from network.pairing.editions.models import PairingSettings
from network.pairing.kinds import PAIRED, Format, Purpose, Want, known
from network.pairing.requests import completeness, refusals, telling
from network.pairing.requests.actions.holding import held, move
from network.pairing.requests.models import IN_THE_QUEUE, MOST_OCCUPATIONS, Request, RequestOccupation, State
from people.accounts.models import Person
from people.participants.models import Candidacy, Card
from people.programmes.models import Edition

#: Fields that ``write`` sets as they come.
FIELDS = frozenset({"related_welcome", "availability", "goes_anywhere", "online_welcome", "words", "language"})
#: Fields that are lists of codes, and the list of what there is.
LISTS: dict[str, Any] = {"purposes": Purpose, "formats": Format, "musts": Want, "wishes": Want}
#: A candidacy in one of these may send a request.
MAY_TAKE_PART = (Candidacy.State.ELIGIBLE, Candidacy.State.IN_POOL)


def pairs(edition: Edition) -> bool:
    """Whether matches are looked for in this edition now. Cost: 1 query."""
    return edition.is_open and PairingSettings.objects.filter(pk=edition.pk).exists()


@transaction.atomic
def begin(*, candidacy: Candidacy, by: Person) -> Request:
    """The draft, filled from the card; the one there is, if there is one. Cost: about 10 queries. Raises DoesNotPair, MovedOn."""
    whose = Person.objects.filter(case_file__candidacies=candidacy.pk)
    list(whose.select_for_update(of=("self",)).values_list("pk"))
    rows = Candidacy.objects.select_for_update(of=("self",)).select_related("case_file__person", "edition__programme")
    candidacy = rows.get(pk=candidacy.pk)
    known_one = candidacy.pairing_requests.live().first()
    if known_one is not None:
        return known_one
    if not candidacy.is_active or candidacy.case_file.is_closed:
        raise refusals.MovedOn
    if not pairs(candidacy.edition):
        raise refusals.DoesNotPair
    person = candidacy.case_file.person
    card = Card.objects.of_person(person).prefetch_related("regions").first() or Card(person=person)
    settings = PairingSettings.objects.get(pk=candidacy.edition_id)
    try:
        with transaction.atomic():
            made = Request.objects.create(
                candidacy=candidacy,
                formats=[each.value for each in settings.formats if each in PAIRED][:1],
                availability=card.availability,
                goes_anywhere=card.goes_anywhere,
                language=person.language,
                made_by=by,
            )
    except IntegrityError:
        # request_one_alive_per_candidacy: two began at once.
        return candidacy.pairing_requests.live().get()
    if card.pk:
        made.regions.set(card.regions.all())
    if card.occupation_code:
        _set_occupations(made, [card.occupation_code])
    audit.record("pairing_request.begun", made, by=by)
    return made


@transaction.atomic
def write(*, request: Request, details: Mapping[str, Any], by: Person, seen: Any = None) -> Request:
    """Set the fields named; ``occupations`` takes codes, the main one first, ``regions`` rows. Cost: about 8 queries.

    A thing is on one list: what must be is no longer a wish. ``seen`` checks what the sender had before their eyes
    (``core.versions``). Raises NotToBeWritten, ChangedMeanwhile, SensitiveText, ValueError for what is no field.
    """
    if unknown := set(details) - FIELDS - set(LISTS) - {"occupations", "regions"}:
        raise ValueError(f"not fields of a request: {', '.join(sorted(unknown))}")
    refuse_sensitive_words(str(details.get("words", "")))
    found = held(request)
    if not found.is_writable:
        raise refusals.NotToBeWritten
    if seen is not None:
        seen(found)
    values = {name: details[name] for name in FIELDS & set(details)}
    values |= {name: known(details[name], kinds) for name, kinds in LISTS.items() if name in details}
    if "musts" in values or "wishes" in values:
        musts = values.get("musts", found.musts)
        values["wishes"] = [each for each in values.get("wishes", found.wishes) if each not in musts]
    changed = [name for name, value in values.items() if getattr(found, name) != value]
    for name in changed:
        setattr(found, name, values[name])
    if changed:
        found.save(update_fields=changed)
    if "regions" in details and {row.pk for row in found.regions.all()} != {row.pk for row in details["regions"]}:
        found.regions.set(details["regions"])
        changed.append("regions")
    if "occupations" in details and _set_occupations(found, details["occupations"]):
        changed.append("occupations")
    # In the queue it stays complete: nobody waits for what cannot be found.
    if found.state in IN_THE_QUEUE and changed and (lacking := completeness.missing(found)):
        raise refusals.Incomplete(lacking)
    if changed:
        audit.record("pairing_request.written", found, by=by, fields=changed)
    return found


@transaction.atomic
def send(*, request: Request, by: Person) -> Request:
    """Into the queue: from now on its days count. Twice is once. Cost: about 15 queries.

    Raises MovedOn, DoesNotPair, NotEligibleYet, Incomplete.
    """
    found = held(request)
    if found.state == State.WAITING:
        return found
    if found.state != State.DRAFT:
        raise refusals.MovedOn
    refuse_what_is_not_ready(found)
    now = timezone.now()
    move(found, State.WAITING, by=by, sent_at=now, waiting_since=now, news=0)
    telling.tell(found, "sent")
    return found


def refuse_what_is_not_ready(found: Request) -> None:
    """Raises DoesNotPair, NotEligibleYet, Incomplete. Cost: 1 to 3 queries."""
    if not pairs(found.candidacy.edition):
        raise refusals.DoesNotPair
    if found.candidacy.state not in MAY_TAKE_PART:
        raise refusals.NotEligibleYet
    if lacking := completeness.missing(found):
        raise refusals.Incomplete(lacking)


def _set_occupations(found: Request, codes: Sequence[str]) -> bool:
    """Keep these, the main one first; whether anything changed. Cost: 1 query, 4 when it did."""
    wanted = list(dict.fromkeys(code for code in codes if code))[:MOST_OCCUPATIONS]
    if list(found.occupations.values_list("code", flat=True)) == wanted:
        return False
    found.occupations.all().delete()
    groups = MajorGroup.objects.in_bulk({code[:2] for code in wanted})
    RequestOccupation.objects.bulk_create(
        RequestOccupation(request=found, rank=rank, code=code, major_group=groups[code[:2]])
        for rank, code in enumerate(wanted, 1)
    )
    return True
