"""Text typed about a person, turned into values; each step of the profile is one form, for the person and their caseworker alike."""
