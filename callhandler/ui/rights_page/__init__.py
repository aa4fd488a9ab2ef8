"""What is held about a person, as they may have it, and what they ask to have put right."""
