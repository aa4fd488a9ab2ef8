"""Grading a call: points, floors, gaps, history and the reasons for the band."""
