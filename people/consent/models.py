"""What people agreed to: one row a purpose, with the wording they read, and when it ended."""
