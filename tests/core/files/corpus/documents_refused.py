"""What is sent as a text document and must not be taken."""

import io
import struct
import zipfile

from core.files import refusals
from tests.core.files.corpus.making import archive, wide_png
from tests.core.files.corpus.making_docx import blip, docx, members, relations, twice, types, with_doctype
from tests.core.files.corpus.shelf import DOCUMENTS, sent


@sent(DOCUMENTS, refusals.Macros)
def macros_in_a_part() -> bytes:
    return docx("", ("rId1", "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin"),
                word__vbaProject_bin=b"mechant.test")  # fmt: skip


@sent(DOCUMENTS, refusals.Macros)
def macros_by_type() -> bytes:
    return docx(main="application/vnd.ms-word.document.macroEnabled.main+xml")


@sent(DOCUMENTS, refusals.Macros)
def template_with_macros() -> bytes:
    return docx(main="application/vnd.ms-word.template.macroEnabledTemplate.main+xml")


@sent(DOCUMENTS, refusals.Macros)
def macros_under_another_name() -> bytes:
    parts = members(word__notes_bin=b"mechant.test")
    parts["[Content_Types].xml"] = types(("/word/notes.bin", "application/vnd.ms-office.vbaProject"))
    return archive(parts)


@sent(DOCUMENTS, refusals.Macros)
def control_that_runs() -> bytes:
    return docx('<w:p><w:r><w:object><w:control r:id="rId9"/></w:object></w:r></w:p>', ("rId9", "control", "activeX/activeX1.xml"),
                word__activeX__activeX1_xml=b"<a/>")  # fmt: skip


@sent(DOCUMENTS, refusals.LargePicture)
def picture_too_wide() -> bytes:
    return docx(blip('r:embed="rId9"'), ("rId9", "image", "media/a.png"), word__media__a_png=wide_png())


@sent(DOCUMENTS, refusals.TooMuch)
def sixty_megabytes_of_nothing() -> bytes:
    return docx(word__a_bin=bytes(61_000_000))


@sent(DOCUMENTS, refusals.TooMuch)
def part_that_swells() -> bytes:
    parts = members()
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:body>", b"<w:body>" + b" " * 15_000_000)
    return archive(parts)


@sent(DOCUMENTS, refusals.TooMuch)
def a_thousand_members() -> bytes:
    return archive({**members(), **{f"a/{at}.xml": b"" for at in range(1000)}})


@sent(DOCUMENTS, refusals.TooMuch)
def three_hundred_thousand_elements() -> bytes:
    return docx("".join(f"<w:p><w:r><w:t>{at}</w:t></w:r></w:p>" for at in range(100_000)))


@sent(DOCUMENTS, refusals.Broken)
def ten_thousand_boxes_in_boxes() -> bytes:
    return docx("<w:tbl>" * 10_000 + "</w:tbl>" * 10_000)


@sent(DOCUMENTS, refusals.Broken)
def member_out_of_its_folder() -> bytes:
    return archive({**members(), "../../../../tmp/mechant": b"mechant.test"})


@sent(DOCUMENTS, refusals.Broken)
def member_at_the_root() -> bytes:
    return archive({**members(), "/etc/cron.d/mechant": b"mechant.test"})


@sent(DOCUMENTS, refusals.Broken)
def member_of_another_system() -> bytes:
    return archive({**members(), "..\\..\\mechant": b"mechant.test"})


@sent(DOCUMENTS, refusals.Broken)
def same_member_twice() -> bytes:
    return twice("word/document.xml")


@sent(DOCUMENTS, refusals.Broken)
def same_member_in_capitals() -> bytes:
    return archive({**members(), "WORD/DOCUMENT.XML": b"mechant.test"})


@sent(DOCUMENTS, refusals.Broken)
def member_that_is_a_link() -> bytes:
    out = io.BytesIO(docx())
    with zipfile.ZipFile(out, "a") as package:
        member = zipfile.ZipInfo("word/a", (2020, 1, 1, 0, 0, 0))
        member.create_system, member.external_attr = 3, 0o120777 << 16
        package.writestr(member, "/etc/passwd")
    return out.getvalue()


@sent(DOCUMENTS, refusals.Locked)
def member_under_a_password() -> bytes:
    content = bytearray(docx())
    at = content.rindex(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


@sent(DOCUMENTS, refusals.Locked)
def document_under_a_password() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")


@sent(DOCUMENTS, refusals.Broken)
def packed_by_another_method() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as package:
        for name, data in members().items():
            package.writestr(name, data)
    return out.getvalue()


@sent(DOCUMENTS, refusals.Broken)
def member_that_lies_about_its_size() -> bytes:
    parts = members(word__a_bin=b"")
    content = bytearray(archive({**parts, "word/document.xml": parts["word/document.xml"] + b" " * 70_000_000}))
    at = content.index(b"word/document.xml", content.index(b"PK\x01\x02")) - 46
    content[at + 24 : at + 28] = struct.pack("<I", 900)
    return bytes(content)


@sent(DOCUMENTS, refusals.Broken)
def a_billion_laughs() -> bytes:
    lines = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 10))
    return with_doctype(f'<!DOCTYPE a [<!ENTITY a0 "ha">{lines}]>', "&a9;")


@sent(DOCUMENTS, refusals.Broken)
def one_long_laugh() -> bytes:
    return with_doctype(f'<!DOCTYPE a [<!ENTITY a "{"ha" * 50_000}">]>', "&a;" * 2000)


@sent(DOCUMENTS, refusals.Broken)
def entity_that_reads_a_file() -> bytes:
    return with_doctype('<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;")


@sent(DOCUMENTS, refusals.Broken)
def entity_that_reads_a_file_in_wide_letters() -> bytes:
    return with_doctype('<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;", "utf-16")


@sent(DOCUMENTS, refusals.Broken)
def definitions_from_elsewhere() -> bytes:
    return with_doctype(
        '<!DOCTYPE a SYSTEM "http://mechant.test/a.dtd" [<!ENTITY % b SYSTEM "http://mechant.test">%b;]>', ""
    )


@sent(DOCUMENTS, refusals.Broken)
def entities_in_the_list_of_types() -> bytes:
    return archive({**members(), "[Content_Types].xml": b'<!DOCTYPE a [<!ENTITY a "b">]><Types>&a;</Types>'})


@sent(DOCUMENTS, refusals.Broken)
def document_that_is_missing() -> bytes:
    parts = members()
    del parts["word/document.xml"]
    return archive(parts)


@sent(DOCUMENTS, refusals.WrongKind)
def list_of_types_that_is_missing() -> bytes:
    return archive({"a.txt": b"mechant.test"})


@sent(DOCUMENTS, refusals.WrongKind)
def open_document() -> bytes:
    return archive({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}, stored=True)


@sent(DOCUMENTS, refusals.WrongKind)
def workbook() -> bytes:
    return docx(main="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml")


@sent(DOCUMENTS, refusals.WrongKind)
def document_elsewhere() -> bytes:
    return archive(
        {**members(), "_rels/.rels": relations(("rId1", "officeDocument", "http://mechant.test/a.xml", "External"))}
    )


@sent(DOCUMENTS, refusals.Broken)
def document_that_is_not_xml() -> bytes:
    return archive({**members(), "word/document.xml": b"\x00mechant.test"})


@sent(DOCUMENTS, refusals.Broken)
def document_that_is_something_else() -> bytes:
    return archive({**members(), "word/document.xml": b"<html><script>mechant.test</script></html>"})


@sent(DOCUMENTS, refusals.Broken)
def archive_cut_off() -> bytes:
    return docx()[:-40]


@sent(DOCUMENTS, refusals.Broken)
def archive_with_a_damaged_member() -> bytes:
    content = bytearray(docx())
    at = content.index(b"word/document.xml") + 17
    content[at + 10 : at + 60] = bytes(50)
    return bytes(content)


@sent(DOCUMENTS, refusals.WrongKind)
def program_before_the_archive() -> bytes:
    return b"MZ\x90\x00 mechant.test" + docx()
