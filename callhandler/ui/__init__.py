"""What the handler sees and presses."""
