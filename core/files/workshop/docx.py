"""A DOCX made anew: its parts are read by name, its elements copied by namespace, into a package written from nothing.

Only text documents without macros are read. Outside addresses, embedded objects, controls, other documents, data bindings,
commands in fields, custom XML, comments and what was struck out stay behind; pictures are drawn again from their pixels.
"""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from posixpath import normpath
from typing import Any
from urllib.parse import unquote

from lxml import etree  # type: ignore[import-untyped]  # comes without types

from . import markup, pixels
from .markup import OFFICE, PACKAGE
from .terms import BROKEN, LOCKED, MACROS, TOO_MUCH, UNREADABLE_PICTURE, WRONG_KIND, Made, Refused

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAX_MEMBERS = 400
MAX_PART = 20_000_000
MAX_UNPACKED = 60_000_000
#: Times a member may be larger than what it is packed in, once it is large.
MAX_RATIO = 150
LARGE = 2_000_000
MAX_PICTURES = 60
MAX_HEADERS = 20

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MAIN = f"{_WORD}document.main+xml"
#: Kind of relationship -> (name of the part, its type, how its root is called).
PARTS = {
    "styles": ("styles", f"{_WORD}styles+xml", "styles"),
    "numbering": ("numbering", f"{_WORD}numbering+xml", "numbering"),
    "fontTable": ("fontTable", f"{_WORD}fontTable+xml", "fonts"),
    "settings": ("settings", f"{_WORD}settings+xml", "settings"),
    "footnotes": ("footnotes", f"{_WORD}footnotes+xml", "footnotes"),
    "endnotes": ("endnotes", f"{_WORD}endnotes+xml", "endnotes"),
    "header": ("header", f"{_WORD}header+xml", "hdr"),
    "footer": ("footer", f"{_WORD}footer+xml", "ftr"),
    "theme": ("theme", "application/vnd.openxmlformats-officedocument.theme+xml", "theme"),
}
UNNAMED = ("styles", "numbering", "fontTable", "settings", "footnotes", "endnotes", "theme")
ENDINGS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "png": "image/png",
    "jpeg": "image/jpeg",
}
#: Signs of a macro, in the name or the type of a part.
MACRO = re.compile(r"vbaproject|vbadata|macroenabled|keymapcustomizations|macrosheet|activex", re.I)
#: For a picture that cannot be kept (from elsewhere, or drawn by commands): its place stays, nothing is in it.
BLANK = "media/blank.png"


def make(content: bytes) -> Made:
    if not content.startswith(b"PK\x03\x04"):
        raise Refused(WRONG_KIND)
    package = Package(content)
    main = package.main_part()
    copy = Copy(package)
    root = copy.part(main, "document.xml", MAIN, "document")
    text = "\n".join(markup.paragraphs(root))
    return Made(copy.finished(), MIME, text=text)


class Package:
    """What was sent: a ZIP whose members are read one by one, by name, each with a cap."""

    def __init__(self, content: bytes) -> None:
        try:
            self.zip = zipfile.ZipFile(BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            raise Refused(BROKEN) from None
        members = self.zip.infolist()
        if len(members) > MAX_MEMBERS:
            raise Refused(TOO_MUCH)
        self.members: dict[str, zipfile.ZipInfo] = {}
        for member in members:
            name = member.filename
            if member.flag_bits & 1:
                raise Refused(LOCKED)
            if (
                name.casefold() in self.members
                or name.startswith("/")
                or "\\" in name
                or ":" in name
                or ".." in name.split("/")
                or "\x00" in member.orig_filename
                or stat.S_ISLNK(member.external_attr >> 16)
                or member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
            ):
                raise Refused(BROKEN)
            self.members[name.casefold()] = member
        if sum(member.file_size for member in members) > MAX_UNPACKED or any(map(_swells, members)):
            raise Refused(TOO_MUCH)
        self.read_bytes = 0
        self.types = self._types()

    def read(self, name: str) -> bytes | None:
        """The bytes of a part; None if there is none of that name."""
        member = self.members.get(name.casefold())
        if member is None:
            return None
        try:
            with self.zip.open(member) as packed:
                data = packed.read(MAX_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError):
            raise Refused(BROKEN) from None
        self.read_bytes += len(data)
        if len(data) > MAX_PART or self.read_bytes > MAX_UNPACKED:
            raise Refused(TOO_MUCH)
        return data

    def tree(self, name: str) -> Any:
        data = self.read(name)
        return None if data is None else markup.parsed(data)

    def _types(self) -> dict[str, str]:
        tree = self.tree("[Content_Types].xml")
        if tree is None:
            # Another kind of ZIP: an archive, an OpenDocument, a program.
            raise Refused(WRONG_KIND)
        types = {}
        for entry in tree:
            if not isinstance(entry.tag, str):
                continue
            name = entry.get("PartName") or f"*.{entry.get('Extension', '')}"
            types[name.lstrip("/").casefold()] = entry.get("ContentType", "")
        if any(MACRO.search(said) for said in (*types.values(), *self.members)):
            raise Refused(MACROS)
        return types

    def main_part(self) -> str:
        for relation in self.relations(""):
            if relation.kind == "officeDocument" and not relation.outside:
                kind = self.types.get(relation.target.casefold()) or self.types.get("*.xml", "")
                if kind != MAIN:
                    raise Refused(WRONG_KIND)
                return relation.target
        raise Refused(WRONG_KIND)

    def relations(self, part: str) -> "Iterator[Relation]":
        folder, _slash, name = part.rpartition("/")
        tree = self.tree(f"{folder}/_rels/{name}.rels".lstrip("/"))
        if tree is None:
            return
        for entry in tree:
            if entry.tag == f"{{{PACKAGE}relationships}}Relationship":
                yield Relation(entry, folder)


class Relation:
    """One line of a ``.rels`` part: from this part, under this id, to that one."""

    def __init__(self, entry: Any, folder: str) -> None:
        said, target = entry.get("Type", ""), entry.get("Target", "")
        self.id: str = entry.get("Id", "")
        self.kind = said.removeprefix(f"{OFFICE}relationships/") if said.startswith(OFFICE) else ""
        self.outside = entry.get("TargetMode", "Internal") != "Internal" or "://" in target
        path = unquote(target)
        self.target = normpath(path.lstrip("/") if path.startswith("/") else f"{folder}/{path}").lstrip("/")


def _swells(member: zipfile.ZipInfo) -> bool:
    return member.file_size > LARGE and member.file_size > MAX_RATIO * max(member.compress_size, 1)


class Copy:
    """The package under way: parts written so far, and pictures drawn again."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.parts: list[tuple[str, str, bytes]] = []
        self.links: list[tuple[str, bytes]] = []
        self.names: dict[str, str] = {}
        self.pictures: dict[str, str] = {}
        self.drawn: dict[str, bytes] = {}

    def part(self, source: str, name: str, mime: str, root: str) -> Any:
        """Write the part ``name`` of ``word/`` from the one called ``source``, and everything it needs; its new tree."""
        tree = self.package.tree(source)
        if tree is None or etree.QName(tree).localname != root:
            raise Refused(BROKEN)
        whole = root == "document"
        relations = {relation.id: relation for relation in self.package.relations(source) if not relation.outside}
        ids: dict[str, tuple[str, str, str]] = {}

        def new_id(old: str, kind: str, target: str) -> str:
            return ids.setdefault(old, (f"rId{len(ids) + 1}", kind, target))[0]

        def link(old: str, kinds: tuple[str, ...]) -> str | None:
            relation = relations.get(old)
            if (
                relation is None
                or relation.kind not in kinds
                or not (whole or relation.kind == "image")
                or root == "theme"
            ):
                return None
            return new_id(
                old, relation.kind, self.picture(relation) if relation.kind == "image" else self.beside(relation)
            )

        def blank() -> str | None:
            return None if root == "theme" else new_id("", "image", self.blank())

        made = markup.rebuilt(tree, link, blank)
        if whole:
            # Parts that a document has without naming them in its text.
            for relation in relations.values():
                link(relation.id, UNNAMED)
        self.parts.append((f"word/{name}", mime, markup.written(made)))
        if ids:
            self.links.append((f"word/_rels/{name}.rels", _links(ids.values())))
        return made

    def beside(self, relation: Relation) -> str:
        """Write the part of the document that a relation points to; its name within ``word/``."""
        stem, mime, root = PARTS[relation.kind]
        if relation.target not in self.names:
            many = stem in ("header", "footer")
            number = sum(name.startswith(stem) for name in self.names.values()) + 1
            if number > (MAX_HEADERS if many else 1):
                raise Refused(TOO_MUCH if many else BROKEN)
            self.names[relation.target] = name = f"{stem}{number if many else ''}.xml"
            self.part(relation.target, name, mime, root)
        return self.names[relation.target]

    def picture(self, relation: Relation) -> str:
        if relation.target not in self.pictures:
            if len(self.pictures) >= MAX_PICTURES:
                raise Refused(TOO_MUCH)
            self.pictures[relation.target] = self.redrawn(self.package.read(relation.target))
        return self.pictures[relation.target]

    def redrawn(self, data: bytes | None) -> str:
        try:
            made, ending = pixels.redrawn(data or b"")
        except Refused as refusal:
            if refusal.reason != UNREADABLE_PICTURE:
                raise
            return self.blank()
        name = f"media/image{len(self.drawn) + 1}.{ending}"
        self.drawn[name] = made
        return name

    def blank(self) -> str:
        if BLANK not in self.drawn:
            self.drawn[BLANK] = pixels.blank()
        return BLANK

    def finished(self) -> bytes:
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in (
                ("[Content_Types].xml", self.types()),
                ("_rels/.rels", _links([("rId1", "officeDocument", "word/document.xml")])),
                *((name, data) for name, _mime, data in self.parts),
                *self.links,
                *((f"word/{name}", data) for name, data in self.drawn.items()),
            ):
                # The same file makes the same bytes: no date, no machine.
                member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                member.compress_type = zipfile.ZIP_DEFLATED
                package.writestr(member, data)
        return out.getvalue()

    def types(self) -> bytes:
        space = f"{PACKAGE}content-types"
        tree = etree.Element(f"{{{space}}}Types", nsmap={None: space})
        for ending, mime in ENDINGS.items():
            etree.SubElement(tree, f"{{{space}}}Default", Extension=ending, ContentType=mime)
        for name, mime, _data in self.parts:
            etree.SubElement(tree, f"{{{space}}}Override", PartName=f"/{name}", ContentType=mime)
        return markup.written(tree)


def _links(lines: Iterable[tuple[str, str, str]]) -> bytes:
    space = f"{PACKAGE}relationships"
    tree = etree.Element(f"{{{space}}}Relationships", nsmap={None: space})
    for key, kind, target in lines:
        etree.SubElement(tree, f"{{{space}}}Relationship", Id=key, Type=f"{OFFICE}relationships/{kind}", Target=target)
    return markup.written(tree)
