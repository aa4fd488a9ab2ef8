"""Complaints, people's logs and places, as their entries tell them."""
