"""What other systems ask and do: one operation, one function, at one address."""
