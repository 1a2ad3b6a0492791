"""When people are taken: what comes next, what clashes, and the feed for their own calendar."""
