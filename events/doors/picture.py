"""The arrivals curve as numbers to draw: a picture for wide screens and one for phones, each with text that can be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.dates import short_day_words, time_words
from events.doors.desk import Curve
from events.doors.forecast import Forecast

#: Room for the numbers of the upright axis, for the hours below, and above the top line.
LEFT, RIGHT, BELOW, ABOVE = 44, 14, 30, 14
GRID = 4
#: Pieces of which the curve of the forecast is made.
POINTS = 60
#: Steps of the hours below, in hours: the narrowest that leaves room for the words is taken.
HOURS = (1, 2, 3, 4, 6, 12, 24, 48)


@dataclass(frozen=True)
class Mark:
    """A line of the grid or a word of an axis: where it stands and what it says.

    Places are texts with a point, as SVG wants them: a French template would print a comma.
    """

    at: str
    says: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Picture:
    """A chart of ``width`` by ``height`` units; ``line`` is the path of the curve, ``level`` the height of the registered."""

    name: str
    width: int
    height: int
    line: str
    area: str
    level: str
    #: Path of the forecast.
    forecast: str
    tip: tuple[str, str]
    grid: Sequence[Mark]
    hours: Sequence[Mark]

    @property
    def left(self) -> int:
        return LEFT

    @property
    def right(self) -> int:
        return self.width - RIGHT

    @property
    def floor(self) -> int:
        return self.height - BELOW

    @property
    def words_y(self) -> int:
        return self.height - 8


def pictures(curve: Curve, registered: int, forecast: Forecast | None = None) -> list[Picture]:
    """The same curve twice: the style sheet shows the one that fits."""
    return [
        draw(curve, registered, forecast, name="wide", width=900, height=240, hours=6),
        draw(curve, registered, forecast, name="narrow", width=360, height=220, hours=3),
    ]


def draw(
    curve: Curve, registered: int, forecast: Forecast | None, *, name: str, width: int, height: int, hours: int
) -> Picture:
    span = curve.ends - curve.begins
    floor, right = height - BELOW, width - RIGHT

    def x(moment: datetime) -> str:
        return f"{LEFT + (right - LEFT) * ((moment - curve.begins) / span):.1f}"

    def y(number: float) -> str:
        return f"{floor - (floor - ABOVE) * number / curve.ceiling:.1f}"

    points = [(x(curve.begins), y(0))]
    points += [(x(min(step.end, curve.until)), y(step.total)) for step in curve.steps]
    path = " ".join(f"L{across} {up}" for across, up in points[1:])
    line = f"M{points[0][0]} {points[0][1]} {path}".strip()
    tip = points[-1]
    moments = [curve.begins + span * part / POINTS for part in range(POINTS + 1)]
    usual = [f"{x(moment)} {y(min(forecast.at(moment), curve.ceiling))}" for moment in moments] if forecast else []
    grid = [Mark(y(curve.ceiling * part / GRID), f"{curve.ceiling * part // GRID}") for part in range(GRID + 1)]
    marks = [_hour(x(moment), moment, step, right) for moment, step in _hours(curve, hours)]
    return Picture(
        name,
        width,
        height,
        line,
        f"{line} L{tip[0]} {y(0)} Z",
        y(min(registered, curve.ceiling)),
        f"M{' L'.join(usual)}" if usual else "",
        tip,
        grid,
        marks,
    )


def _hours(curve: Curve, most: int) -> list[tuple[datetime, timedelta]]:
    """Round hours of the axis, at most ``most`` of them, each with the step between them."""
    span = curve.ends - curve.begins
    step = next((timedelta(hours=hours) for hours in HOURS if span / timedelta(hours=hours) < most), timedelta(days=7))
    midnight = curve.begins.replace(hour=0, minute=0, second=0, microsecond=0)
    first = midnight - (midnight - curve.begins) // step * step
    return [(first + step * n, step) for n in range(most + 1) if first + step * n <= curve.ends]


def _hour(at: str, moment: datetime, step: timedelta, right: int) -> Mark:
    says = time_words(moment) if step < timedelta(days=1) else short_day_words(moment)
    # A word at the edge leans inwards, so that the picture does not cut it.
    anchor = "start" if float(at) - LEFT < 20 else "end" if right - float(at) < 20 else "middle"
    return Mark(at, says, anchor)
