"""The keys of the simple index, until the new one takes its place."""

from callhandler.people.born import born_digits
from callhandler.people.names import fold_name, name_tokens, sound
from callhandler.people.nicknames import groups_of
from callhandler.people.person import Description
from callhandler.people.phones import head, phone_begun, phone_digits, tail
from callhandler.people.places import place_key, postcode

__all__ = ["fold_name", "keys", "name_tokens", "phone_digits", "place_key", "postcode"]

_OPENING = 3  # letters of a name that are worth looking up while it is being typed
_REACH = 8  # letters within which a slip is found


def keys(description: Description) -> frozenset[str]:
    """The keys of a description, the same whether it is known or asked for. They are personal data: for the encrypted index alone."""
    return frozenset(
        _of_name(description.name) | _of_phone(description.phone) | _of_birth(description.born) | _of_place(description.place),
    )


def _of_name(name: str) -> set[str]:
    return {key for token in name_tokens(name) for key in _of_token(token)}


def _of_token(token: str) -> set[str]:
    if len(token) < _OPENING:
        return {f"s:{token}"}
    slips = {f"d:{_without(token[:_REACH], place)}" for place in range(min(len(token), _REACH))} if len(token) > _OPENING else set()
    short = {f"n:{group}" for group in groups_of(token)}
    return {f"s:{token}", f"f:{token[:_OPENING]}", f"m:{sound(token)}", f"d:{token[:_REACH]}"} | slips | short


def _without(token: str, place: int) -> str:
    return token[:place] + token[place + 1 :]


def _of_phone(phone: str) -> set[str]:
    if whole := phone_digits(phone):
        return {f"p:{whole}", f"e:{tail(whole)}", f"h:{head(whole)}"}
    begun = phone_begun(phone)
    return {f"e:{tail(begun)}", f"h:{head(begun)}"} if begun else set()


def _of_birth(born: str) -> set[str]:
    digits = born_digits(born)
    day_and_month = sorted((digits[4:6], digits[6:]))  # whichever way round they were said
    return {f"b:{digits[:4]}{''.join(day_and_month)}"} if len(digits) == 8 else set()


def _of_place(place: str) -> set[str]:
    keyed = {"l:": place_key(place), "c:": postcode(place)}
    return {tag + key for tag, key in keyed.items() if key}
