"""Who read whose file, what went wrong with personal data, and who answers for it in each organisation."""
