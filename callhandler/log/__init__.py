"""The log: what was recorded, by whom, when, and having seen what."""
