"""The report as a PDF on letter paper, whose accessible twin is its page."""

from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import documents, identity
from core.bilingual import pick
from core.dates import day_words, local_of, span_words, time_words
from events.agenda.models import Event
from events.doors.desk import Curve
from events.evaluation.results import Result, Results
from events.report.figures import Report, report

SIZE_MM = (215.9, 279.4)
EDGE_MM, FOOT_MM = 18.0, 18.0
INNER_MM = SIZE_MM[0] - 2 * EDGE_MM
#: Figures stand four to a row.
ACROSS, BOX_MM = 4, 21.0
CHART_MM = 52.0


def pdf_of(event: Event, *, language: str, made_at: datetime) -> bytes:
    """In one of both languages; needs venue and organisation loaded. Cost: that of ``report`` and some 80 ms of drawing."""
    with translation.override(language):
        return _Paper(report(event), language, made_at).drawn()


class _Paper:
    """Draws the report from top to bottom, on as many pages as it takes."""

    def __init__(self, said: Report, language: str, made_at: datetime) -> None:
        self.said, self.language, self.made_at = said, language, made_at
        self.title = pick(said.event, "title", language).text
        self.sheet = self._page(None)
        self.pages = 1
        self._masthead()

    def drawn(self) -> bytes:
        self._head()
        self._figures()
        if self.said.curve is not None:
            self._curve(self.said.curve)
        if self.said.sittings:
            rows = [(_sitting_words(sitting), str(number)) for sitting, number in self.said.sittings]
            self._table(_("Present by sitting"), rows)
        for split in self.said.splits:
            self._table(split.heading, [(label, str(number)) for label, number in split.rows])
        if self.said.splits:
            self._write(_("Groups of fewer than five stand together under “Others”."), "", 9.5, identity.ARDOISE)
        self._evaluation(self.said.evaluation)
        self._indicators()
        self._foot()
        return bytes(self.sheet.pdf.output())

    # -------------------------------------------------------------- the page
    def _page(self, before: documents.Sheet | None) -> documents.Sheet:
        return documents.Sheet(
            size=SIZE_MM,
            language=self.language,
            title=f"{_('Report')} – {self.title}",
            made_at=self.made_at,
            pdf=before.pdf if before else None,
        )

    def _masthead(self) -> None:
        pdf = self.sheet.pdf
        pdf.set_fill_color(identity.ENCRE)
        pdf.rect(0, 0, SIZE_MM[0], 22, style="F")
        self.sheet.weave(EDGE_MM, 5, 12)
        pdf.set_xy(EDGE_MM + 16, 7)
        self.sheet.write("Maillage", "title", "B", 18, 80, identity.WHITE)
        pdf.set_xy(EDGE_MM, 8.4)
        self.sheet.write(_("Report of an event"), "text", "", 11, INNER_MM, identity.WHITE, align="R")
        pdf.set_y(30)

    def _room(self, millimetres: float) -> None:
        """Another page where what comes next would not fit."""
        if self.sheet.pdf.get_y() + millimetres > SIZE_MM[1] - FOOT_MM:
            self._foot()
            self.sheet = self._page(self.sheet)
            self.pages += 1
            self.sheet.pdf.set_y(EDGE_MM)

    def _foot(self) -> None:
        words = _("%(title)s – page %(number)d") % {"title": self.title, "number": self.pages}
        self.sheet.pdf.set_xy(EDGE_MM, SIZE_MM[1] - 12)
        self.sheet.write(words, "text", "", 8.5, INNER_MM, identity.ARDOISE)

    def _write(self, text: str, style: str, size: float, colour: str = identity.ENCRE, *, after: float = 1.0) -> None:
        self.sheet.pdf.set_x(EDGE_MM)
        self.sheet.write(text, "text", style, size, INNER_MM, colour)
        self.sheet.pdf.set_y(self.sheet.pdf.get_y() + after)

    def _heading(self, text: str, room: float) -> None:
        self._room(room + 14)
        self.sheet.pdf.set_xy(EDGE_MM, self.sheet.pdf.get_y() + 5)
        self.sheet.write(text, "title", "B", 14, INNER_MM, identity.ENCRE)
        self.sheet.pdf.set_y(self.sheet.pdf.get_y() + 1.5)

    # -------------------------------------------------------------- its parts
    def _head(self) -> None:
        event = self.said.event
        self.sheet.pdf.set_x(EDGE_MM)
        size = documents.fitting(self.title, 22, 60)
        self.sheet.write(self.title, "title", "B", size, INNER_MM, identity.ENCRE)
        self.sheet.pdf.set_y(self.sheet.pdf.get_y() + 2)
        self._write(span_words(event), "B", 11)
        place = ", ".join([event.venue.name, event.venue.locality]) if event.venue else _("Online")
        self._write(f"{place} · {event.organisation.name}", "", 11, identity.ARDOISE, after=4)

    def _figures(self) -> None:
        boxes = [(label, str(number)) for _code, label, number in [*self.said.figures, *self.said.offers]]
        if self.said.evaluation is not None and self.said.evaluation.evaluation.rate is not None:
            rate = _("%(share)d%%") % {"share": self.said.evaluation.evaluation.rate}
            boxes.append((_("Answered the evaluation"), rate))
        width = (INNER_MM - (ACROSS - 1) * 3) / ACROSS
        pdf = self.sheet.pdf
        for start in range(0, len(boxes), ACROSS):
            self._room(BOX_MM + 3)
            top = pdf.get_y()
            for place, (label, number) in enumerate(boxes[start : start + ACROSS]):
                left = EDGE_MM + place * (width + 3)
                pdf.set_fill_color(identity.BRUME)
                pdf.rect(left, top, width, BOX_MM, style="F")
                pdf.set_xy(left + 3, top + 2.5)
                self.sheet.write(number, "title", "B", 18, width - 6, identity.ENCRE)
                pdf.set_xy(left + 3, top + 11.5)
                self.sheet.write(label, "text", "", 8.5, width - 6, identity.ARDOISE)
            pdf.set_y(top + BOX_MM + 3)

    def _curve(self, curve: Curve) -> None:
        if not curve.arrived:
            return
        self._heading(_("Arrivals"), CHART_MM + 8)
        pdf = self.sheet.pdf
        left, top = EDGE_MM + 12, float(pdf.get_y()) + 2
        width, height = INNER_MM - 12, CHART_MM - 8
        span = curve.ends - curve.begins

        def x(moment: datetime) -> float:
            return left + width * float((moment - curve.begins) / span)

        def y(number: float) -> float:
            return top + height * (1 - number / curve.ceiling)

        pdf.set_line_width(0.2)
        pdf.set_draw_color(identity.FILET)
        for part in range(5):
            number = curve.ceiling * part // 4
            pdf.line(left, y(number), left + width, y(number))
            pdf.set_xy(EDGE_MM, y(number) - 1.8)
            self.sheet.write(str(number), "text", "", 8, 10, identity.ARDOISE, align="R")
        pdf.set_draw_color(identity.FLEUVE)
        pdf.set_line_width(0.7)
        pdf.polyline(
            [(x(curve.begins), y(0)), *((x(min(step.end, curve.until)), y(step.total)) for step in curve.steps)]
        )
        for moment, align, at in ((curve.begins, "L", left), (curve.ends, "R", left + width - 40)):
            pdf.set_xy(at, top + height + 1.5)
            self.sheet.write(time_words(moment), "text", "", 8, 40, identity.ARDOISE, align=align)
        pdf.set_y(top + height + 7)
        busiest = max(curve.arrived, key=lambda step: step.arrivals)
        facts = {"start": time_words(busiest.start), "end": time_words(busiest.end), "number": busiest.arrivals}
        words = ngettext(
            "Busiest between %(start)s and %(end)s: %(number)d arrival.",
            "Busiest between %(start)s and %(end)s: %(number)d arrivals.",
            busiest.arrivals,
        )
        self._write(words % facts, "", 9.5, identity.ARDOISE)

    def _table(self, heading: str, rows: list[tuple[str, str]]) -> None:
        self._heading(heading, 14)
        for label, number in rows:
            self._row(label, number)

    def _row(self, label: str, number: str) -> None:
        self._room(7)
        pdf, top = self.sheet.pdf, self.sheet.pdf.get_y()
        pdf.set_xy(EDGE_MM, top)
        self.sheet.write(label, "text", "", 10, INNER_MM - 25, identity.ENCRE)
        below = pdf.get_y()
        pdf.set_xy(EDGE_MM + INNER_MM - 25, top)
        self.sheet.write(number, "text", "B", 10, 25, identity.ENCRE, align="R")
        pdf.set_draw_color(identity.FILET)
        pdf.set_line_width(0.2)
        pdf.line(EDGE_MM, below + 0.8, EDGE_MM + INNER_MM, below + 0.8)
        pdf.set_y(below + 1.6)

    def _evaluation(self, found: Results | None) -> None:
        if found is None or not found.evaluation.invited:
            return
        self._heading(_("Evaluation"), 30)
        self._write(evaluation_words(found), "", 10, after=2)
        if found.is_hidden:
            self._write(_("Too few answers to show: they would say who gave them."), "", 10, identity.ARDOISE)
            return
        for one in found.questions:
            if one.bars:
                self._question(one)
        self._write(_("What people wrote stands on the page of the evaluation."), "", 9.5, identity.ARDOISE)

    def _question(self, one: Result) -> None:
        self._room(10 + 6 * len(one.bars))
        words = one.question.words.text
        if one.mean is not None:
            words = f"{words}  {_('On average: %(mean)s out of 5') % {'mean': _decimal(one.mean)}}"
        self._write(words, "B", 10)
        pdf, longest = self.sheet.pdf, INNER_MM - 85
        for bar in one.bars:
            top = pdf.get_y()
            pdf.set_xy(EDGE_MM, top)
            self.sheet.write(bar.label, "text", "", 9, 60, identity.ENCRE)
            below = pdf.get_y()
            pdf.set_fill_color(identity.BRUME)
            pdf.rect(EDGE_MM + 62, top + 0.6, longest, 3, style="F")
            if bar.number:
                pdf.set_fill_color(identity.FLEUVE)
                pdf.rect(EDGE_MM + 62, top + 0.6, longest * bar.number / one.number, 3, style="F")
            pdf.set_xy(EDGE_MM + INNER_MM - 20, top)
            self.sheet.write(str(bar.number), "text", "", 9, 20, identity.ENCRE, align="R")
            pdf.set_y(max(below, pdf.get_y()) + 0.6)
        pdf.set_y(pdf.get_y() + 2.5)

    def _indicators(self) -> None:
        if self.said.indicators:
            self._counted()
        self._room(12)
        made = day_words(local_of(self.made_at, self.said.event.zone).date())
        words = _("Drawn on %(day)s, for those who run the event. Counts below 5 are not for publishing.")
        self.sheet.pdf.set_y(self.sheet.pdf.get_y() + 4)
        self._write(words % {"day": made}, "", 8.5, identity.ARDOISE)

    def _counted(self) -> None:
        self._heading(_("What it counts for in the plan"), 24)
        for one in self.said.indicators:
            self._room(20)
            self._write(f"{one.code}  {one.name.text}", "B", 10, after=0.4)
            self._write(one.measure.text, "", 9.5, identity.ARDOISE, after=0.4)
            self._write(people_words(one.people), "", 10, after=2)


def evaluation_words(found: Results) -> str:
    """ "42 of 80 people answered (53%)." """
    facts = {"answered": found.evaluation.answered, "asked": found.evaluation.invited, "share": found.evaluation.rate}
    words = ngettext(
        "%(answered)d of %(asked)d person asked answered (%(share)d%%).",
        "%(answered)d of %(asked)d people asked answered (%(share)d%%).",
        found.evaluation.invited,
    )
    return words % facts


def people_words(number: int) -> str:
    """How many an indicator counts of this event."""
    words = ngettext(
        "%(number)d person was present and is counted once a year, however often they came.",
        "%(number)d people were present, each counted once a year, however often they came.",
        number,
    )
    return words % {"number": number}


def _decimal(number: float) -> str:
    from django.utils.formats import number_format

    return number_format(round(number, 1), decimal_pos=1)


def _sitting_words(sitting: Any) -> str:
    return f"{sitting.number} – {span_words(sitting)}"
