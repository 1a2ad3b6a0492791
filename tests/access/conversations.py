"""Samples of conversations: the two of a match, and whoever may read what was reported."""

from collections.abc import Iterator

from network.pairing.conversations.models import Conversation, Message, Report
from network.pairing.editions.models import PairingSettings, Reviewer
from people.accounts.models import Person, Role
from tests.access.world import Parameters, Sample, World
from tests.canaries import Canaries, Foreign
from tests.factories.accounts import make_person, make_user
from tests.factories.conversations import make_conversation, make_report, said
from tests.factories.matches import make_match
from tests.factories.pairing import make_offer, make_request, make_settings
from tests.factories.programmes import make_edition, make_partner


def conversation_of(world: World, person: Person) -> Conversation:
    """One in which the person is the mentor."""

    def made() -> Conversation:
        conversation = make_conversation(make_match(host=person))
        said(conversation, "host", "Bonjour")
        said(conversation, "candidate", "Merci")
        return conversation

    return world.once(("conversations.of", person.pk), made)


def foreign(world: World) -> Conversation:
    return conversation_of(world, world.once("conversations.foreign", lambda: make_person("Louise Gagnon")))


def own(world: World) -> tuple[Parameters | None, Parameters | None]:
    return {"pk": conversation_of(world, world.person).pk}, {"pk": foreign(world).pk}


def message(world: World, side: str) -> tuple[Parameters | None, Parameters | None]:
    def of(conversation: Conversation) -> Message:
        return Message.objects.filter(conversation=conversation, author__party__side=side).earliest("pk")

    return {"pk": of(conversation_of(world, world.person)).pk}, {"pk": of(foreign(world)).pk}


def report_of(world: World, code: str) -> Report:
    """In an edition of one region alone: who coordinates another one does not keep it."""

    def made() -> Report:
        edition = make_edition(state="open", regions=[code])
        make_partner(edition=edition, organisation=world.other_organisation)
        make_settings(edition)
        request = make_request(edition=edition, person=make_user("participant").person)
        offer = make_offer(edition, make_user("mentor").person, format="mentoring")
        return make_report(make_conversation(make_match(request=request, offer=offer)))

    return world.once(("conversations.report", code), made)


def reported(world: World) -> tuple[Parameters | None, Parameters | None]:
    """One's own: of an edition that one reviews. A coordinator of everywhere keeps every edition, an administrator, too."""
    own_report = report_of(world, world.own_region.code)
    if world.role not in KEEP_EVERYTHING and world.role != "anonymous":
        settings = PairingSettings.objects.get(edition=own_report.message.conversation.match.edition_id)
        Reviewer.objects.get_or_create(settings=settings, person=world.person)
    foreign_report = None if world.role in KEEP_EVERYTHING else report_of(world, world.other_region.code)
    return {"pk": own_report.pk}, {"pk": foreign_report.pk} if foreign_report else None


def foreign_messages(world: World) -> Iterator[Foreign]:
    """What others write is read by nobody, whatever their role; what was reported, by who keeps the edition."""
    conversation = make_conversation(make_match())
    yield Foreign(conversation)
    yield Foreign(said(conversation, "host", "Bonjour"))
    report = report_of(world, world.other_region.code)
    yield Foreign(report, KEEP_EVERYTHING)


#: Whose grants are for everywhere.
KEEP_EVERYTHING = frozenset({"programme_coordinator", "administrator"})
CANARIES: list[Canaries] = [foreign_messages]
SAMPLES: dict[str, Sample] = {
    **{f"conversations:{name}": own for name in ("thread", "part", "stop")},
    "conversations:take_back": lambda world: message(world, "host"),
    "conversations:report": lambda world: message(world, "candidate"),
    **{f"conversations:{name}": reported for name in ("reported", "reopen")},
}
LISTENERS = {
    "conversation": (
        {role.value for role in Role},
        lambda world: (str(conversation_of(world, world.person).pk), str(foreign(world).pk)),
    )
}
