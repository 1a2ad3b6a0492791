"""What people, and the clock, do with the pool."""
