"""The page of a call in progress."""
