"""How the two call each other: by role until both have signed, then by name."""

from django.utils.translation import pgettext

from network.pairing.conversations.models import Message, Voice
from network.pairing.matches.models import Match, Side


def role_of(match: Match, side: str) -> str:
    """« Your mentor », in the language in force."""
    if side == Side.CANDIDATE:
        return pgettext("match", "Your mentee") if match.format == "mentoring" else pgettext("match", "The candidate")
    if match.format == "mentoring":
        return pgettext("match", "Your mentor")
    return pgettext("match", "Your host") if match.format == "placement" else pgettext("match", "The professional")


def name_of(match: Match, voice: Voice) -> str:
    """What the other is called on a page. No query beside the voice's person."""
    return voice.person.name if match.is_signed and voice.person.name else role_of(match, voice.side)


def first_name_of(match: Match, voice: Voice) -> str:
    """What stands before the address of a letter: the first name alone."""
    return voice.person.name.split()[0] if match.is_signed and voice.person.name.split() else role_of(match, voice.side)


def author_of(match: Match, message: Message) -> str:
    """Who wrote a message, for the other side. Somebody who has left their place to another is not named."""
    if message.person_id != message.author.party.person_id:
        return pgettext("match", "Whoever was here before")
    return name_of(match, message.author)
