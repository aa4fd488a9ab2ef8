"""People as callers describe them, and how alike two descriptions are."""
