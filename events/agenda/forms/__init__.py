"""Forms of the agenda: the public filter, and the organiser's."""
