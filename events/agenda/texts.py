"""The little markup of event texts: paragraphs, headings, lists, timetables. Anything else is shown as typed.

==================  =====================================
``## The day``      a heading (``###`` for a smaller one)
``- Bring a CV``    an item of a list
``10 h 00 | Start`` a line of a timetable
``https://…``       a link
an empty line       ends a paragraph
==================  =====================================
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.html import format_html, format_html_join, urlize
from django.utils.safestring import SafeString, mark_safe

#: An hour, as either language writes it, up to a bar: "10 h 00 |", "9:30 a.m. |", "Jour 1, 8 h |".
TIMETABLE = re.compile(r"^(?P<hour>[^|]{0,24}\d[^|]{0,16}?)\s*\|\s*(?P<what>\S.*)$")
HEADING = re.compile(r"^(?P<marks>#{2,3})\s+(?P<what>\S.*)$")
ITEM = re.compile(r"^[-•*]\s+(?P<what>\S.*)$")


@dataclass(frozen=True)
class Line:
    """``kind``: h2, h3, item, hour, text or blank; ``hour`` only for a timetable."""

    kind: str
    what: str = ""
    hour: str = ""


def lines(text: str) -> Iterator[Line]:
    """Each line of the text and what it is."""
    for raw in text.replace("\r\n", "\n").split("\n"):
        line = raw.strip()
        if not line:
            yield Line("blank")
        elif found := HEADING.match(line):
            yield Line(f"h{len(found['marks'])}", found["what"])
        elif found := ITEM.match(line):
            yield Line("item", found["what"])
        elif found := TIMETABLE.match(line):
            yield Line("hour", found["what"], found["hour"])
        else:
            yield Line("text", line)


def _inline(text: str) -> SafeString:
    return mark_safe(urlize(text, nofollow=True, autoescape=True))  # noqa: S308  (urlize escapes it)


def _block(kind: str, group: list[Line]) -> SafeString:
    if kind == "item":
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((_inline(x.what),) for x in group)))
    if kind == "hour":
        rows = ((x.hour, _inline(x.what)) for x in group)
        return format_html('<dl class="schedule">{}</dl>', format_html_join("", "<dt>{}</dt><dd>{}</dd>", rows))
    if kind == "text":
        breaks = mark_safe("<br>\n")
        return format_html("<p>{}</p>", format_html_join(breaks, "{}", ((_inline(x.what),) for x in group)))
    headings = {"h2": "<h2>{}</h2>", "h3": "<h3>{}</h3>"}
    return format_html_join("\n", headings[kind], ((x.what,) for x in group))


def to_html(text: str) -> SafeString:
    """Safe HTML of a text; whatever is not the markup above comes out escaped."""
    blocks = ((kind, list(group)) for kind, group in groupby(lines(text), key=lambda line: line.kind))
    return mark_safe("\n".join(_block(kind, group) for kind, group in blocks if kind != "blank"))  # noqa: S308


def to_plain(text: str) -> str:
    """The same without marks, for calendars, search engines and previews."""
    shown = (f"{line.hour}  {line.what}".strip() for line in lines(text))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(shown)).strip()
