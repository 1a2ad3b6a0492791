"""People who are ready to be met, and how organisations hand them over."""
