"""The page on which an officer chooses which beats this computer carries."""
