"""Both said yes: the match stands, with an agreement to sign that says already what the offer and the edition say."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit
from network.pairing.editions.models import PairingSettings
from network.pairing.kinds import Format
from network.pairing.matches import refusals, signals, telling, wording
from network.pairing.matches.models import Agreement, Channel, Day, Match, Party, Rhythm, Side
from network.pairing.proposals.models import Proposal
from people.accounts.models import Language, Person
from people.follow_up.months import months_after


@transaction.atomic
def begin(*, proposal: Proposal, by: Person | None) -> Match:
    """Make the match of a proposal that both accepted; asking twice keeps one. Both are written to. Cost: about 18 queries.

    Raises MatchedAlready if its request has another live match.
    """
    offer, request = proposal.offer, proposal.request
    there = Match.objects.filter(proposal=proposal).first()
    if there is not None:
        return there
    try:
        with transaction.atomic():
            match = Match.objects.create(
                proposal=proposal,
                request=request,
                offer=offer,
                edition=offer.edition,
                candidate=proposal.person,
                host=offer.host,
                format=offer.format,
            )
    except IntegrityError:
        raise refusals.MatchedAlready from None
    Party.objects.bulk_create([Party(match=match, side=side, person=match.person_of(side)) for side in Side])
    _first_words(match)
    audit.record("match.made", match, by=by, values={"proposal": proposal.pk})
    telling.tell_both(match, "began")
    signals.match_began.send(Match, match=match, by=by)
    return match


def settings_of(match: Match) -> PairingSettings:
    """How the edition pairs, or what holds where nothing was said (then not saved). Cost: 1 query."""
    return PairingSettings.objects.filter(edition=match.edition_id).first() or PairingSettings()


def _first_words(match: Match) -> Agreement:
    """A draft with what is known already."""
    settings, offer = settings_of(match), match.offer
    both_english = {match.candidate.language, match.host.language} == {Language.ENGLISH}
    language = Language.ENGLISH if both_english else Language.FRENCH
    channel = Channel.BOTH if offer.is_online and offer.is_on_site else Channel.IN_PERSON
    channel = Channel.ONLINE if not offer.is_on_site else channel
    facts: dict[str, Any] = {"language": language}
    if match.format == Format.MENTORING:
        starts = timezone.localdate() + timedelta(days=7)
        facts |= {
            "starts_on": starts,
            "ends_on": months_after(starts, settings.mentoring_months_max),
            "hours": settings.mentoring_hours,
            "rhythm": Rhythm.FORTNIGHTLY,
            "channel": channel,
            "limits": wording.begin_with(wording.LIMITS[Format.MENTORING], language),
        }
    elif match.format == Format.PLACEMENT:
        facts |= {
            "place": offer.door[:300],
            "tasks": offer.what,
            "confidentiality": wording.begin_with(wording.CONFIDENTIALITY, language),
            "right_to_stop": wording.begin_with(wording.RIGHT_TO_STOP, language),
        }
    else:
        facts |= {
            "subject": offer.title,
            "channel": channel if channel != Channel.BOTH else Channel.IN_PERSON,
            "place": offer.door[:300],
            "limits": wording.begin_with(wording.LIMITS[Format.CONVERSATION], language),
        }
    agreement = Agreement.objects.create(match=match, **facts)
    if match.format == Format.PLACEMENT:
        _days_of_the_offer(agreement, settings)
    return agreement


def _days_of_the_offer(agreement: Agreement, settings: PairingSettings) -> None:
    """Days that the host named, those to come, as many as a placement may have; at noon a break, where there is one."""
    to_come = agreement.match.offer.dates.filter(day__gt=timezone.localdate()).order_by("day", "starts")
    found = {each.day: each for each in reversed(list(to_come))}
    days = [found[day] for day in sorted(found)][: settings.placement_days_max]
    Day.objects.bulk_create(
        Day(
            agreement=agreement,
            day=each.day,
            starts=each.starts,
            ends=each.ends,
            break_minutes=60 if each.starts.hour < 12 and each.ends.hour >= 14 else 0,
        )
        for each in days
    )


@transaction.atomic
def share_phone(*, match: Match, side: str, phone: str, by: Person) -> None:
    """A number for the other to reach one; empty takes it back. Cost: 2 queries."""
    party = match.parties.get(side=side)
    if party.phone != phone.strip():
        party.phone = phone.strip()
        party.save(update_fields=["phone"])
        audit.record("match.phone_shared", match, by=by, fields=["phone"])
