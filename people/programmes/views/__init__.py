"""Pages about programmes: the public's, and those of whoever keeps them."""
