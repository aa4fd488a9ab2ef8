"""The desk between two calls."""
