"""What leaves the desk on paper: marked on every page, numbered as a copy, and on record before it is made."""
