"""What a handler can do: take calls, answer for the caller, know who it is, grade, close, and look up."""
