"""Pages about people who take part: their own under ``person``, their caseworkers' under ``staff``."""
