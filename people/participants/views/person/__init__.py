"""The person's own pages: asking to take part, profile, card, documents, requests."""
