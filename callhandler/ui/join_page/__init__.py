"""The page on which a desk is connected to the shared endpoint, and its operator signs in there."""
