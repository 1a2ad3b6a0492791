"""Pages of this room: what the person sees and does, and what those who work for them do."""
