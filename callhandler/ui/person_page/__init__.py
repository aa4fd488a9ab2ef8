"""A person's log, on a page of its own."""
