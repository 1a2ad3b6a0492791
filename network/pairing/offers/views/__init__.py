"""Pages of offers: the host's own, the staff's, and the link of a letter."""
