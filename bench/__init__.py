"""Figures, each from a command: ``make bench`` and ``make proof``."""
