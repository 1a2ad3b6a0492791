"""The conversation on the page of its match."""

from django.db.models import Count, Max
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from network.pairing.conversations.models import Conversation, Message, Voice
from network.pairing.matches.models import Match
from network.pairing.matches.sections import Section, on_the_match


def conversation(request: HttpRequest, match: Match, side: str) -> SafeString:
    """For the two: what is new, and the way in. For staff: how many and since when, and no word of them. Cost: 2 queries."""
    if side:
        own = Voice.objects.filter(conversation=match.pk, party__side=side).first()
        if own is None or not Conversation.objects.readable().filter(pk=match.pk).exists():
            return SafeString("")
        written = Message.objects.read_by(own).aggregate(number=Count("pk"), last=Max("written_at"))
        unread = Message.objects.unread_by(own).count()
    else:
        written = Message.objects.filter(conversation=match.pk).aggregate(number=Count("pk"), last=Max("written_at"))
        unread = 0
    facts = {"match": match, "side": side, "unread": unread, **written}
    return SafeString(render_to_string("conversations/_section.html", facts, request=request))


def register() -> None:
    """Called by ``AppConfig.ready``."""
    on_the_match(Section("messages", _("Messages"), conversation, order=30))
