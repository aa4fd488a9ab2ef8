"""Closing a call, and what is read out afterwards."""
