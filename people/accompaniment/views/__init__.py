"""Pages of the person and of their caseworkers; one module a subject."""
