"""What the program promises, each promise tried."""
