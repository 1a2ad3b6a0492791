"""Pages of a conversation for the two, and of reports for the coordination."""
