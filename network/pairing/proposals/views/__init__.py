"""Pages of the two who are asked, and of those who work on it."""
