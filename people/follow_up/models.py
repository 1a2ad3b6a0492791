"""What became of people: dated follow-ups and their outcomes."""
