"""The page on which a case is shared, and the line above a person's log that says who sees it."""
