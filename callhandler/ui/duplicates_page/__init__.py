"""The page on which a supervisor decides who is who."""
