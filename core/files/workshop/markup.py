"""The XML of a text document, copied element by element into a tree that knows no other names than these."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]  # comes without types

from .terms import BROKEN, TOO_MUCH, Refused

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = f"{OFFICE}relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
M = f"{OFFICE}math"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
V = "urn:schemas-microsoft-com:vml"
_SHAPES = "http://schemas.microsoft.com/office/word/2010/wordprocessing"
WPS, WPG, WPC = f"{_SHAPES}Shape", f"{_SHAPES}Group", f"{_SHAPES}Canvas"
XML = "http://www.w3.org/XML/1998/namespace"

PREFIXES = {"w": W, "r": R, "a": A, "wp": WP, "pic": PIC, "m": M, "mc": MC, "v": V, "wps": WPS, "wpg": WPG, "wpc": WPC}
MAX_ELEMENTS = 200_000
MAX_VALUE = 100_000

#: Left out with all that is in them. Struck-out words, too: they were not meant to be read.
OUT = {
    W: {
        "object", "control", "OLEObject", "movie", "altChunk", "subDoc", "attachedTemplate", "attachedSchema", "dataBinding",
        "del", "moveFrom", "delText", "comment", "commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef",
        "instrText", "delInstrText", "fldChar", "ffData", "sdtPr", "sdtEndPr", "customXmlPr", "smartTagPr", "proofErr",
        "permStart", "permEnd", "docVars", "mailMerge", "docPartObj", "docPartList", "contentPart", "saveThroughXslt",
        "embedRegular", "embedBold", "embedItalic", "embedBoldItalic", "numberingChange", "frameset", "webHidden",
        "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "background",
    },
    A: {
        "hlinkClick", "hlinkHover", "hlinkMouseOver", "extLst", "audioFile", "videoFile", "wavAudioFile", "quickTimeFile",
        "audioCd", "snd", "ext",
    },
}  # fmt: skip
#: What they hold stays, they go: the words of a link, of a content control, of an accepted insertion.
UNWRAPPED = {"ins", "moveTo", "smartTag", "customXml", "hyperlink", "sdt", "sdtContent", "dir", "bdo"}
SETTINGS = {
    "zoom", "mirrorMargins", "alignBordersAndEdges", "defaultTabStop", "autoHyphenation", "consecutiveHyphenLimit",
    "hyphenationZone", "doNotHyphenateCaps", "evenAndOddHeaders", "characterSpacingControl", "footnotePr", "endnotePr",
    "compat", "themeFontLang", "clrSchemeMapping", "decimalSymbol", "listSeparator", "mathPr",
}  # fmt: skip
VML = {
    "shape", "shapetype", "rect", "roundrect", "oval", "line", "polyline", "group", "textbox", "imagedata", "fill", "stroke",
    "path", "formulas", "f", "shadow",
}  # fmt: skip
VML_ATTRIBUTES = {
    "id", "type", "style", "coordsize", "coordorigin", "path", "adj", "fillcolor", "filled", "stroked", "strokecolor",
    "strokeweight", "from", "to", "points", "arcsize", "inset", "on", "color", "color2", "opacity", "eqn", "joinstyle",
    "cropleft", "cropright", "croptop", "cropbottom", "dashstyle", "angle", "focus", "textpathok", "gradientshapeok",
    "limo", "textboxrect", "connecttype", "offset",
}  # fmt: skip
#: What a drawing may be made of; charts, diagrams and embedded things are not among it.
DRAWN = {PIC, WPS, WPG, WPC}
#: (element, attribute) -> the kinds of part that it may point to.
LINKS = {
    (W, "headerReference", "id"): ("header",),
    (W, "footerReference", "id"): ("footer",),
    (A, "blip", "embed"): ("image",),
    (V, "imagedata", "id"): ("image",),
}
#: Elements whose text is a text; elsewhere it is only space between elements.
TEXTS = {(W, "t"), (M, "t"), (WP, "posOffset"), (WP, "align")}
#: The only fields that stay: they count pages, and ask nobody.
FIELD = re.compile(r'\s*(PAGE|NUMPAGES|SECTIONPAGES)(?:\s+\\\*\s*"?\w+"?)*\s*')

Link = Callable[[str, tuple[str, ...]], str | None]


def parsed(data: bytes) -> Any:
    """Root of the part. Refused if it is not XML, or declares anything of its own (entities live there)."""
    if b"<!DOCTYPE" in data.replace(b"\x00", b""):
        raise Refused(BROKEN)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        attribute_defaults=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Refused(BROKEN) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused(BROKEN)
    return root


def written(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def rebuilt(root: Any, link: Link, blank: Callable[[], str | None]) -> Any:
    """The same tree as far as it is known. ``link`` gives a new id to what an old one points to, ``blank`` to an empty picture."""
    return Rebuilding(root, link, blank).root


def paragraphs(root: Any) -> Iterator[str]:
    """What there is to read, paragraph by paragraph."""
    line: list[str] = []
    for node in root.iter(f"{{{W}}}p", f"{{{W}}}t", f"{{{W}}}tab", f"{{{W}}}br"):
        kind = etree.QName(node).localname
        if kind == "t":
            line.append(node.text or "")
        elif kind == "p":
            yield from filter(None, ["".join(line).strip()])
            line = []
        else:
            line.append(" ")
    yield from filter(None, ["".join(line).strip()])


class Rebuilding:
    def __init__(self, root: Any, link: Link, blank: Callable[[], str | None]) -> None:
        self.link, self.blank = link, blank
        self.elements = 0
        self.fields = _harmless_fields(root)
        name = etree.QName(root)
        if name.namespace not in (W, A):
            raise Refused(BROKEN)
        self.root = etree.Element(root.tag, nsmap=PREFIXES)
        self.attributes(root, self.root, W if name.namespace == W else A, name.localname)
        only = SETTINGS if (name.namespace, name.localname) == (W, "settings") else None
        for child in root:
            if only is None or etree.QName(child).localname in only:
                self.copy(child, self.root)

    def copy(self, node: Any, parent: Any) -> None:
        if not isinstance(node.tag, str):
            # A reference to an entity, which the parser left as it was.
            raise Refused(BROKEN)
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise Refused(TOO_MUCH)
        name = etree.QName(node)
        space, local = name.namespace or "", name.localname
        if node in self.fields:
            self.field(node, local, parent)
        elif space == MC:
            self.alternatives(node, local, parent)
        elif space == W and local == "fldSimple":
            self.simple_field(node, parent)
        elif space == W and local in UNWRAPPED:
            self.children(node, parent)
        elif self.stays(node, space, local):
            self.element(node, space, local, parent)

    def stays(self, node: Any, space: str, local: str) -> bool:
        if (
            space not in PREFIXES.values()
            or space == R
            or local in OUT.get(space, ())
            or (space == V and local not in VML)
        ):
            return False
        if space == W and (local.endswith("Change") or local.startswith("customXml")):
            return False
        if space == W and local == "drawing":
            return all(data.get("uri") in DRAWN for data in node.iter(f"{{{A}}}graphicData"))
        return True

    def element(self, node: Any, space: str, local: str, parent: Any) -> None:
        made = etree.SubElement(parent, node.tag)
        if not self.attributes(node, made, space, local):
            parent.remove(made)
            return
        if (space, local) in TEXTS:
            made.text = node.text
        self.children(node, made)

    def children(self, node: Any, parent: Any) -> None:
        for child in node:
            self.copy(child, parent)

    def attributes(self, node: Any, made: Any, space: str, local: str) -> bool:
        """Copy what may stay; False if the element is nothing without what it pointed to."""
        pointed = ""
        for key, value in node.attrib.items():
            name = etree.QName(key)
            if name.namespace == R:
                kinds = LINKS.get((space, local, name.localname))
                new = self.link(value, kinds) if kinds else None
                if new:
                    made.set(key, new)
                    pointed = new
            elif len(value) <= MAX_VALUE and _may_stay(space, name.namespace, name.localname):
                made.set(key, value)
        if pointed or not any((space, local) == (wanted[0], wanted[1]) for wanted in LINKS):
            return True
        # A header that is missing is left out; a picture leaves an empty place.
        if space == W:
            return False
        attribute = "embed" if space == A else "id"
        if empty := self.blank():
            made.set(f"{{{R}}}{attribute}", empty)
        return True

    def alternatives(self, node: Any, local: str, parent: Any) -> None:
        """The first choice made of what is known, or else what stands there for readers that know none."""
        if local != "AlternateContent":
            return
        for choice in node.iterchildren(f"{{{MC}}}Choice"):
            wanted = [
                node.nsmap.get(prefix) or choice.nsmap.get(prefix) for prefix in choice.get("Requires", "").split()
            ]
            if wanted and all(space in (WPS, WPG, WPC) for space in wanted):
                made = etree.SubElement(etree.SubElement(parent, node.tag), choice.tag)
                made.set("Requires", " ".join(prefix for prefix, space in PREFIXES.items() if space in wanted))
                self.children(choice, made)
                return
        for fallback in node.iterchildren(f"{{{MC}}}Fallback"):
            self.children(fallback, parent)

    # ------------------------------------------------------------------ fields
    def field(self, node: Any, local: str, parent: Any) -> None:
        made = etree.SubElement(parent, node.tag)
        if local == "instrText":
            made.text = self.fields[node]
        else:
            made.set(f"{{{W}}}fldCharType", node.get(f"{{{W}}}fldCharType"))

    def simple_field(self, node: Any, parent: Any) -> None:
        found = FIELD.fullmatch(node.get(f"{{{W}}}instr", ""))
        if found:
            parent = etree.SubElement(parent, node.tag)
            parent.set(f"{{{W}}}instr", f" {found[1]} ")
        self.children(node, parent)


def _may_stay(space: str, of: str | None, name: str) -> bool:
    if space == V:
        return of is None and name in VML_ATTRIBUTES
    return of in (None, W, M) or (of == XML and name == "space")


def _harmless_fields(root: Any) -> dict[Any, str]:
    """Marks and commands of the fields that may stay, with the command to write. A command may be in pieces: it is put together."""
    kept: dict[Any, str] = {}
    open_fields: list[list[Any]] = []
    for node in root.iter(f"{{{W}}}fldChar", f"{{{W}}}instrText"):
        kind = node.get(f"{{{W}}}fldCharType")
        if kind == "begin":
            open_fields.append([])
        if not open_fields:
            continue
        open_fields[-1].append(node)
        if kind == "end":
            nodes = open_fields.pop()
            commands = [part for part in nodes if part.tag == f"{{{W}}}instrText"]
            found = FIELD.fullmatch("".join(part.text or "" for part in commands))
            if found and all(part.get(f"{{{W}}}fldCharType") in ("begin", "separate", "end", None) for part in nodes):
                kept |= dict.fromkeys((part for part in nodes if part not in commands[1:]), f" {found[1]} ")
    return kept
