"""Conversations of matches, and mails as people's programs write them."""

from email.message import EmailMessage

from network.pairing.conversations import actions, relay
from network.pairing.conversations.models import Conversation, Message, Report, Voice
from network.pairing.matches.models import Match, Side
from people.accounts.models import Address, Person, User
from tests.factories.canaries import Canaries, maker
from tests.factories.matches import make_match, make_signed


def make_conversation(match: Match | None = None, *, signed: bool = False, **people: Person) -> Conversation:
    """Of a candidate and a mentor who both sign in."""
    match = match or (make_signed(**people) if signed else make_match(**people))
    actions.open_for(match)
    return Conversation.objects.select_related("match__candidate", "match__host").get(pk=match.pk)


def voice_of(conversation: Conversation, side: str) -> Voice:
    return Voice.objects.with_people().get(conversation=conversation, party__side=side)


def said(conversation: Conversation, side: str = Side.HOST, text: str = "Bonjour! On se rencontre mardi?") -> Message:
    person = voice_of(conversation, side).person
    return actions.write(conversation=conversation, by=person, text=text)


def email_of(person: Person) -> str:
    """Where the person signs in, or an address they proved."""
    login = User.objects.filter(person=person).first()
    return login.email if login else Address.objects.filter(person=person).values_list("email", flat=True)[0]


def mail_from(voice: Voice, text: str = "Oui, mardi me va.", **headers: str) -> EmailMessage:
    """A mail of this side's person to the address of theirs."""
    mail = EmailMessage()
    given = {
        "From": email_of(voice.person),
        "To": relay.address_of(voice),
        "Message-ID": "<un@courrier.exemple.test>",
        "Subject": "Re: Un message",
    }
    for name, value in {**given, **{name.replace("_", "-"): value for name, value in headers.items()}}.items():
        mail[name] = value
    mail.set_content(text)
    return mail


def make_report(conversation: Conversation | None = None, **facts: str) -> Report:
    """The candidate reports what the host wrote."""
    conversation = conversation or make_conversation()
    message = said(conversation, Side.HOST, facts.pop("text", "Envoyez-moi 200 $ pour réserver votre place."))
    return actions.report(
        message=Message.objects.select_related("author__party__person", "conversation__match__edition").get(
            pk=message.pk
        ),
        by=conversation.match.candidate,
        **{"reason": "money", "words": "Il me demande de l’argent.", **facts},
    )


# ------------------------------------------------------------------ one row of every model, for the proofs


def _of(person: Person) -> Conversation:
    match = Match.objects.filter(candidate=person).first() or make_match(candidate=person)
    return make_conversation(match)


@maker(Conversation)
def a_conversation(person: Person, _sing: Canaries) -> Conversation:
    return _of(person)


@maker(Message)
def a_message(person: Person, _sing: Canaries) -> Message:
    return said(_of(person), Side.CANDIDATE)


@maker(Report)
def a_report(person: Person, _sing: Canaries) -> Report:
    return make_report(_of(person))
