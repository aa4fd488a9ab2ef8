"""Agreement with the shared agency endpoint."""
