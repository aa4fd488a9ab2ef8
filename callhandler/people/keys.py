"""By what a description is looked up: the keys it is kept under, and those asked for."""

from callhandler.people.asking import Asked, asked_keys
from callhandler.people.keeping import stored_keys
from callhandler.people.simple_keys import fold_name, keys, name_tokens, phone_digits, place_key, postcode

__all__ = ["Asked", "asked_keys", "fold_name", "keys", "name_tokens", "phone_digits", "place_key", "postcode", "stored_keys"]
