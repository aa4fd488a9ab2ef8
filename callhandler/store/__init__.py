"""The encrypted store: one vault for each operator on each device."""
