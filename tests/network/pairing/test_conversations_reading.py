"""A mail as programs write it, and as somebody of ill will does: who, for whom, which new words."""

import base64
import contextlib
import quopri
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.pairing.conversations.incoming import LARGEST, Incoming, Unreadable, read
from network.pairing.conversations.markup import words_of
from network.pairing.conversations.quoting import written
from tests.scale import HOSTILE_MAILS

GMAIL_FR = """Oui, mardi à 18 h me va.

À mardi!

Le lun. 5 janv. 2026 à 10:12, Louise <jumelage-0123@maillage.exemple.test> a écrit :

> Bonjour Amina,
> mardi?
"""
GMAIL_EN = """Tuesday is fine.

On Mon, Jan 5, 2026 at 10:12 AM Louise <jumelage-0123@maillage.exemple.test>
wrote:

> Hello,
> Tuesday?
"""
APPLE = """Parfait!

> Le 5 janv. 2026 à 10:12, Louise <jumelage-0123@maillage.exemple.test> a écrit :
>
> Bonjour
"""
OUTLOOK_FR = """Merci, j’y serai.

________________________________
De : Louise <jumelage-0123@maillage.exemple.test>
Envoyé : 5 janvier 2026 10:12
À : Amina
Objet : Un message

Bonjour Amina
"""
OUTLOOK_EN = """Thanks, I will be there.

From: Louise <jumelage-0123@maillage.exemple.test>
Sent: Monday, January 5, 2026 10:12 AM
To: Amina
Subject: A message

Hello
"""
OUTLOOK_OLD = """D’accord.

-----Message d'origine-----
De : Louise
Bonjour
"""
OURS = """C’est noté.

———— Répondez au-dessus de cette ligne ————

Louise, 5 janvier 2026
Bonjour
"""
IPHONE = """Oui

Envoyé de mon iPhone

> Le 5 janv. 2026 à 10:12, Louise a écrit :
> Bonjour
"""
INTERLEAVED = """> Mardi ou jeudi?
Jeudi.
> À quelle heure?
18 h.
"""
#: As the first mail programs had it: the answer stands below.
BELOW = """Le ven. 27 nov. 2026, 10 h 12, Carlos <jumelage-0123@maillage.exemple.test> a écrit :
> ———— Répondez au-dessus de cette ligne ————
>
> On se voit jeudi?

Oui, jeudi.

Louise
"""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (GMAIL_FR, "Oui, mardi à 18 h me va.\n\nÀ mardi!"),
        (GMAIL_EN, "Tuesday is fine."),
        (APPLE, "Parfait!"),
        (OUTLOOK_FR, "Merci, j’y serai."),
        (OUTLOOK_EN, "Thanks, I will be there."),
        (OUTLOOK_OLD, "D’accord."),
        (OURS, "C’est noté."),
        (IPHONE, "Oui"),
        (INTERLEAVED, "Jeudi.\n18 h."),
        ("Oui.\n\n-- \nAmina Benali\nSoudeuse", "Oui."),
        ("Yes.\n\nSent from my Galaxy", "Yes."),
        ("Yes.\n\nGet Outlook for Android", "Yes."),
        (BELOW, "Oui, jeudi.\n\nLouise"),
        ("On Mon, Jan 5, 2026 at 10:12 AM Louise\n<a@exemple.test> wrote:\n> Tuesday?\n", ""),
        ("OK\n\nObtenir Outlook pour iOS<https://aka.ms/o0ukef>", "OK"),
        ("Bien.\n\nProvenance : Courrier pour Windows", "Bien."),
    ],
)
def test_quotes_and_signatures_are_left_out(text: str, words: str) -> None:
    assert written(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "Le patron m’a écrit :\nvenez lundi.",
        "On Monday my boss wrote:\nplease come at noon.",
        "De : 9 h\nÀ : midi\non travaille à l’atelier.",
        "Envoyé de mon plein gré.\nEt voilà la suite.",
        "J’ai reçu ceci\n- un\n- deux\n— et c’est tout.",
        "Sent from my heart, this took a while.\n\nSee you!",
    ],
)
def test_what_somebody_tells_stays(text: str) -> None:
    assert written(text) == text


def taken(mail: EmailMessage | bytes, **envelope: object) -> Incoming:
    return read(mail if isinstance(mail, bytes) else mail.as_bytes(), **envelope)  # type: ignore[arg-type]  # as the command gives it


def mail(text: str = "Bonjour", **headers: str) -> EmailMessage:
    made = EmailMessage()
    for name, value in {"From": "Amina <Amina@Exemple.Test>", "To": "x@maillage.exemple.test", **headers}.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def raw(*lines: str, body: bytes = b"Bonjour") -> bytes:
    head = "\r\n".join(["From: amina@exemple.test", "To: x@maillage.exemple.test", *lines])
    return head.encode() + b"\r\n\r\n" + body


def test_addresses_are_compared_in_small_letters() -> None:
    found = taken(mail())

    assert found.sender == "amina@exemple.test"
    assert found.recipients == ("x@maillage.exemple.test",)


def test_the_envelope_is_believed_before_the_headers() -> None:
    assert taken(mail(), envelope_recipients=["Y@Maillage.exemple.test"]).recipients == ("y@maillage.exemple.test",)
    assert taken(mail(Delivered_To="z@maillage.exemple.test")).recipients[0] == "z@maillage.exemple.test"


def test_a_name_that_looks_like_an_address_is_not_one() -> None:
    found = taken(mail(From='"louise@exemple.test" <amina@exemple.test>'))

    assert found.sender == "amina@exemple.test"


def test_two_senders_are_nobody() -> None:
    assert taken(mail(From="a@exemple.test, b@exemple.test")).sender == ""


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("utf-8", "8bit"),
        ("utf-8", "base64"),
        ("utf-8", "quoted-printable"),
        ("iso-8859-1", "quoted-printable"),
        ("windows-1252", "base64"),
    ],
)
def test_letters_with_accents_arrive_in_each_charset(charset: str, encoding: str) -> None:
    words = "Café à l’été" if charset != "iso-8859-1" else "Café à l'été"
    body = words.encode(charset)
    body = (
        base64.encodebytes(body)
        if encoding == "base64"
        else quopri.encodestring(body)
        if encoding == "quoted-printable"
        else body
    )

    found = taken(
        raw(f"Content-Type: text/plain; charset={charset}", f"Content-Transfer-Encoding: {encoding}", body=body)
    )

    assert found.text == words


def test_an_unknown_or_untrue_charset_is_read_as_well_as_can_be() -> None:
    assert taken(raw("Content-Type: text/plain; charset=x-nothing", body="été".encode())).text == "été"
    assert taken(raw("Content-Type: text/plain; charset=utf-8", body="été".encode("cp1252"))).text == "été"


def test_plain_text_comes_before_html() -> None:
    both = mail("En clair")
    both.add_alternative("<p>En <b>HTML</b></p>", subtype="html")

    assert taken(both).text == "En clair"


def test_html_alone_becomes_text_and_runs_nothing() -> None:
    page = (
        "<html><head><style>p{}</style></head><body><script>alert(1)</script><p>Bonjour <b>Louise</b>,</p><p>mardi?<br>ou jeudi</p>"
        '<div class="gmail_quote"><blockquote>ancien</blockquote></div></body></html>'
    )
    made = EmailMessage()
    made["From"], made["To"] = "amina@exemple.test", "x@maillage.exemple.test"
    made.set_content(page, subtype="html")

    assert taken(made).text == "Bonjour Louise,\n\nmardi?\nou jeudi"


def test_what_outlook_appends_is_left_out() -> None:
    assert words_of('<div>Oui</div><div id="divRplyFwdMsg"><b>De :</b> Louise</div><p>Bonjour</p>') == "Oui"


def test_files_are_counted_and_left_out() -> None:
    made = mail("Voici mon CV")
    made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="cv.pdf")
    made.add_attachment("note", filename="note.txt")
    attached = EmailMessage()
    attached.set_content("autre")
    made.add_attachment(attached)

    found = taken(made)

    assert found.text == "Voici mon CV"
    assert found.files == 3


def test_the_logo_of_a_signature_is_no_file_and_a_photograph_is() -> None:
    for size, files in ((3_000, 0), (300_000, 1)):
        made = mail("Bonjour")
        made.add_alternative("<p>Bonjour</p><img src='cid:logo'>", subtype="html")
        [_plain, marked] = made.get_payload()
        marked.add_related(b"0" * size, "image", "png", cid="<logo>")

        assert taken(made).files == files


def test_flowed_lines_are_joined() -> None:
    body = b"Je viens \nmardi.\n-- \nAmina"

    assert taken(raw("Content-Type: text/plain; format=flowed", body=body)).text == "Je viens mardi."


def test_nothing_that_cannot_be_kept_or_turns_the_writing_round_stays() -> None:
    body = "a\x00b\x07c \u202egnp.exe\u202c d".encode()

    assert taken(raw("Content-Type: text/plain; charset=utf-8", body=body)).text == "abc gnp.exe d"


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated (vacation)",
        "Precedence: bulk",
        "Precedence: List",
        "List-Id: <a.exemple.test>",
        "X-Auto-Response-Suppress: All",
        "Return-Path: <>",
    ],
)
def test_what_a_program_wrote_is_told_apart(header: str) -> None:
    assert taken(raw(header)).is_automatic


def test_a_notice_of_the_mail_system_is_a_programs() -> None:
    assert taken(mail(), envelope_sender="").is_automatic
    assert taken(mail(From="MAILER-DAEMON@exemple.test")).is_automatic
    assert not taken(mail(Auto_Submitted="no"), envelope_sender="amina@exemple.test").is_automatic


def test_which_letter_came_back_is_read_from_the_notice() -> None:
    notice = (
        b"From: MAILER-DAEMON@exemple.test\r\nTo: x@maillage.exemple.test\r\nReturn-Path: <>\r\n"
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/plain\r\n\r\nsorry\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        b"Message-ID: <abc@exemple.test>\r\nSubject: x\r\n--b--\r\n"
    )

    assert taken(notice).returned == "<abc@exemple.test>"


def test_a_mail_without_a_number_is_given_one_of_its_own() -> None:
    first, same, other = taken(mail("Un")), taken(mail("Un")), taken(mail("Deux"))

    assert first.message_id == same.message_id != other.message_id


def test_a_mail_that_is_too_large_or_none_is_not_read() -> None:
    with pytest.raises(Unreadable):
        read(b"x" * (LARGEST + 1))
    with pytest.raises(Unreadable):
        read(b"")
    with pytest.raises(Unreadable):
        read(b"\x00\xff\xfe")


def test_a_mail_nested_deeper_than_anybody_writes_does_not_stop_the_reader() -> None:
    deep = b"From: a@exemple.test\r\nTo: x@maillage.exemple.test\r\n"
    for level in range(3000):
        deep += b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level)
    with contextlib.suppress(Unreadable):
        read(deep + b"Content-Type: text/plain\r\n\r\nfin")
    assert words_of("<div>" * 50_000 + "fin") == "fin"


HOSTILE = st.lists(
    st.sampled_from([
        b"From: ", b"To: ", b"Message-ID: <", b">", b"Content-Type: multipart/mixed; boundary=", b"Content-Type: text/html; charset=", b"Content-Type: message/rfc822",
        b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: x-uuencode", b"=?utf-8?B?", b"=?utf-8?Q?=", b"?=", b"\r\n", b"\r\n\r\n", b"--b", b"b", b"@", b"\"", b"(", b"<", b";",
        b"charset*0*=", b"charset*=utf-8''%", b"filename*1=", b"References: ", b"Return-Path: ", b"amina@exemple.test", b"\x00", b"\xff\xfe", b"Le 1, <a@b> a \xc3\xa9crit :", b"> ",
        b"begin 644 x\n", b"Content-Disposition: attachment; filename=", b"Date: ", b"Delivered-To: ", b"<div>", b"<!--", b"<![CDATA[", b"&#x", b"&#99999999999;", b"idna", b"rot13", b"unicode_escape",
    ]) | st.binary(max_size=20),
    max_size=60,
).map(b"".join)  # fmt: skip


@given(HOSTILE)
@settings(max_examples=HOSTILE_MAILS, deadline=None)
def test_whatever_comes_is_read_or_refused(content: bytes) -> None:
    try:
        found = read(b"From: a@exemple.test\r\nTo: x@maillage.exemple.test\r\n" + content)
    except Unreadable:
        return
    assert "\x00" not in found.text
    found.text.encode()
    assert found.message_id


@given(st.text(max_size=2000))
@settings(max_examples=HOSTILE_MAILS, deadline=None)
def test_any_text_is_stripped_of_quotes_and_any_markup_read(text: str) -> None:
    assert len(written(text)) <= len(text)
    words_of(text)
