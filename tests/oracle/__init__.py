"""Answers a form at random with JavaRosa, the reference engine, and keeps what the whole form became after each answer."""
