"""One question on the screen, and the column of all of them."""
