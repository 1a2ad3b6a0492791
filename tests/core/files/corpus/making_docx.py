"""A small DOCX, and places in it where something may hide."""

import io
import zipfile

from tests.core.files.corpus.making import archive
from tests.core.files.corpus.shelf import WORDS

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


SPACES = (
    f'xmlns:w="{W}" xmlns:r="{OFFICE}" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


MAIN = f"{TYPE}.document.main+xml"


def paragraph(text: str = WORDS) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def body(inside: str) -> str:
    return f"{HEAD}<w:document {SPACES}><w:body>{paragraph()}{inside}<w:sectPr/></w:body></w:document>"


def relations(*lines: tuple[str, str, str] | tuple[str, str, str, str]) -> bytes:
    """Lines are (id, kind, target) or, for what is outside, (id, kind, target, "External")."""
    entries = "".join(
        f'<Relationship Id="{line[0]}" Type="{line[1] if "/" in line[1] else f"{OFFICE}/{line[1]}"}" Target="{line[2]}"'
        + (f' TargetMode="{line[3]}"/>' if len(line) == 4 else "/>")
        for line in lines
    )
    return f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}</Relationships>'.encode()


def types(*overrides: tuple[str, str], main: str = MAIN) -> bytes:
    entries = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides)
    return (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/>{entries}</Types>'
    ).encode()


def members(inside: str = "", *links: tuple[str, ...], main: str = MAIN, **parts: bytes) -> dict[str, bytes]:
    """Members of a small document. ``parts`` are named in the style ``word__header1_xml``."""
    named = {
        "[Content_Types].xml": types(main=main),
        "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")),
    }
    named["word/document.xml"] = body(inside).encode()
    if links:
        named["word/_rels/document.xml.rels"] = relations(*links)  # type: ignore[arg-type]
    for name, data in parts.items():
        stem, _underscore, ending = name.replace("__", "/").rpartition("_")
        named[f"{stem}.{ending}"] = data
    return named


def docx(inside: str = "", *links: tuple[str, ...], main: str = MAIN, **parts: bytes) -> bytes:
    return archive(members(inside, *links, main=main, **parts))


def part(root: str, inside: str = "") -> bytes:
    return f"{HEAD}<w:{root} {SPACES}>{inside}</w:{root}>".encode()


def blip(attributes: str, more: str = "") -> str:
    return (
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="9" cy="9"/><wp:docPr id="1" name="a"/><a:graphic><a:graphicData'
        ' uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="a">'
        f"{more}</pic:cNvPr></pic:nvPicPr><pic:blipFill><a:blip {attributes}/></pic:blipFill></pic:pic></a:graphicData>"
        "</a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def field(*pieces: str, result: str = "42") -> str:
    commands = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        + commands
        + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:t>{result}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def twice(name: str) -> bytes:
    import warnings

    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as package:
        warnings.simplefilter("ignore")
        for key, data in [*members().items(), (name, b"mechant.test")]:
            package.writestr(zipfile.ZipInfo(key, (2020, 1, 1, 0, 0, 0)), data)
    return out.getvalue()


def with_doctype(doctype: str, entity: str, encoding: str = "utf-8") -> bytes:
    text = body(paragraph(entity)).replace(HEAD, f'<?xml version="1.0" encoding="{encoding}"?>{doctype}')
    return archive({**members(), "word/document.xml": text.encode(encoding)})
