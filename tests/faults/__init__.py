"""What happens to a handler's desk: kills, full disks, flipped bits, keyrings that hang. Nothing that was marked saved may be lost."""
