"""Keeps the house: sets up, runs and tries callhandler with the standard library alone, on any Python 3."""
