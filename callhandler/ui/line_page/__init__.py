"""The page about the line to other agencies."""
