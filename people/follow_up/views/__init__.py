"""Pages of follow-ups: behind a mailed link, in the workspace, in figures."""
