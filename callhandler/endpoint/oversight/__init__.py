"""What shows others that all was right: the log that the law asks for, its evidence, and an eye on it all."""
