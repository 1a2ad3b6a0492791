"""Pages of requests: the person's own, and those of staff."""
