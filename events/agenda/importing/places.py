"""Where a row says an event is held: a venue in a municipality, a link, and the legal time there."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from core.folding import fold
from core.localtime import Zone
from events.agenda.importing.cells import Linked, Unreadable, is_not_known, text_of

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
POSTAL_CODE = re.compile(r"[A-Za-z]\d[A-Za-z][ -]?\d[A-Za-z]\d")
CIVIC_NUMBER = re.compile(r"\d+(?:[- ]?[A-Za-z]|-\d+)?")
STREETS = frozenset(
    [
        *("rue", "avenue", "av", "boulevard", "boul", "bd", "chemin", "ch", "route", "rang", "place", "cote", "montee"),
        *("quai", "promenade", "street", "st", "road", "rd", "drive"),
    ]
)
#: The region of the city that bears the province's name.
CAPITALE = "03"
ADDRESS = re.compile(r"https?://\S+")


def online_url(cells: Mapping[str, Any], words: dict[str, str], notes: list[str]) -> str:
    """The meeting's link, from its own column or from a place that is one; "En ligne" in the place is no venue.

    Raises Unreadable.
    """
    links = [*_links(cells.get("online_url"), notes), *_links(cells.get("link"), notes)]
    if found := ADDRESS.search(words["venue"]):
        links.append(found[0].rstrip(".,;)>"))
        words["venue"] = words["venue"].replace(found[0], "").strip(" ,;:()<>-–")
    is_online = _is_yes(cells.get("online_url")) or _is_yes(cells.get("link"))
    for name in ("venue", "locality"):
        if _means_online(words[name]):
            is_online, words[name] = True, ""
    has_place = bool(words["venue"] or words["street"])
    taken = _("The address %(address)s is taken to be that of the online meeting.")
    if (page := text_of(cells.get("page"))) and not links and not has_place and ADDRESS.fullmatch(page):
        links.append(page)
        notes.append(taken % {"address": page})
    elif page and page not in links:
        notes.append(_("The address %(address)s is not read: the event has a place.") % {"address": page})
    for other in dict.fromkeys(links[1:]):
        if other != links[0]:
            notes.append(_("The address %(address)s is not read: the row says another.") % {"address": other})
    if is_online and not links and not has_place:
        raise Unreadable(_("It is online, but says no link: write the address of the meeting."))
    # A column « Lien » may lead to a page about the event.
    if links and has_place and not _links(cells.get("online_url"), []) and links[0] in _links(cells.get("link"), []):
        notes.append(taken % {"address": links[0]})
    return links[0] if links else ""


def _is_yes(cell: Any) -> bool:
    return fold(text_of(cell)) in {"oui", "yes", "x", "vrai", "true"}


def _links(cell: Any, notes: list[str]) -> list[str]:
    """The address in a cell, or behind it; none for « oui », « non » and what is not known yet. Raises Unreadable."""
    text = text_of(cell)
    if isinstance(cell, Linked) and not ADDRESS.fullmatch(text):
        text = cell.target
    if not text or _is_yes(text) or fold(text) in {"non", "no", "faux", "false"}:
        return []
    if is_not_known(text):
        notes.append(_("The link “%(text)s” is no address: none is kept.") % {"text": text})
        return []
    if not ADDRESS.fullmatch(text):
        raise Unreadable(
            _("“%(text)s” is not the address of an online meeting: write it whole, with https://.") % {"text": text}
        )
    return [text]


def _means_online(place: str) -> bool:
    """« En ligne », « via Zoom », « Réunion Microsoft Teams »; a « Café Zoom » is a place."""
    said = set(fold(place).split())
    return bool(said & ONLINE) and said <= ONLINE | AROUND_ONLINE


def settle_place(words: dict[str, str], region: str, link: str, notes: list[str]) -> None:
    """A venue has a municipality: its own cell, or what stands last in the place or its address. Raises Unreadable."""
    # « À déterminer » and a dash name no place.
    words |= {name: "" for name in ("venue", "street", "locality", "postal_code") if is_not_known(words[name])}
    if not words["venue"] and words["street"]:
        words["venue"], words["street"] = words["street"], ""
    words["locality"] = _without_province(words["locality"])
    if words["venue"] and not words["locality"]:
        _take_apart(words, region)
        notes.append(_("The municipality is taken to be %(locality)s.") % {"locality": words["locality"]})
    if words["locality"] and not words["venue"]:
        raise Unreadable(_("It names a municipality and no place in it: write one in the column “Lieu”."))
    if not words["venue"] and not link:
        raise Unreadable(_("It says no place and no link: write a place in the column “Lieu”, or a link."))
    if words["postal_code"] and not POSTAL_CODE.fullmatch(words["postal_code"]):
        raise Unreadable(
            _("“%(text)s” is not a postal code: write it such as G9N 1B1.") % {"text": words["postal_code"]}
        )
    if code := words["postal_code"].upper():
        words["postal_code"] = f"{code[:3]} {code[-3:]}"


def _take_apart(words: dict[str, str], region: str) -> None:
    """« Salle, 12 rue du Quai, Magog (Québec) J1X 2A3 » into its four words. Raises Unreadable."""
    place = words["venue"]
    parts, postal_code = _address(place, region)
    # « 12, rue du Quai »: the number belongs to the street.
    for number in (0, 1):
        if len(parts) > number + 2 and CIVIC_NUMBER.fullmatch(parts[number]):
            parts[number : number + 2] = [f"{parts[number]}, {parts[number + 1]}"]
    if len(parts) > 1:
        words["venue"], words["locality"] = parts[0], parts[-1]
        words["street"] = words["street"] or ", ".join(parts[1:-1])
    else:
        street, postal_code = _address(words["street"], region)
        if len(street) < 2:
            raise Unreadable(
                _(
                    "The place “%(place)s” does not say its municipality: write it after a comma, or in a column “Ville”."
                )
                % {"place": place}
            )
        words["street"], words["locality"] = ", ".join(street[:-1]), street[-1]
    words["postal_code"] = words["postal_code"] or postal_code


def _address(text: str, region: str) -> tuple[list[str], str]:
    """Its parts without country and province, and its postal code."""
    parts = [part.strip() for part in re.split(r"[,\n]", text) if part.strip()]
    postal_code, is_province_gone = "", False
    while parts:
        last = parts[-1]
        if fold(last) == "canada":
            last = ""
        elif not postal_code and (found := POSTAL_CODE.search(last)) and found.end() == len(last):
            postal_code, last = found[0], last[: found.start()].strip()
        elif not is_province_gone and (bare := _without_province(last)) != last:
            last, is_province_gone = bare, True
        elif not is_province_gone and fold(last) == "quebec" and region != CAPITALE and _names_a_town(parts[1:-1]):
            last, is_province_gone = "", True
        else:
            break
        parts[-1:] = [last] if last else []
    return parts, postal_code


def _names_a_town(before: list[str]) -> bool:
    """Whether « Québec » after this is the province: after a street it is the city."""
    return bool(before) and not re.search(r"\d", before[-1]) and not (set(fold(before[-1]).split()) & STREETS)


def _without_province(text: str) -> str:
    return re.sub(r"[\s,]*(?:\((?i:qu[ée]bec|qc|p\.?q\.?)\)|\b(?:QC|Qc|P\.?Q\.?))$", "", text).strip()


def zone_of(locality: str, region: str) -> str:
    """Legal time of a municipality."""
    name = fold(locality)
    if zone := SHARED_NAMES.get((region, name)):
        return zone
    return Zone.ILES if name in ATLANTIC else Zone.BASSE_COTE_NORD if name in BASSE_COTE_NORD else Zone.MONTREAL
