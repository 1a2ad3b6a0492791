"""Measures of the plan carried out: programmes, their editions, who runs them, and who may take part."""
