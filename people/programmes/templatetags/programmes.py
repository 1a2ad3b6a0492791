"""Small words about programmes for templates."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.audiences import Verdict
from core.templatetags.components import tag
from people.programmes.eligibility import Condition
from people.programmes.kinds import Lexicon
from people.programmes.models import Edition, State

register = template.Library()

VERDICTS = {Verdict.MET: "success", Verdict.NOT_MET: "full", Verdict.UNKNOWN: "warn"}
STATES = {State.DRAFT: "warn", State.OPEN: "success", State.CLOSED: "", State.ARCHIVED: ""}


@register.simple_tag
def verdict_tag(verdict: Verdict) -> SafeString:
    """« remplie », « non remplie », « à vérifier »."""
    words = {
        Verdict.MET: pgettext("condition", "met"),
        Verdict.NOT_MET: pgettext("condition", "not met"),
        Verdict.UNKNOWN: pgettext("condition", "to be asked"),
    }
    return tag(words[verdict], kind=VERDICTS[verdict])


@register.simple_tag
def state_tag(edition: Edition) -> SafeString:
    """Where an edition stands, the days of its intake included."""
    if edition.is_open and edition.opens_later():
        return tag(_("Requests to come"), kind="warn")
    if edition.is_open and edition.closed_to_requests():
        return tag(_("Requests closed"))
    return tag(edition.get_state_display(), kind=STATES[State(edition.state)])


@register.simple_tag
def rule_words(rule: Condition, lexicon: Lexicon) -> str:
    """A condition as its sentence, for those who make the rules."""
    return rule.sentence(lexicon)


@register.simple_tag
def rule_asked(rule: Condition, lexicon: Lexicon) -> str:
    """A condition as the person reads it: what is asked of them."""
    return rule.asked(lexicon)


@register.simple_tag
def where(edition: Edition) -> str:
    """Names of the regions, « tout le Québec » for none. Cost: none where ``regions`` came along."""
    return ", ".join(str(region) for region in edition.regions.all()) or _("All of Québec")
