"""Who this may be, beside the questions."""
