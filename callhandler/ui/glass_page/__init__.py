"""What is withheld, opened in an emergency, and reviewed by somebody else."""
