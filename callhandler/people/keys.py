"""By what a description is looked up: the keys it is kept under, and those asked for."""

from callhandler.people.asking import Asked, asked_keys
from callhandler.people.keeping import stored_keys

__all__ = ["Asked", "asked_keys", "stored_keys"]
