"""A row of an organiser's table, and what an import would make of it."""

from datetime import datetime
from typing import Any

from django.utils import translation

from events.agenda.importing.drafts import Defaults
from events.agenda.importing.plan import Line, plan
from events.agenda.importing.readers import Row, Table

NOW = datetime.fromisoformat("2026-11-22T12:00:00-05:00")
REGIONS = {"03": "03", "04": "04", "05": "05", "mauricie": "04"}
DEFAULTS = Defaults("04", REGIONS, frozenset({"4.1"}), kind="training", now=NOW)
ROW = {"title_fr": "Atelier", "start": "2027-03-12", "start_time": "9 h à 10 h", "venue": "Salle", "locality": "Magog"}


def one(**cells: Any) -> Line:
    """The line of one row in English; a cell of None is left out."""
    with translation.override("en"):
        return plan(
            Table([Row(2, {name: cell for name, cell in (ROW | cells).items() if cell is not None})]), {}, DEFAULTS
        )[0]
