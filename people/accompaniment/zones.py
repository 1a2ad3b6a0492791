"""Zones that people read hours in: Québec's three, and those from which people mostly come."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.localtime import Zone

#: IANA name and the places that name it, Québec first, then from west to east.
ZONES: list[tuple[str, str | Promise]] = [
    (Zone.MONTREAL.value, _("Québec (Montréal, Saguenay, Gatineau)")),
    (Zone.ILES.value, _("Îles-de-la-Madeleine, Listuguj, Maritimes")),
    (Zone.BASSE_COTE_NORD.value, _("Basse-Côte-Nord")),
    ("America/Vancouver", _("Vancouver, Los Angeles")),
    ("America/Winnipeg", _("Winnipeg, Chicago")),
    ("America/Mexico_City", _("Mexico, Guatemala")),
    ("America/Bogota", _("Bogotá, Lima")),
    ("America/Port-au-Prince", _("Port-au-Prince")),
    ("America/Caracas", _("Caracas")),
    ("America/Santiago", _("Santiago")),
    ("America/Sao_Paulo", _("São Paulo")),
    ("America/Argentina/Buenos_Aires", _("Buenos Aires")),
    ("Africa/Dakar", _("Dakar, Abidjan, Bamako")),
    ("Europe/London", _("London, Lisbon")),
    ("Africa/Casablanca", _("Casablanca, Rabat")),
    ("Africa/Algiers", _("Algiers")),
    ("Africa/Tunis", _("Tunis")),
    ("Africa/Lagos", _("Douala, Yaoundé, Kinshasa, Lagos")),
    ("Europe/Paris", _("Paris, Brussels, Geneva, Madrid")),
    ("Africa/Cairo", _("Cairo")),
    ("Africa/Kigali", _("Kigali, Bujumbura, Lubumbashi")),
    ("Asia/Beirut", _("Beirut")),
    ("Asia/Damascus", _("Damascus, Amman")),
    ("Europe/Kyiv", _("Kyiv, Bucharest, Chișinău")),
    ("Europe/Istanbul", _("Istanbul")),
    ("Europe/Moscow", _("Moscow")),
    ("Africa/Nairobi", _("Nairobi, Addis Ababa, Djibouti")),
    ("Indian/Antananarivo", _("Antananarivo")),
    ("Asia/Tehran", _("Tehran")),
    ("Indian/Mauritius", _("Port Louis, Saint-Denis (Réunion)")),
    ("Asia/Kabul", _("Kabul")),
    ("Asia/Karachi", _("Karachi, Tashkent")),
    ("Asia/Kolkata", _("Delhi, Mumbai, Colombo")),
    ("Asia/Dhaka", _("Dhaka")),
    ("Asia/Bangkok", _("Hanoi, Bangkok, Jakarta")),
    ("Asia/Shanghai", _("Beijing, Manila, Hong Kong")),
    ("Asia/Tokyo", _("Tokyo, Seoul")),
]
NAMES = dict(ZONES)


def differs(one: str, other: str, moment: datetime | None = None) -> bool:
    """Whether clocks show another hour in the two zones at that instant, now unless given."""
    moment = moment or timezone.now()
    return moment.astimezone(ZoneInfo(one)).utcoffset() != moment.astimezone(ZoneInfo(other)).utcoffset()
