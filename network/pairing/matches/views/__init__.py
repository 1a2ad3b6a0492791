"""Pages of matches: for its two people, and for staff."""
