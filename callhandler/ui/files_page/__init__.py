"""The files of a case: a list with small pictures, one of them large, and what can be done with them."""
