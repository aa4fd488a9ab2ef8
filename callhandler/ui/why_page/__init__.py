"""Why somebody looks: one key, and it is on record."""
