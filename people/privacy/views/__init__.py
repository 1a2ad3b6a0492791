"""Pages of this room: one's own data, entries and erasures for those who guard them, the register and its schedule."""
