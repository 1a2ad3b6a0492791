"""Doors of the agenda: ``public`` for everybody, ``manage`` for organisers."""
