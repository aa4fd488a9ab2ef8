"""What the agencies of an area have agreed: clocks, targets, case reviews, who sees what."""
