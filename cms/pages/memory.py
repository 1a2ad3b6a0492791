"""What pages know of each other, kept in memory until one of them is published, withdrawn or moved."""

from core.memory import Memory

#: Menus stand on every page: a change of one page is a change of all.
site = Memory("site")
