"""Catalogues without gettext: extract, compile and check the French of every room.

usage: python -m tools.messages extract [ROOM …] | compile | check

Message ids are English and stand in ``locale/ROOM/fr/LC_MESSAGES/django.po``. ``extract`` adds what is new
with an empty translation and drops what is gone; it keeps every translation there is.
"""

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
#: Room -> where its messages are written.
ROOMS = {
    "core": ["core", "config", "templates/components", "templates/core", "templates/dev", "templates/*.html"],
    "accounts": [
        "people/accounts",
        "templates/accounts",
        "templates/account",
        "templates/mfa",
        "templates/usersessions",
        "templates/allauth",
    ],
    "organisations": ["people/organisations", "templates/organisations"],
    "privacy": ["people/privacy", "templates/privacy"],
    "consent": ["people/consent", "templates/consent"],
    "oversight": ["people/oversight", "templates/oversight"],
    "timetable": ["people/timetable", "templates/timetable"],
    "programmes": ["people/programmes", "templates/programmes"],
    "participants": ["people/participants", "templates/participants"],
    "accompaniment": ["people/accompaniment", "templates/accompaniment"],
    "pool": ["people/pool", "templates/pool"],
    "follow_up": ["people/follow_up", "templates/follow_up"],
    "my_space": ["desks/my_space", "templates/my_space"],
    "caseworker": ["desks/caseworker", "templates/caseworker"],
    "membership": ["network/membership", "templates/membership"],
    "pairing": ["network/pairing/*.py", "network/pairing/editions", "network/pairing/engine", "templates/pairing"],
    "conversations": ["network/pairing/conversations", "templates/conversations"],
    "meetings": ["network/pairing/meetings", "templates/meetings"],
    "pairing_figures": ["network/pairing/figures", "templates/pairing_figures"],
    "gatherings": ["network/pairing/gatherings", "templates/gatherings"],
    "matches": ["network/pairing/matches", "templates/matches"],
    "offers": ["network/pairing/offers", "templates/offers"],
    "proposals": ["network/pairing/proposals", "templates/proposals"],
    "requests": ["network/pairing/requests", "templates/requests"],
    "rounds": ["network/pairing/rounds", "templates/rounds"],
    "indicators": ["indicators", "templates/indicators"],
    "agenda": ["events/agenda", "templates/agenda"],
    "registration": ["events/registration", "templates/registration"],
    "doors": ["events/doors", "templates/doors"],
    "questions": ["events/questions", "templates/questions"],
    "gates": ["events/gates", "templates/gates"],
    "needs": ["events/needs", "templates/needs"],
    "selection": ["events/selection", "templates/selection"],
    "devices": ["events/devices", "templates/devices"],
    "certificates": ["events/certificates", "templates/certificates"],
    "announcements": ["events/announcements", "templates/announcements"],
    "exchange": ["events/exchange", "templates/exchange"],
    "report": ["events/report", "templates/report"],
    "evaluation": ["events/evaluation", "templates/evaluation"],
    "badges": ["events/badges", "templates/badges"],
    "pages": ["cms", "templates/pages"],
}
#: Function -> which positional argument is what.
KEYWORDS = {
    "_": ("id",),
    "gettext": ("id",),
    "gettext_lazy": ("id",),
    "gettext_noop": ("id",),
    "ngettext": ("id", "plural"),
    "ngettext_lazy": ("id", "plural"),
    "pgettext": ("context", "id"),
    "pgettext_lazy": ("context", "id"),
    "npgettext": ("context", "id", "plural"),
    "npgettext_lazy": ("context", "id", "plural"),
}
Message = tuple[str | None, str, str | None]


def messages_in_python(source: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            parts = KEYWORDS.get(name)
            if parts and len(node.args) >= len(parts):
                values = [argument.value if isinstance(argument, ast.Constant) else None for argument in node.args]
                found = dict(zip(parts, values, strict=False))
                if isinstance(found["id"], str):
                    yield found.get("context"), found["id"], found.get("plural")


#: What ``templatize`` leaves between its calls is filler: pick the calls out.
CALL = re.compile(
    r"\b(?:u?gettext|ngettext|pgettext|npgettext|_)\((?:[^()'\"]|'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")*\)", re.S
)


def messages_in_template(source: str) -> Iterator[Message]:
    for call in CALL.findall(templatize(source)):
        try:
            yield from messages_in_python(re.sub(r"\bcount\)$", "0)", call) if call.startswith(("n", "np")) else call)
        except SyntaxError:
            continue


def messages_of(room: str) -> dict[tuple[str | None, str], str | None]:
    found: dict[tuple[str | None, str], str | None] = {}
    for place in ROOMS[room]:
        bases = sorted(ROOT.glob(place))
        for base in bases:
            for path in sorted([base] if base.is_file() else base.rglob("*")):
                if path.suffix == ".py" and "migrations" not in path.parts:
                    messages = messages_in_python(path.read_text())
                elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
                    messages = messages_in_template(path.read_text())
                else:
                    continue
                for context, text, plural in messages:
                    if found.get((context, text)) is None:
                        found[context, text] = plural
    return found


def catalogue(room: str) -> tuple[polib.POFile, Path]:
    path = LOCALE / room / "fr" / "LC_MESSAGES" / "django.po"
    if path.exists():
        return polib.pofile(str(path), wrapwidth=110), path
    po = polib.POFile(wrapwidth=110)
    po.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "fr",
        "Plural-Forms": "nplurals=2; plural=(n > 1);",
    }
    return po, path


def extract(rooms: list[str]) -> None:
    for room in rooms or ROOMS:
        po, path = catalogue(room)
        wanted = messages_of(room)
        kept = [entry for entry in po if (entry.msgctxt, entry.msgid) in wanted]
        known = {(entry.msgctxt, entry.msgid) for entry in kept}
        po.clear()
        po.extend(kept)
        for entry in kept:
            plural = wanted[entry.msgctxt, entry.msgid]
            if plural and not entry.msgid_plural:
                entry.msgid_plural, entry.msgstr_plural, entry.msgstr = plural, {0: entry.msgstr, 1: ""}, ""
        for (context, text), plural in wanted.items():
            if (context, text) not in known and text:
                entry = polib.POEntry(msgctxt=context, msgid=text, msgstr="")
                if plural:
                    entry.msgid_plural, entry.msgstr_plural = plural, {0: "", 1: ""}
                if "%(" in text:
                    entry.flags.append("python-format")
                po.append(entry)
        if len(po):
            path.parent.mkdir(parents=True, exist_ok=True)
            po.save(str(path))
        missing = [entry.msgid for entry in po if not entry.translated()]
        print(f"{room}: {len(po)} messages, {len(missing)} to translate")


def compile_all() -> None:
    for path in sorted(LOCALE.glob("*/fr/LC_MESSAGES/django.po")):
        target = path.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
            polib.pofile(str(path)).save_as_mofile(str(target))


#: What Québec does not write: a space before ; ? or !, and a space that may break before a colon or inside guillemets.
MISSPACED = re.compile(r"\s[;?!](?!\w)|[^\S\u00a0]:(?=\s|$)|«(?!\u00a0)|(?<!\u00a0)»")


def misspaced(french: str) -> list[str]:
    """Where a text is not spaced as the Office québécois de la langue française asks, with the words around."""
    return [french[max(0, found.start() - 12) : found.end() + 6] for found in MISSPACED.finditer(french)]


PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
#: In a translator's comment ("# leaves out: day"), what the French says in another way.
LEAVES_OUT = re.compile(r"leaves out: ([\w, ]+)")


def check() -> int:
    """Print every missing, fuzzy, stale or badly spaced entry, every placeholder lost or made up, and what rooms say otherwise.

    The number of them.
    """
    books = {room: catalogue(room)[0] for room in ROOMS}
    troubles = [trouble for room in ROOMS for trouble in troubles_of(room, books[room], messages_of(room))]
    troubles += at_odds(books)
    for trouble in troubles:
        print(trouble)
    return len(troubles)


def at_odds(books: Mapping[str, polib.POFile]) -> Iterator[str]:
    """Messages that two rooms put differently: at runtime one of the two is heard in both. A context keeps them apart."""
    said: dict[tuple[str | None, str], dict[tuple[str, ...], list[str]]] = {}
    for room, po in books.items():
        for entry in po:
            if entry.translated() and not entry.obsolete:
                words = tuple(entry.msgstr_plural.values()) or (entry.msgstr,)
                said.setdefault((entry.msgctxt, entry.msgid), {}).setdefault(words, []).append(room)
    for (_context, text), ways in said.items():
        if len(ways) > 1:
            heard = "; ".join(f"{' and '.join(rooms)}: {' / '.join(words)!r}" for words, rooms in ways.items())
            yield f"{text!r} is put in {len(ways)} ways ({heard})"


def troubles_of(room: str, po: polib.POFile, wanted: dict[tuple[str | None, str], str | None]) -> Iterator[str]:
    entries = {(entry.msgctxt, entry.msgid): entry for entry in po if not entry.obsolete}
    for key in wanted:
        entry = entries.get(key)
        if not key[1]:
            continue
        if entry is None or not entry.translated() or entry.fuzzy:
            yield f"{room}: no French for {key[1]!r}"
        else:
            yield from misplaced(room, entry)
    for key in sorted(set(entries) - set(wanted), key=str):
        yield f"{room}: {key[1]!r} is no longer in the code"


def misplaced(room: str, entry: polib.POEntry) -> Iterator[str]:
    """A placeholder that the French made up or lost; one of the forms of a plural may do without its number."""
    asked = set(PLACEHOLDER.findall(entry.msgid + (entry.msgid_plural or "")))
    said = LEAVES_OUT.search(entry.tcomment or "")
    spared = {f"%({name.strip()}){kind}" for name in (said[1].split(",") if said else []) for kind in "sd"}
    for text in [entry.msgstr, *entry.msgstr_plural.values()]:
        found = set(PLACEHOLDER.findall(text))
        if text and found - asked:
            yield f"{room}: a placeholder of {text!r} is not in the message"
        if text and not entry.msgid_plural and asked - found - spared:
            yield f"{room}: {', '.join(sorted(asked - found))} is missing in {text!r}"
        yield from (f"{room}: Québec spaces this otherwise: {place!r}" for place in misspaced(text))


if __name__ == "__main__":
    verb, *rest = sys.argv[1:]
    if verb == "extract":
        extract(rest)
    elif verb == "compile":
        compile_all()
    elif verb == "check":
        sys.exit(1 if check() else 0)
    else:
        sys.exit(__doc__)
