"""What stands on « Mon espace », from the rooms that know it."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.pairing.gatherings import rules as groups
from network.pairing.gatherings.models import Gathering, Place
from network.pairing.matches.models import LIVE, Match
from network.pairing.proposals.models import Proposal
from network.pairing.requests.models import Request
from people.accounts.http import PersonRequest
from people.accounts.models import Person
from people.consent import rules as consents
from people.follow_up.models import FollowUp
from people.participants import stages
from people.participants.models import Candidacy, Card, CaseFile, Document
from people.participants.profile import steps_of
from people.participants.stages import Stage
from people.participants.waiting import Waiting, waiting_for
from people.programmes import five_questions
from people.timetable import hours
from people.timetable.models import Busy

#: Of what comes next, and of requests, what the page shows.
NEXT, REQUESTS = 4, 3


@dataclass(frozen=True)
class Door:
    """A page behind the space. ``note``: how it stands, in a few words."""

    label: str
    url: str
    note: str
    icon: str


@dataclass(frozen=True)
class Space:
    """``case_file``: None for somebody who is new. ``answers_wait``: the five questions were answered on the way in."""

    waiting: list[Waiting]
    coming: list[Busy]
    requests: list[tuple[Candidacy, Stage]]
    doors: list[Door]
    case_file: CaseFile | None
    answers_wait: bool

    @property
    def is_new(self) -> bool:
        """Nothing asked for, nothing to come."""
        return not self.requests and not self.coming


def space_of(request: PersonRequest) -> Space:
    """Cost: about 16 queries, however much there is; and what rooms ask of the person."""
    person = request.user.person
    file = CaseFile.objects.of_person(person).select_related("organisation", "caseworker").first()
    return Space(
        waiting=waiting_for(person),
        coming=hours.coming(person, NEXT),
        requests=_requests(person) if file else [],
        doors=_doors(person, file),
        case_file=file,
        answers_wait=five_questions.answers_of(request.session) is not None,
    )


def _requests(person: Person) -> list[tuple[Candidacy, Stage]]:
    own = stages.with_what_is_shown(Candidacy.objects.of_person(person).active())
    return [(candidacy, stages.stage_of(candidacy)) for candidacy in own.order_by("-asked_at", "-pk")[:REQUESTS]]


def _doors(person: Person, file: CaseFile | None) -> list[Door]:
    found = [_profile(file), _card(person), _consents(person), *_proposals(person), *_matches(person)]
    if file is not None:
        found += [
            _documents(file),
            *_match_requests(person),
            *_group_sessions(person),
            Door(_("My history"), reverse("my_space:history"), _("What happened, and when"), "clock"),
            *_follow_ups(person),
        ]
    return [
        *found,
        Door(_("Who saw my file"), reverse("oversight:who_read_mine"), _("Who opened what, and when"), "lock"),
        Door(_("My data"), reverse("privacy:mine"), _("See it, take a copy, have it erased"), "download"),
        Door(_("My account"), reverse("accounts:mine"), _("Name, language, addresses, signing in"), "settings"),
    ]


def _profile(file: CaseFile | None) -> Door:
    steps = steps_of(file)
    done = sum(step.is_done for step in steps)
    words = ngettext("%(done)s step of %(all)s", "%(done)s steps of %(all)s", done)
    note = words % {"done": done, "all": len(steps)} if file else _("Not begun")
    return Door(_("My profile"), reverse("participants:profile"), note, "edit")


def _card(person: Person) -> Door:
    card = Card.objects.of_person(person).first()
    if card is None:
        note = _("Not written yet")
    elif not card.is_complete:
        note = _("Not complete yet")
    elif consents.holds(person, "card"):
        note = _("Shown when a meeting is considered")
    else:
        note = _("Complete; shown to nobody yet")
    return Door(_("My card"), reverse("participants:card"), note, "person")


def _consents(person: Person) -> Door:
    given = sum(standing.holds for standing in consents.state_of(person))
    note = ngettext("%(number)s given", "%(number)s given", given) % {"number": given} if given else _("None given")
    return Door(_("My consents"), reverse("consent:mine"), note, "handshake")


def _follow_ups(person: Person) -> list[Door]:
    """No door where there is none: what a follow-up is, somebody learns when they have one."""
    number = FollowUp.objects.current().of_person(person).count()
    if not number:
        return []
    note = ngettext("%(number)s date", "%(number)s dates", number) % {"number": number}
    return [Door(_("My follow-ups"), reverse("follow_up:mine"), note, "calendar")]


def _proposals(person: Person) -> list[Door]:
    """On either side, once something was proposed. Cost: 1 query."""
    known = Proposal.objects.of_person(person).aggregate(all=Count("pk"), open=Count("pk", filter=Q(state="open")))
    if not known["all"]:
        return []
    open_ones = known["open"]
    words = ngettext("%(number)s open", "%(number)s open", open_ones) % {"number": open_ones}
    note = words if open_ones else _("None open")
    return [Door(_("My proposals"), reverse("proposals:mine"), note, "handshake")]


def _matches(person: Person) -> list[Door]:
    """On either side, once there is one. Cost: 1 query."""
    live = Q(state__in=LIVE)
    known = Match.objects.of_person(person).aggregate(all=Count("pk"), live=Count("pk", filter=live))
    if not known["all"]:
        return []
    words = ngettext("%(number)s under way", "%(number)s under way", known["live"]) % {"number": known["live"]}
    return [Door(_("My matches"), reverse("matches:home"), words if known["live"] else _("None under way"), "people")]


def _match_requests(person: Person) -> list[Door]:
    """One door, once somebody has asked for a match: until then it would open to nothing."""
    latest = Request.objects.of_person(person).order_by("-made_at", "-pk").first()
    if latest is None:
        return []
    return [Door(_("My request for a match"), reverse("requests:home"), latest.get_state_display(), "handshake")]


def _group_sessions(person: Person) -> list[Door]:
    """Once they have a place, or wish for one. Cost: 1 query; 1 more where an edition has such sessions and they have no place."""
    to_come = Q(gathering__in=Gathering.objects.to_come())
    places = Place.objects.of_person(person).live().aggregate(all=Count("pk"), coming=Count("pk", filter=to_come))
    coming = places["coming"]
    if coming:
        note = ngettext("%(number)s to come", "%(number)s to come", coming) % {"number": coming}
    elif places["all"] or (groups.any_edition_has_groups() and groups.requests_of(person)):
        note = _("Dates to choose from")
    else:
        return []
    return [Door(_("Group sessions"), reverse("gatherings:home"), note, "people")]


def _documents(file: CaseFile) -> Door:
    number = Document.objects.filter(case_file=file).count()
    note = (
        ngettext("%(number)s document", "%(number)s documents", number) % {"number": number}
        if number
        else _("None yet")
    )
    return Door(_("My documents"), reverse("participants:documents"), note, "copy")
