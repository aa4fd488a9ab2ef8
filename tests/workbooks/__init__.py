"""Workbooks for tests of the lint: one in which nothing is wrong, and those that are broken on purpose."""
