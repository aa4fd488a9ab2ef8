"""The line to the shared agency endpoint: one session factory, signing in, and one round of sync after another."""
