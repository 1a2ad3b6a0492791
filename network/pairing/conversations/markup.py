"""The words of an HTML mail, safely: nothing is run, nothing is fetched, quotes of earlier mails are left out. Pure."""

from html.parser import HTMLParser

#: What holds no words of whoever wrote.
_SILENT = frozenset(
    {
        "script",
        "style",
        "head",
        "title",
        "template",
        "svg",
        "math",
        "object",
        "noscript",
        "select",
        "textarea",
        "button",
    }
)
#: Elements that never close.
_VOID = frozenset(
    {"br", "hr", "img", "input", "meta", "link", "col", "area", "base", "embed", "source", "track", "wbr"}
)
_BLOCKS = frozenset(
    {
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "tr",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "pre",
        "section",
        "article",
        "header",
        "footer",
        "dl",
        "dt",
        "dd",
    }
)
#: What mail programs wrap an earlier mail in; after the last two all is quoted.
_QUOTES = ("gmail_quote", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote", "zmail_extra", "gmail_signature")
_APPENDED = frozenset(
    {"divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container", "ms-outlook-mobile-reference-message"}
)
#: Nested deeper than that no program writes.
_DEEPEST = 400


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        #: Open elements: name, and whether what is in it is left out.
        self._open: list[tuple[str, bool]] = []
        self._over = False

    @property
    def _is_silent(self) -> bool:
        return self._over or bool(self._open and self._open[-1][1])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: (value or "").lower() for name, value in attrs}
        if given.get("id") in _APPENDED:
            self._over = True
        if tag == "br" or tag in _BLOCKS:
            self._break()
        if tag in _VOID or len(self._open) >= _DEEPEST:
            return
        classes = given.get("class", "")
        quoted = tag == "blockquote" or any(name in classes for name in _QUOTES)
        hidden = "display:none" in given.get("style", "").replace(" ", "")
        self._open.append((tag, self._is_silent or quoted or hidden or tag in _SILENT))

    def handle_endtag(self, tag: str) -> None:
        names = [name for name, _silent in self._open]
        if tag in names:
            # What was left open inside closes with it.
            del self._open[len(names) - 1 - names[::-1].index(tag) :]
        if tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if not self._is_silent:
            before, after = _edges(data)
            self.out.append(f"{before}{' '.join(data.split())}{after}")

    def _break(self) -> None:
        if not self._is_silent:
            self.out.append("\n")


def _edges(data: str) -> tuple[str, str]:
    """A space on either side where there was one."""
    return (" " if data[:1].isspace() else "", " " if data[-1:].isspace() else "")


def words_of(html: str) -> str:
    """The text of an HTML mail, a line for each block. Never raises."""
    reader = _Words()
    try:
        reader.feed(html)
        reader.close()
    except (AssertionError, ValueError, RecursionError):
        # The parser of the standard library gives up on some that is broken: what was read until there is what there is.
        pass
    lines = (" ".join(line.split()) for line in "".join(reader.out).split("\n"))
    text, blank = [], True
    for line in lines:
        if line or not blank:
            text.append(line)
        blank = not line
    return "\n".join(text).strip()
