"""What was asked: how often each question is put, and one assessment exactly as it was asked."""
