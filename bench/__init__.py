"""Measurements side by side: start it with `python -m bench.<name>`."""
