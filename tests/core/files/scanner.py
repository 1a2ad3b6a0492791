"""Looks for what acts in a document, by other means than those that took it out: pypdf, zipfile and Python's own XML."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from tests.core.files.corpus import MARK

#: Keys and names that make a PDF do something, or hold something that is not drawn.
ACTIVE = {
    "/JS", "/JavaScript", "/OpenAction", "/AA", "/A", "/Launch", "/SubmitForm", "/ImportData", "/URI", "/GoToR", "/GoToE",
    "/EmbeddedFile", "/EmbeddedFiles", "/EF", "/F", "/UF", "/AF", "/Filespec", "/XFA", "/AcroForm", "/RichMedia", "/Annots",
    "/Annot", "/Names", "/Movie", "/Sound", "/3D", "/Rendition", "/PieceInfo", "/Metadata", "/OCProperties", "/OC", "/OCG",
    "/Outlines", "/Threads", "/Encrypt", "/Collection", "/JBIG2Decode", "/JBIG2Globals", "/Crypt", "/Thumb", "/Perms",
    "/StructTreeRoot", "/Alternates", "/OPI", "/PS", "/Ref", "/FFilter", "/Requirements", "/Info", "/SpiderInfo", "/Sig",
    "/Prev", "/Properties", "/Next", "/Named", "/Trans", "/PresSteps", "/Legal", "/DSS", "/Widget",
}  # fmt: skip
FILTERS = {"/FlateDecode", "/DCTDecode", "/CCITTFaxDecode"}


def active_in_pdf(content: bytes) -> list[str]:
    """What was found, in words; empty if nothing acts."""
    reader = PdfReader(io.BytesIO(content))
    found = [f"trailer {key}" for key in reader.trailer if key not in ("/Size", "/Root", "/ID")]
    root = reader.trailer["/Root"]
    found += [f"catalogue {key}" for key in root if key not in ("/Type", "/Pages")]
    # Every object of the file, also those that nothing leads to.
    for number in range(1, int(reader.trailer["/Size"])):
        item = reader.get_object(IndirectObject(number, 0, reader))
        found += _active(item)
        if isinstance(item, StreamObject):
            # A photograph's own bytes are what a reader shows.
            data = item._data if item.get("/Filter") == "/DCTDecode" else item.get_data()
            found += ["mark in a stream"] if MARK in data else []
    found += ["mark"] if MARK in content else []
    found += [
        f"not a PDF alone: {sign!r}" for sign in (b"<script", b"<html", b"PK\x03\x04", b"MZ\x90") if sign in content
    ]
    found += ["a name in disguise"] if re.search(rb"/\w*#[0-9a-fA-F]{2}", _outside_streams(content)) else []
    return found


def _active(item: Any) -> Iterator[str]:
    if isinstance(item, DictionaryObject):
        for key, value in item.raw_items() if hasattr(item, "raw_items") else item.items():
            if key in ACTIVE:
                yield f"key {key}"
            if key == "/Filter":
                names = value if isinstance(value, ArrayObject) else [value]
                yield from (f"filter {name}" for name in names if name not in FILTERS)
            yield from () if isinstance(value, IndirectObject) else _active(value)
    elif isinstance(item, ArrayObject):
        for value in item:
            yield from () if isinstance(value, IndirectObject) else _active(value)
    elif isinstance(item, NameObject) and item in ACTIVE:
        yield f"name {item}"
    elif isinstance(item, str | bytes) and MARK.decode() in str(item):
        yield "mark in a text"


def _outside_streams(content: bytes) -> bytes:
    return re.sub(rb"stream\r?\n.*?endstream", b"", content, flags=re.S)


ELEMENTS = {
    "object", "OLEObject", "control", "altChunk", "attachedTemplate", "dataBinding", "subDoc", "delInstrText", "ffData", "hyperlink",
    "hlinkClick", "hlinkHover", "svgBlip", "chart", "mailMerge", "docVars", "frameset", "embedRegular", "script", "entryMacro", "extLst",
    "commentReference", "sdt", "del",
}  # fmt: skip
MEMBERS = re.compile(
    r"\[Content_Types\]\.xml|(?:word/)?_rels/[\w.]+\.rels|word/\w+\.xml|word/media/\w+\.(?:png|jpeg)|_rels/\.rels"
)
FIELDS = {"PAGE", "NUMPAGES", "SECTIONPAGES"}


def active_in_docx(content: bytes) -> list[str]:
    """What was found, in words; empty if nothing acts."""
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        if package.testzip():
            found.append("damaged")
        if len(set(package.namelist())) != len(package.namelist()):
            found.append("a name twice")
        for name in package.namelist():
            data = package.read(name)
            found += [f"member {name}"] if not MEMBERS.fullmatch(name) else []
            found += [f"mark in {name}"] if MARK in data else []
            found += [f"declarations in {name}"] if b"<!" in data and name.endswith((".xml", ".rels")) else []
            if name.endswith(".rels"):
                found += _active_links(ElementTree.fromstring(data), package.namelist())
            elif name.endswith(".xml"):
                found += _active_elements(ElementTree.fromstring(data), name)
    return found


def _active_links(root: ElementTree.Element, names: list[str]) -> Iterator[str]:
    for line in root:
        if "TargetMode" in line.attrib or ":" in line.attrib["Target"]:
            yield f"outside: {line.attrib['Target']}"
        if line.attrib["Target"] not in names and f"word/{line.attrib['Target']}" not in names:
            yield f"leads nowhere: {line.attrib['Target']}"


def _active_elements(root: ElementTree.Element, name: str) -> Iterator[str]:
    for node in root.iter():
        local = node.tag.rpartition("}")[2]
        if local in ELEMENTS:
            yield f"{local} in {name}"
        command = node.text if local == "instrText" else node.get(f"{{{W}}}instr")
        if command is not None and command.strip() not in FIELDS:
            yield f"field {command}"
        for key in node.attrib:
            if key.rpartition("}")[2] in ("href", "src", "link", "onclick", "target"):
                yield f"{key} in {name}"


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
