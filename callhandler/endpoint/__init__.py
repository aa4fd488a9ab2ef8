"""The endpoint that the agencies of an area share."""
