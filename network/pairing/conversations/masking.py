"""Ways to reach somebody in a text: found, and put out of sight until both have signed. Pure.

What stands in their place is a mark in no language, ``⟦phone⟧``; :func:`in_words` says it in the reader's.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    LINK = "link"
    STREET = "street"
    ACCOUNT = "account"


WORDS: dict[str, str | Promise] = {
    Kind.EMAIL: _("[email address not shown yet]"),
    Kind.PHONE: _("[telephone number not shown yet]"),
    Kind.LINK: _("[web address not shown yet]"),
    Kind.STREET: _("[street address not shown yet]"),
    Kind.ACCOUNT: _("[account name not shown yet]"),
}
_MARK = re.compile(rf"⟦({'|'.join(Kind)})⟧")


@dataclass(frozen=True)
class Masked:
    """``text`` with marks; ``kinds`` found, in the order of the text."""

    text: str
    kinds: tuple[Kind, ...]


def mask(text: str) -> Masked:
    """Put every e-mail address, telephone number, web address, account and street address out of sight."""
    out, at, kinds = [], 0, []
    for start, end, kind in _spans(text):
        out += [text[at:start], f"⟦{kind}⟧"]
        at = end
        kinds.append(kind)
    return Masked("".join([*out, text[at:]]), tuple(dict.fromkeys(kinds)))


def in_words(text: str) -> str:
    """A masked text as it is read, in the language in force."""
    return _MARK.sub(lambda found: str(WORDS[found[1]]), text)


Span = tuple[int, int, Kind]


def _spans(text: str) -> Iterator[Span]:
    """Without overlaps: of two that begin together the longer one, else the first."""
    found = sorted(
        ((start, end, kind) for look in _LOOKS for start, end, kind in look(text)),
        key=lambda span: (span[0], -span[1]),
    )
    reached = 0
    for start, end, kind in found:
        if start >= reached:
            yield start, end, kind
            reached = end
        elif end > reached:
            # What sticks out of the one before is hidden with it.
            yield reached, end, kind
            reached = end


# ---------------------------------------------------------------------- addresses of mail, and of the web
#: Ends of names that people write here. A longer list would take words for names.
_TLD = "com|ca|org|net|fr|quebec|info|io|co|edu|gouv|gov|me|eu|biz|app|dev|tv|be|ch|uk|us|ma|dz|tn|test|example"
_OPEN, _CLOSE = r"[\[({<«]?\s{0,2}", r"\s{0,2}[\])}>»]?"
_AT = rf"(?:\s{{0,2}}{_OPEN}(?:@|＠){_CLOSE}\s{{0,2}}|\s{{0,2}}{_OPEN}\b(?:at|arobase?s?|arrobase?s?|a\s?commercial|chez){_CLOSE}\s{{0,2}})"
_DOT = rf"(?:\s{{0,2}}{_OPEN}\.{_CLOSE}\s{{0,2}}|\s{{1,2}}{_OPEN}(?:dot|point){_CLOSE}\s{{1,2}}|\s{{0,2}}[\[({{](?:dot|point|\.)[\])}}]\s{{0,2}})"
_NAME = r"[\w+%'-]{1,64}"
_PLAIN_MAIL = re.compile(r"(?<![\w.+%-])[\w.+%'-]{1,64}[@＠][\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_SPELT_MAIL = re.compile(
    rf"(?<![\w.+%-]){_NAME}(?:(?:\.|{_DOT}){_NAME}){{0,2}}{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{2,63}}){{0,2}}{_DOT}(?:{_TLD})\b(?!')",
    re.I,
)
_LINK = re.compile(r"(?:\b(?:https?|ftp)://|\bwww\.)[^\s<>\"«»⟦⟧]{2,}", re.I)
_BARE = re.compile(rf"(?<![\w.@-])(?:[\w-]{{1,63}}\.){{1,4}}(?:{_TLD})(?![\w-])(?:[/?#][^\s<>\"«»⟦⟧]*)?", re.I)
_SPELT_LINK = re.compile(r"(?<![\w.@-])(?:www\s(?:point|dot)\s)?[\w-]{2,63}\s(?:point|dot)\s(?:com|org|net)\b", re.I)
#: Names of things, and ends of sentences that ran into the next.
_NO_LINK = re.compile(r"^(?:asp|ado|vb|ml|dot)\.net$|^(?:m|p|c|e|i|s|u)\.(?:a|e|g|i|s|d)\.?", re.I)
_TRAILING = ".,;:!?)]}'’»…"
_ACCOUNT = re.compile(
    r"\b(?:instagram|insta|whats\s?app|telegram|facebook|messenger|linkedin|snapchat|snap|wechat|skype|discord|viber|tiktok)"
    r"\s{0,2}(?:id|username|pseudo|compte|account)?\s{0,2}(?:[:=]|est\b|is\b)\s{0,2}(?P<account>@?[\w.-]{3,40})",
    re.I,
)
_HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z][\w.]{2,30}")


def _mails(text: str) -> Iterator[Span]:
    for found in _PLAIN_MAIL.finditer(text):
        yield *found.span(), Kind.EMAIL
    for found in _SPELT_MAIL.finditer(text):
        yield *found.span(), Kind.EMAIL


def _links(text: str) -> Iterator[Span]:
    for way in (_LINK, _BARE, _SPELT_LINK):
        for found in way.finditer(text):
            link = found[0].rstrip(_TRAILING)
            if not _NO_LINK.match(link):
                yield found.start(), found.start() + len(link), Kind.LINK


def _accounts(text: str) -> Iterator[Span]:
    for found in _ACCOUNT.finditer(text):
        yield *found.span("account"), Kind.ACCOUNT
    for found in _HANDLE.finditer(text):
        yield *found.span(), Kind.ACCOUNT


# ---------------------------------------------------------------------- telephone numbers
_UNITS = {
    "zéro": "0", "zero": "0", "oh": "0", "un": "1", "une": "1", "one": "1", "deux": "2", "two": "2", "trois": "3", "three": "3",
    "quatre": "4", "four": "4", "cinq": "5", "five": "5", "six": "6", "sept": "7", "seven": "7", "huit": "8", "eight": "8",
    "neuf": "9", "nine": "9",
}  # fmt: skip
_LARGER = (
    "dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|quarante|cinquante|soixante|cents?|ten|eleven|twelve|thirteen|"
    "fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|et|and"
)
_NUMBER = rf"(?:\d{{1,4}}|{'|'.join(sorted(_UNITS, key=len, reverse=True))}|{_LARGER})"
#: Numbers in words, or in words and digits, one after the other.
_SAID = re.compile(rf"(?<![^\W_]){_NUMBER}(?:[\s,.\-–]{{1,3}}{_NUMBER}){{3,24}}(?![^\W_])", re.I)
_EXTENSION = r"(?:,?\s{0,2}(?:poste|p\.|ext\.?|extension|x)\s?\d{1,5}\b)?"
_GAP = r"[\s.\-–·/()]{0,3}"
_NORTH_AMERICA = re.compile(
    rf"(?<![\d$€£])(?<!\d[.,])(?:\+?1{_GAP})?\(?(?P<area>[2-9]\d\d){_GAP}(?P<exchange>[2-9]\d\d){_GAP}\d{{4}}(?![\d]){_EXTENSION}",
    re.I,
)
_PAIRS = re.compile(rf"(?<!\d)\(?\d\d\)?(?:[\s.\-–]{{1,2}}\d\d){{4}}(?!\d){_EXTENSION}", re.I)
_FRANCE = re.compile(r"(?<!\d)0[1-9]\d{8}(?!\d)")
_ABROAD = re.compile(rf"(?<!\d)(?:\+|\b00)(?!1\d{{0,2}}\b\s?\$)\d{{1,3}}(?:{_GAP}\d){{7,12}}(?!\d){_EXTENSION}", re.I)
_ONE_BY_ONE = re.compile(r"(?<![\d.,])\d(?:[\s.\-–_*]{1,3}\d){9,10}(?![\d])(?![.,]\d)")
_SEVEN = re.compile(rf"(?<![\d\-])[2-9]\d\d[\s.\-–]?\d{{4}}(?![\d\-]){_EXTENSION}", re.I)
_CALL = re.compile(
    r"(?:t[ée]l[ée]?(?:phone)?|cell?(?:ulaire|phone)?|mobile|portable|appel(?:ez|le[rsz]?|ons)?|rejoin(?:dre|s|ez)|phone|call|text(?:e|o)?|sms|num[ée]ro|number|whats\s?app)\b[^\n.!?]{0,30}$",
    re.I,
)
_NOT_A_PHONE_BEFORE = re.compile(
    r"(?:\bNEQ|\bNOC|\bCNP|\bISBN|\bdossier|\bfile|\bfacture|\binvoice|\bcommande|\bcontrat|\bno de projet)\b[^\n\d]{0,14}$",
    re.I,
)
_NOT_A_PHONE_AFTER = re.compile(
    r"\s?(?:[$€£%]|(?:CAD|USD|EUR|dollars?|euros?|habitants?|pièces|unités|km|kg|m2|m²)\b)", re.I
)


def _is_number(digits: str) -> bool:
    """Whether these digits are a telephone number of North America or of France."""
    digits = digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
    if len(digits) != 10 or "23456789" in digits:
        return False
    return (digits[0] in "23456789" and digits[3] in "23456789") or (digits[0] == "0" and digits[1] != "0")


def _phones(text: str) -> Iterator[Span]:
    for way in (_NORTH_AMERICA, _FRANCE, _ABROAD, _PAIRS, _ONE_BY_ONE):
        for found in way.finditer(text):
            digits = re.sub(r"(?:poste|p\.|ext|x).*", "", found[0], flags=re.I)
            sure = way in (_NORTH_AMERICA, _FRANCE, _ABROAD) or _is_number(re.sub(r"\D", "", digits))
            if sure and not _is_something_else(text, *found.span()):
                yield *found.span(), Kind.PHONE
    for found in _SEVEN.finditer(text):
        if _CALL.search(text[max(0, found.start() - 50) : found.start()]) and not _is_something_else(
            text, *found.span()
        ):
            yield *found.span(), Kind.PHONE
    for found in _SAID.finditer(text):
        if _is_said_number(found[0]):
            yield *found.span(), Kind.PHONE


def _is_something_else(text: str, start: int, end: int) -> bool:
    return bool(_NOT_A_PHONE_AFTER.match(text, end) or _NOT_A_PHONE_BEFORE.search(text[max(0, start - 40) : start]))


def _is_said_number(run: str) -> bool:
    """Digits of which some are spelt out; or seven numbers and more in words, tens and hundreds among them."""
    words = re.findall(r"[^\W_]+", run.lower())
    spelt = [word for word in words if not word.isdigit()]
    if all(word in {"et", "and"} for word in spelt):
        return False
    if all(word in _UNITS for word in spelt):
        digits = "".join(_UNITS.get(word, word) for word in words)
        return _is_number(digits) or (len(digits) == 7 and len(spelt) == 7 and digits not in "0123456789")
    return len(words) >= 7


# ---------------------------------------------------------------------- street addresses
_UNIT = r"(?:,?\s{0,2}(?:app(?:artement|t)?\.?|apt\.?|unité|unit|bureau|suite|#)\s?#?\s?\w{1,5}\b)?"
_HOUSE = r"(?<![\w$€£,.-])\d{1,5}(?:-\d{1,5})?\s?[A-D]?,?\s{1,2}"
_LINKING = r"(?:(?:de|du|des|d['’]|la|le|les|l['’]|of|the)\s{0,2}){0,3}"
_PROPER = r"(?:[A-ZÀ-Ý0-9][\w’'.-]*(?:[\s-](?:de|du|des|la|le|les|et|[A-ZÀ-Ý][\w’'-]*|d['’][A-ZÀ-Ý]\w*))*)"
_STREET_FR = re.compile(
    rf"{_HOUSE}(?i:rue|boul(?:evard|\.)?|bd\.?|avenue|av\.|chemin|ch\.|route|rang|montée|place|côte|allée|impasse|croissant|terrasse|promenade|quai|ruelle)\s{{1,2}}(?:(?i:{_LINKING}){_PROPER}){_UNIT}"
)
_STREET_FR_SMALL = re.compile(
    rf"{_HOUSE}(?:rue|boulevard|boul\.)\s{{1,2}}(?:{_LINKING})[a-zà-ÿ][\w’'-]{{2,}}(?:[\s-][a-zà-ÿ]{{4,}})?{_UNIT}"
)
_STREET_NTH = re.compile(
    rf"{_HOUSE}\d{{1,3}}\s?(?:e|ère|re|ième|th|st|nd|rd)\s(?:rue|avenue|rang|street|ave\.?|st\.)\b(?:\s(?:Est|Ouest|Nord|Sud|East|West|North|South)\b)?{_UNIT}",
    re.I,
)
_STREET_EN = re.compile(
    rf"{_HOUSE}(?:[A-ZÀ-Ý][\w’'.-]*\s){{1,4}}(?:Street|St\b\.?|Avenue|Ave\b\.?|Road|Rd\b\.?|Boulevard|Blvd\b\.?|Drive|Lane|Ln\b\.?|Court|Crescent|Cres\b\.?|Way|Terrace|Square)(?![\w])(?:\s(?:East|West|North|South|E|W|N|S)\b)?{_UNIT}"
)
_POSTAL = re.compile(r"(?<![^\W_])[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]?\d[ABCEGHJ-NPRSTV-Z]\d(?![^\W_])", re.I)
_YEAR = re.compile(r"(?:en|in|since|depuis|année|year|de|from)\s$", re.I)


def _streets(text: str) -> Iterator[Span]:
    for way in (_STREET_FR, _STREET_FR_SMALL, _STREET_NTH, _STREET_EN):
        for found in way.finditer(text):
            number = re.match(r"\d+", found[0])
            is_year = number is not None and re.fullmatch(r"(?:19|20)\d\d", number[0])
            if not (is_year and _YEAR.search(text[max(0, found.start() - 8) : found.start()])):
                yield *found.span(), Kind.STREET
    for found in _POSTAL.finditer(text):
        yield *found.span(), Kind.STREET


_LOOKS: tuple[Callable[[str], Iterator[Span]], ...] = (_mails, _links, _accounts, _phones, _streets)
