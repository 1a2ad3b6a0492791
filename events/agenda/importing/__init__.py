"""An organiser's own file, .ics, CSV or XLSX, made into a plan: what would be created, changed, left or refused, and why.

``readers`` turns bytes into rows (``calendars`` for .ics, ``workbooks``, ``tables`` and
``headings`` for the rest), ``cells`` a cell into a date, an hour or a number, ``drafts``
a row into an event (``spans`` when, ``places`` where), ``plan`` all of them into a plan;
none of them knows the database.
``applying`` carries a plan out, through the room's actions.
"""
