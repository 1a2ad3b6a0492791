"""What somebody wrote in their answer, without what their mail program put around it. Pure; French and English."""

import re

#: In our letters, above what they say: below it stands what was read, not what is answered.
ABOVE_FR, ABOVE_EN = "Répondez au-dessus de cette ligne", "Reply above this line"

#: Lines looked at; who writes by hand writes fewer.
MOST_LINES = 2000
#: Lines over which a program folds « Le …, X a écrit : ».
FOLDED = 4

_ABOVE = re.compile(rf"{ABOVE_FR}|{ABOVE_EN}", re.I)
#: « Le lun. 5 janv. 2026 à 10:12, Amina <…> a écrit : », "On Mon, Jan 5, 2026 at 10:12 AM Amina <…> wrote:"
_INTRODUCES = re.compile(r"^(?:le|on|el|am)\b.{6,400}(?:a écrit|a ecrit|wrote|escribió|schrieb)\s?:?\s*$", re.I)
_BEGINS = re.compile(r"^(?:le|on|el|am)\s", re.I)
_IS_DATED = re.compile(r"\d|@")
_ORIGINAL = re.compile(
    r"^[\s>*_-]*(?:original message|message d[’']origine|message original|forwarded message|message transféré|courriel d[’']origine|"
    r"begin forwarded message|début du message (?:réexpédié|transféré))[\s*_:-]*$",
    re.I,
)
#: Outlook: « De : », then « Envoyé : » or « Date : » within a few lines.
_FROM = re.compile(r"^[*\s]*(?:from|de)\s?:\*?\s?\S", re.I)
_SENT = re.compile(r"^[*\s]*(?:sent|envoyé|date|envoyé le)\s?:", re.I)
_TO = re.compile(r"^[*\s]*(?:to|à|subject|objet)\s?:", re.I)
_RULE = re.compile(r"^\s*_{8,}\s*$")
_SIGNATURE = re.compile(r"^--\s?$|^—\s?$")
_PHONE_SAYS = re.compile(
    r"^(?:envoyé|sent|get|télécharge[rz]|obten(?:ez|ir)|provenance|enviado)\b.{0,20}"
    r"\b(?:iphone|ipad|android|samsung|galaxy|mobile|appareil|smartphone|outlook|courrier|mail|messagerie|bell|rogers|vidéotron|telus|yahoo|proton|gmail|blackberry)\b.{0,60}$",
    re.I,
)


def written(text: str) -> str:
    """The new words of an answer: quotes, headers of quotes and signatures are left out; "" where nothing is new."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:MOST_LINES]
    kept: list[str] = []
    begins = _introduction(lines)
    for at, line in enumerate(lines[begins:], begins):
        if line.lstrip().startswith(">"):
            continue
        if _ends_here(lines, at):
            break
        kept.append(line.rstrip())
    while kept and (not kept[-1].strip() or _PHONE_SAYS.match(kept[-1].strip())):
        kept.pop()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _introduction(lines: list[str]) -> int:
    """How many lines say « Le …, X a écrit : » above a quote that is answered below; 0 where the answer stands before it."""
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    if not (lines and _BEGINS.match(lines[first].strip()) and _ends_here(lines, first)):
        return 0
    near = enumerate(lines[first : first + FOLDED + 2], first)
    quote = next((at for at, line in near if line.startswith(">")), len(lines))
    is_answered = any(line.strip() and not line.startswith(">") for line in lines[quote:])
    return quote if is_answered else 0


def _ends_here(lines: list[str], at: int) -> bool:
    """Whether from this line on it is somebody else's text, or a signature."""
    line = lines[at].strip()
    if not line:
        return False
    if _ABOVE.search(line) or _ORIGINAL.match(line) or _SIGNATURE.match(line):
        return True
    if _BEGINS.match(line):
        folded = ""
        for more in lines[at : at + FOLDED]:
            if not more.strip():
                break
            folded = f"{folded} {more.strip()}".strip()
            if _INTRODUCES.match(folded[:420]) and _IS_DATED.search(folded) and _quote_follows(lines, at):
                return True
    if _RULE.match(line):
        after = [more for more in lines[at + 1 : at + 4] if more.strip()]
        return bool(after and _FROM.match(after[0].strip()))
    if _PHONE_SAYS.match(line):
        rest = [more.strip() for more in lines[at + 1 :] if more.strip()]
        return not rest or _ends_here(rest, 0) or rest[0].startswith(">")
    if not _FROM.match(line):
        return False
    beside = [more.strip() for more in lines[at + 1 : at + 6]]
    return any(map(_SENT.match, beside)) and any(map(_TO.match, beside))


def _quote_follows(lines: list[str], at: int) -> bool:
    """A program's line ends the text, or is followed by a quote; somebody who tells what the boss wrote goes on writing.

    Programs that do not mark quotes write an address or an hour in that line.
    """
    head = " ".join(lines[at : at + FOLDED])
    return bool(
        re.search(r"<[^>]*@|\d{1,2}\s?[:h]\s?\d\d", head)
        or any(more.lstrip().startswith(">") for more in lines[at + 1 : at + FOLDED + 3])
    )
