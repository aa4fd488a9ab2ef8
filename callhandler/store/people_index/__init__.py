"""The index of people, places and those held responsible: a projection of the log, in the same encrypted file, made anew at any time."""
