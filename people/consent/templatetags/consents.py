"""A consent asked on any page: ``{% load consents %}{% consent_form "card.employers" %}``."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from people.consent import registry, rules
from people.consent.models import Consent
from people.consent.registry import Purpose
from people.consent.words import lasts

register = template.Library()


@register.simple_tag(takes_context=True)
def consent_form(context: template.Context, purpose: str, *, about: str = "", level: int = 2) -> SafeString:
    """The wording of a purpose with its own form and one button, or that the person agrees already, with the way back.

    For whoever is signed in; comes back to this place of the page. Cost: 1 query.
    """
    request: Any = context["request"]
    standing = rules.standing(request.user.person, purpose, about)
    facts = {"standing": standing, "level": level, "next": f"{request.path}#consent-{purpose}"}
    return SafeString(render_to_string("consent/_ask.html", facts, request=request))


@register.simple_tag
def wording_now(purpose: Purpose) -> str:
    """What is asked now, in the language of the page."""
    return purpose.current.text(page_language())


@register.simple_tag
def page_language() -> str:
    """Code of one of the two languages a wording is in."""
    return "en" if (get_language() or "fr").startswith("en") else "fr"


@register.simple_tag
def wording_of(consent: Consent) -> str:
    """What was agreed to, in the language it was read in; "" for a purpose no room knows any more."""
    try:
        return consent.words
    except (registry.UnknownPurpose, IndexError):
        return ""


@register.filter
def lasts_words(purpose: Purpose) -> str:
    return str(lasts(purpose))
