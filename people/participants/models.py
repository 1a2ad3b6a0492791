"""The person who takes part: their file, their card, their documents, and the organisation that follows them."""
