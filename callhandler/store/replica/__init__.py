"""What sync needs of a store: other people's entries beside our own, and how far we have come with the endpoint."""
