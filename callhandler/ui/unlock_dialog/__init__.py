"""The first page: into a store, or round it."""
