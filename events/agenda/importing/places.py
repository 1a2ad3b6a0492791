"""Where a row says an event is held: a venue in a municipality, a link, and the legal time there."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from core.folding import fold
from core.localtime import Zone
from events.agenda.importing.cells import Linked, Unreadable, text_of

#: Municipalities that do not keep Montréal's time, folded. Source: Loi sur le temps légal (RLRQ, T-5.1), articles 1 and 2.
ATLANTIC = frozenset(
    [
        "cap aux meules",
        "les iles de la madeleine",
        "iles de la madeleine",
        "grosse ile",
        "havre aubert",
        "havre aux maisons",
        "l etang du nord",
        "listuguj",
    ]
)
BASSE_COTE_NORD = frozenset(
    [
        "blanc sablon",
        "lourdes de blanc sablon",
        "bonne esperance",
        "saint paul s river",
        "gros mecatina",
        "tete a la baleine",
        "chevery",
        "harrington harbour",
        "la romaine",
        "unamen shipu",
        "pakua shipi",
        "cote nord du golfe du saint laurent",
    ]
)
#: Names that stand elsewhere too: they decide only where the row's region fits.
SHARED_NAMES = {("11", "fatima"): Zone.ILES, ("09", "saint augustin"): Zone.BASSE_COTE_NORD}
#: Words that say a place is none, and those that may stand around them, folded.
ONLINE = frozenset(
    [
        *("ligne", "online", "virtuel", "virtuelle", "virtual", "distance", "webinaire", "webinar"),
        *("visio", "visioconference", "videoconference", "zoom", "teams", "meet", "webex", "skype"),
    ]
)
AROUND_ONLINE = frozenset(
    [
        *("en", "a", "sur", "via", "par", "la", "le", "mode", "plateforme", "reunion", "rencontre", "seulement"),
        *("on", "by", "the", "platform", "meeting", "event", "evenement", "only", "microsoft", "google"),
    ]
)
ADDRESS = re.compile(r"https?://\S+")


def online_url(cells: Mapping[str, Any], words: dict[str, str], notes: list[str]) -> str:
    """The meeting's link, from its own column or from a place that is one; "En ligne" in the place is no venue."""
    cell = cells.get("online_url")
    url = text_of(cell)
    if isinstance(cell, Linked) and not ADDRESS.fullmatch(url):
        url = cell.target
    if not url and (found := ADDRESS.search(words["venue"])):
        url = found[0].rstrip(".,;)>")
        words["venue"] = words["venue"].replace(found[0], "").strip(" ,;:()<>-–")
    is_online = _means_online(words["venue"])
    if is_online:
        words["venue"] = ""
    if fold(url) in {"oui", "yes", "x", "vrai", "true"}:
        url, is_online = "", True
    elif fold(url) in {"non", "no", "faux", "false"}:
        url = ""
    page = text_of(cells.get("page"))
    if page and not url and ADDRESS.fullmatch(page) and not words["venue"] and not words["street"]:
        url = page
        notes.append(_("The address %(address)s is taken to be that of the online meeting.") % {"address": page})
    elif page and page != url:
        notes.append(_("The address %(address)s is not read: the event has a place.") % {"address": page})
    if is_online and not url and not words["venue"]:
        raise Unreadable(_("It is online, but says no link: write the address of the meeting."))
    if url and not ADDRESS.fullmatch(url):
        raise Unreadable(
            _("“%(text)s” is not the address of an online meeting: write it whole, with https://.") % {"text": url}
        )
    return url


def _means_online(place: str) -> bool:
    """« En ligne », « via Zoom », « Réunion Microsoft Teams »; a « Café Zoom » is a place."""
    said = set(fold(place).split())
    return bool(said & ONLINE) and said <= ONLINE | AROUND_ONLINE


def settle_place(words: dict[str, str], region: str, link: str, notes: list[str]) -> None:
    """A venue has a municipality: its own cell, or what follows the last comma of the place."""
    if not words["venue"] and words["street"]:
        words["venue"] = words["street"]
    if words["venue"] and not words["locality"]:
        parts = [part.strip() for part in words["venue"].replace("\n", ",").split(",") if part.strip()]
        if len(parts) < 2:
            raise Unreadable(_("The place “%(place)s” does not say its municipality.") % {"place": words["venue"]})
        words["venue"], words["locality"] = parts[0], parts[-1]
        if len(parts) > 2 and not words["street"]:
            words["street"] = ", ".join(parts[1:-1])
        notes.append(_("The municipality is taken to be %(locality)s.") % {"locality": words["locality"]})
    if words["locality"] and not words["venue"]:
        raise Unreadable(_("It names a municipality and no place in it."))
    if not words["venue"] and not link:
        raise Unreadable(_("It says no place and no link."))
    if not region:
        raise Unreadable(_("It says no region."))


def zone_of(locality: str, region: str) -> str:
    """Legal time of a municipality."""
    name = fold(locality)
    if zone := SHARED_NAMES.get((region, name)):
        return zone
    return Zone.ILES if name in ATLANTIC else Zone.BASSE_COTE_NORD if name in BASSE_COTE_NORD else Zone.MONTREAL
