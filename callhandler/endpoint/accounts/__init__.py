"""Who is asking: agencies, people, devices, and how they sign in."""
