"""Take a guard out, and the tests that stand for it must fail: each mutant in a copy of the tree.

usage: python -m bench.mutants [WORD]     (only mutants whose name holds the word)
"""

import json
import sys
from dataclasses import dataclass
from typing import Any

from bench.copied import ROOT, Copy, in_copies

REGISTRATION = "tests/events/registration"
ANNOUNCEMENTS = "tests/events/announcements"
DEVICES = "tests/events/devices"
SELECTION = "tests/events/selection"
EXCHANGE = "tests/events/exchange"
ENGINE, FEASIBLE = "tests/network/pairing/test_engine.py", "tests/network/pairing/test_feasibility.py"


@dataclass(frozen=True)
class Mutant:
    """What is taken out of which file, and where that must be noticed."""

    name: str
    file: str
    old: str
    new: str
    tests: str

    def __str__(self) -> str:
        return self.name


MUTANTS = [
    Mutant("seats without a limit", "events/agenda/querysets.py",
           "return self.filter(free, pk=event_id, seats_waiting=0).update(seats_taken=taken) == 1",
           "return self.filter(pk=event_id, seats_waiting=0).update(seats_taken=taken) == 1", f"{REGISTRATION}/test_register.py"),
    Mutant("newcomers before those who wait", "events/agenda/querysets.py",
           "return self.filter(free, pk=event_id, seats_waiting=0).update(seats_taken=taken) == 1",
           "return self.filter(free, pk=event_id).update(seats_taken=taken) == 1", REGISTRATION),
    Mutant("the last who waits is promoted first", "events/registration/waiting.py",
           "Registration.objects.filter(event=event).waiting().values_list(",
           "Registration.objects.filter(event=event).waiting().reverse().values_list(", f"{REGISTRATION}/test_cancel.py"),
    Mutant("seats given back are lost", "events/agenda/querysets.py",
           'self.filter(pk=event_id).update(seats_taken=F("seats_taken") - seats)', "return", f"{REGISTRATION}/test_cancel.py"),
    Mutant("CANCEL at the old SEQUENCE", "events/registration/seating.py",
           "seat.sequence, seat.calendar_cancelled = seat.sequence + 1, True", "seat.calendar_cancelled = True", REGISTRATION),
    Mutant("a move at the old SEQUENCE", "events/registration/reactions.py",
           'Seat.objects.filter(event=event, state__in=_coming(event)).update(sequence=F("sequence") + 1)', "pass", REGISTRATION),
    Mutant("an event that is edited late loses its reminders", "events/announcements/planning.py",
           "done_at=None).exclude(due_at=moment).delete()", "done_at=None).delete()", ANNOUNCEMENTS),
    Mutant("a message that was sent is sent again", "events/announcements/actions.py",
           "    if not held.is_draft and not again:\n        raise refusals.AlreadySent\n", "", ANNOUNCEMENTS),
    Mutant("whoever asked for no messages gets them", "events/announcements/reach.py",
           "        elif one.pk in stopped:\n            why = WHY_STOPPED\n", "", ANNOUNCEMENTS),
    Mutant("one name stands for all of an address", "events/registration/asker.py",
           'asked = f"{Address.normalise(email)}\\n{fold(name)}"', "asked = Address.normalise(email)", REGISTRATION),
    Mutant("an audience that nobody checks", "events/registration/rules.py",
           "        if not answer.met:\n            raise refusals.AudienceNotMet(answer)\n", "", REGISTRATION),
    Mutant("a ticket whose signature nobody reads", "events/registration/tickets.py",
           "    except InvalidSignature:\n        return False\n", "    except InvalidSignature:\n        return True\n", f"{REGISTRATION}/test_tickets.py"),
    Mutant("two seats of one person stay two", "events/registration/personal.py", "    merge=merge_seats,\n", "", f"{REGISTRATION}/test_merge.py"),
    Mutant("the meeting's link for those who wait", "events/registration/emails/draft.py",
           'if entry["link"] and self.may_join:', 'if entry["link"]:', f"{REGISTRATION}/test_letters.py"),
    Mutant("a guest acts as a login", "people/accounts/actions.py", "reached_at(email).filter(user=None)", "reached_at(email)", REGISTRATION),
    Mutant("a ticket read at two doors that nobody hears of", "events/devices/settling.py",
           "Outcome.ALREADY if claim.device in met else Outcome.DOUBLE", "Outcome.ALREADY", f"{DEVICES}/test_merge.py"),
    Mutant("whatever is merged first stands", "events/devices/settling.py",
           "sorted(set(claims), key=lambda claim: (claim.at, claim.id))", "claims", f"{DEVICES}/test_merge.py"),
    Mutant("a list that opens without a ticket", "events/devices/sealing.py",
           "kdf.derive(bytes.fromhex(code))", "kdf.derive(bytes(16))", f"{DEVICES}/test_list.py"),
    Mutant("a device taken back that still works", "events/devices/actions.py",
           'revoked_at=timezone.now(), token_digest="", code_digest=""', 'last_seen_at=timezone.now(), code_digest=""', f"{DEVICES}/test_api.py"),
    Mutant("a token that opens the lists of others", "events/devices/merging.py",
           "ListedSeat.objects.filter(event=device.event_id, lookup__in", "ListedSeat.objects.filter(lookup__in", f"{DEVICES}/test_api.py"),
    Mutant("a ticket lets in twice", "events/doors/actions.py",
           "Seat.objects.filter(pk=seat.pk, state__in=admissible).update(state=", "Seat.objects.filter(pk=seat.pk).update(state=", "tests/events/doors/test_check_in.py"),
    Mutant("an undo that was not asked of somebody inside", "events/doors/actions.py",
           "Seat.objects.filter(pk=seat.pk, state=Seat.State.PRESENT).update(state=back", "Seat.objects.filter(pk=seat.pk).update(state=back",
           "tests/events/doors/test_check_in.py"),
    Mutant("a large party that is passed for ever", "events/registration/policy.py",
           "if not free or any(other.passed + passes.get(other.key, 0) >= bound for other in held_up):", "if not free:", f"{REGISTRATION}/test_policy.py"),
    Mutant("a party that can never fit holds everybody up", "events/registration/policy.py",
           "        if capacity is not None and party.size > capacity:\n            continue\n", "", f"{REGISTRATION}/test_policy.py"),
    Mutant("an offer that outlasts the days before its event", "events/registration/answering.py",
           "wanted = min(timedelta(hours=hours), left / SHARE)", "wanted = timedelta(hours=hours)", REGISTRATION),
    Mutant("an offer that can be accepted when it is over", "events/registration/offering.py",
           "offer.state == PlaceOffer.State.OPEN and offer.expires_at <= timezone.now()", "False", REGISTRATION),
    Mutant("a child without a guardian's word comes in", "events/doors/actions.py",
           "    if seat.registration.awaits_guardian:\n        raise AwaitsGuardian\n", "", "tests/events/doors"),
    Mutant("everybody is told twice", "events/selection/releasing.py",
           "    if results.are_told:\n        raise refusals.AlreadyTold\n    now = standing", "    now = standing", SELECTION),
    Mutant("told before the deadline", "events/selection/releasing.py",
           "        if held.registration_closes_at is None or tell_at < held.registration_closes_at:\n            raise refusals.HourBeforeDeadline\n", "", SELECTION),
    Mutant("an answer to what was hidden decides", "events/questions/showing.py",
           "decides = before.get(question.shown_if_id)", "decides = {one.pk: one for one in questions}.get(question.shown_if_id)", "tests/events/questions"),
    Mutant("an address that nobody has proven is invited", "events/gates/checking.py",
           "person.addresses.filter(proven_at__isnull=False)", "person.addresses.all()", "tests/events/gates"),
    Mutant("an invitation that opens twice", "events/gates/actions.py",
           "if of_code.filter(_mine(registration)).update(used_by=registration):", "if of_code.update(used_by=registration):", "tests/events/gates"),
    Mutant("one key answers two requests", "events/exchange/idempotency.py",
           "    if first.request != request_digest:\n", "    if False:\n", EXCHANGE),
    Mutant("a message that somebody else may have sent", "events/exchange/signing.py",
           "b\".\".join([message_id.encode(), str(timestamp).encode(), body])", "b\".\".join([message_id.encode(), body])", EXCHANGE),
    Mutant("a message into our own network", "events/exchange/sending.py",
           "return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)", "return True", EXCHANGE),
    Mutant("a token that may do anything", "events/exchange/bearing.py",
           "if wanted and wanted not in token.scopes:", "if not token.scopes:", EXCHANGE),
    Mutant("what two people wrote is shown", "events/evaluation/results.py",
           "    if len(said) < LEAST:\n", "    if not said:\n", "tests/events/evaluation"),
    Mutant("a page that listens after its right went", "core/live/consumer.py",
           "if name in self._topics and not await self._may_listen(name):", "if False:", "tests/core/live"),
    Mutant("mails of a stream overtake each other", "core/outbox/rows.py", "nobody_holds_it, ~Exists(earlier), ", "nobody_holds_it, ", "tests/core/outbox"),
    Mutant("two workers send one mail", "core/outbox/rows.py", "self.queued().filter(nobody_holds_it, ", "self.queued().filter(", "tests/core/outbox"),
    Mutant("registered counts as present", "indicators/sessions.py",
           "Seat.objects.present().filter(event__in=sessions)", "Seat.objects.active().filter(event__in=sessions)", "tests/indicators"),
    Mutant("drafts are public", "events/agenda/querysets.py",
           "        public = Q(published_at__lte=timezone.now())\n        if not user", "        public = Q(pk__isnull=False)\n        if not user", "tests/events/agenda"),
    Mutant("a role that nobody asks for", "core/access.py",
           "            if not request.user.holds_any(*names):\n                raise Http404\n", "", "tests/test_access.py"),
    Mutant("a second step that nobody asks for", "core/access.py",
           "            if detour := second_factor_detour(request):\n                return redirect(detour)\n", "", "tests/test_access.py"),
    Mutant("an hour that comes twice", "core/localtime.py", "raise AmbiguousTime(AmbiguousTime.message)", "return first", "tests/core/test_localtime.py"),
    Mutant("personal values in the audit", "core/audit.py", "    personal.refuse_values(type(thing), values)\n", "", "tests/core/test_audit.py"),
    Mutant("a consent that ran out", "people/consent/models.py",
           "Q(until=None) | Q(until__gt=at or timezone.now()), person__merged_into", "person__merged_into", "tests/people/consent"),
    Mutant("an intake that forgets the quota", "people/programmes/actions.py",
           "within = [partner for partner in taking if partner.assigned * whole < number * partner.capacity]", "within = taking",
           "tests/people/programmes/test_intake.py"),
    Mutant("an arrival guessed to be late in its year", "people/programmes/eligibility.py",
           "_of(True if arrival[0] >= limit else", "_of(True if arrival[1] >= limit else", "tests/people/programmes/test_eligibility.py"),
    Mutant("the second of two editors undoes the first", "core/versions.py",
           "if clash := form.different(news, now):", "if clash := form.different([], now):", "tests/test_two_at_once.py"),
    Mutant("a number shown without its margin", "people/pool/counts.py",
           "left = count - (k - 1) - secrets.tails(margin_name(cell))", "left = count", "tests/people/pool"),
    Mutant("numbers drawn anew every week", "people/pool/counts.py",
           "if too_high or moved(old, new) >= patience:", "if too_high or moved(old, new):", "tests/people/pool"),
    Mutant("a handover that another organisation's move does not end", "people/pool/receivers.py",
           "stale = Handover.objects.open().filter(case_file=case_file)", "stale = Handover.objects.none()", "tests/people/pool"),
    Mutant("a handover agreed to by somebody else", "people/pool/receivers.py",
           "if handover is None or handover.case_file.person_id != consent.person_id:", "if handover is None:", "tests/people/pool/test_handing.py"),
    Mutant("a lock that a lock feeds", "people/accounts/tries.py",
           "            noted.filter(first_at=now, good_at=None).delete()\n", "            pass\n", "tests/people/accounts/test_tries.py"),
    Mutant("a password gives back the second step", "people/accounts/tries.py",
           "Kind.PASSWORD: (Kind.PASSWORD,),", "Kind.PASSWORD: (Kind.PASSWORD, Kind.SECOND_STEP),", "tests/people/accounts/test_tries.py"),
    Mutant("the last administrator is erased", "people/privacy/holds.py",
           "if people != {person.pk}:", "if people:", "tests/people/privacy"),
    Mutant("follow-ups of who declined", "people/follow_up/actions/planning.py",
           "declined = Declined.objects.filter(case_file=track.case_file_id).exists()", "declined = False", "tests/people/follow_up"),
    Mutant("a date of birth goes in", "core/forbidden.py",
           "if _holds_birth(plain, today or timezone.localdate()):", "if not plain:", "tests/core/test_forbidden.py"),
    Mutant("the wait does not count", "network/pairing/problem.py",
           "self.scale * (1 + self.days[candidate] if", "self.scale * (1 if", ENGINE),
    Mutant("day nought counts for nothing", "network/pairing/problem.py", "(1 + self.days[candidate] if", "(self.days[candidate] if", ENGINE),
    Mutant("a score outweighs a person", "network/pairing/problem.py",
           "return max(LEAST_SCALE, 4 * (len(self.candidates) + 1) * (MOST_SCORE + self.keep_bonus + 1))", "return MOST_SCORE // 2", ENGINE),
    Mutant("whoever comes first keeps the place", "network/pairing/engine.py", "                    if cost < best:\n                        best, end, out = cost, NOBODY, other\n", "", ENGINE),
    Mutant("prices that do not rise", "network/pairing/engine.py", "                price[host] += best - far[host]\n", "                pass\n", ENGINE),
    Mutant("a row that is looked at in short alone", "network/pairing/engine.py",
           "heappush(heap, cost << BITS | other + hosts)", "pass", ENGINE),
    Mutant("a place given up that nobody hears of", "network/pairing/engine.py", "            without._give_up(number)\n", "            pass\n", ENGINE),
    Mutant("room that nobody is told of", "network/pairing/engine.py", "        self._fill(number)\n", "", ENGINE),
    Mutant("yesterday's proposals forgotten", "network/pairing/engine.py",
           "            scores[row[0].index(kept)] += self._problem.keep_bonus\n", "            pass\n", ENGINE),
    Mutant("a proof that overlooks a better pair", "network/pairing/proof.py", "if most + worth[candidate] > gains[candidate]:", "if False:", ENGINE),
    Mutant("a proof that overlooks yesterday's pair", "network/pairing/proof.py",
           "if candidate in kept and kept[candidate] in there:", "if False:", ENGINE),
    Mutant("a proof with a price where there is room", "network/pairing/proof.py",
           "if prices[host] and taken[host] < places:", "if False:", ENGINE),
    Mutant("a proof that does not count places", "network/pairing/proof.py", "if taken[host] > places:", "if False:", ENGINE),
    Mutant("a pair that failed is proposed again", "network/pairing/edges.py",
           '(("excluded", excluded), ("failed_before", failed))', '(("excluded", excluded),)', FEASIBLE),
    Mutant("a must that is a wish", "network/pairing/edges.py", "found &= self.meeting(wish, candidate)", "pass", FEASIBLE),
    Mutant("a language that nobody asks for", "network/pairing/edges.py",
           "met |= offers if above is None or above >= 0 else 0", "met |= offers", FEASIBLE),
]  # fmt: skip


def is_noticed(copy: Copy, mutant: Mutant) -> bool:
    """Whether the tests fail on the mutant. Raises ValueError if the guard does not stand where it is looked for."""
    source = (ROOT / mutant.file).read_text()
    if source.count(mutant.old) != 1:
        raise ValueError(f"{mutant.old!r} stands {source.count(mutant.old)} times in {mutant.file}")
    return copy.notices(mutant.file, source.replace(mutant.old, mutant.new), [mutant.tests])


def run(word: str = "") -> dict[str, Any]:
    """Figures of all mutants; ``survivors`` names those that nothing noticed."""
    chosen = [mutant for mutant in MUTANTS if word in mutant.name]
    survivors, troubles = in_copies(chosen, is_noticed)
    return {
        "mutants.number": len(chosen),
        "mutants.caught": len(chosen) - len(survivors) - len(troubles),
        "mutants.survivors": sorted(map(str, survivors)),
        "mutants.troubles": sorted(troubles),
    }


if __name__ == "__main__":
    print(json.dumps(run(*sys.argv[1:2]), indent=1, ensure_ascii=False))
