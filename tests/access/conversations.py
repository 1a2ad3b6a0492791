"""Samples of conversations: the two of a match, and whoever may read what was reported."""

from collections.abc import Iterator

from network.pairing.conversations.models import Conversation, Message, Report, Voice
from network.pairing.matches.models import Match
from people.accounts.models import Person
from people.oversight.models import ReadEntry
from tests.access.world import Parameters, Sample, World
from tests.canaries import Canaries, Foreign
from tests.factories.accounts import make_person
from tests.factories.conversations import make_conversation, make_report, said, voice_of
from tests.factories.matches import make_match
from tests.factories.pairing import make_settings
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


def report_of(world: World, region: str) -> Report:
    """In an edition of one region alone, which who keeps another one does not keep."""

    def made() -> Report:
        edition = make_edition(state="open", regions=[getattr(world, region)])
        make_partner(edition=edition, organisation=world.other_organisation)
        make_settings(edition)
        return make_report(make_conversation(make_match_in(edition)))

    return world.once(("conversations.report", region), made)


def make_match_in(edition: object) -> Match:
    from tests.factories.accounts import make_user
    from tests.factories.pairing import make_offer, make_request

    candidate = make_user("participant").person
    request = make_request(edition=edition, person=candidate)  # type: ignore[arg-type]  # an edition
    return make_match(request=request, offer=make_offer(edition, make_user("mentor").person, format="mentoring"))  # type: ignore[arg-type]  # as above
