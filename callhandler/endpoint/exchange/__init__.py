"""What desks send and are owed: entries, feeds, attached files, and the question whether anything is new."""
