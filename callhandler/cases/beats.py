"""The beats of an area: the parts of it that officers look after, each known by its postcodes and streets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from callhandler.people.places import address_of, folded_street


@dataclass(frozen=True, slots=True)
class BeatOfArea:
    """One of them. `postcodes` are the beginnings of those in it, such as "CF99 1"; `streets` those that postcodes do not tell apart."""

    code: str
    names: Mapping[str, str]  # by language
    postcodes: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()

    def name_in(self, language: str) -> str:
        return self.names.get(language) or self.names["en"]


def beats_at(place: str, beats: Iterable[BeatOfArea]) -> tuple[str, ...]:
    """The codes of the beats on which a place lies, as far as it was said: by its postcode, or else by its street; usually one, or none."""
    address = address_of(place)
    every = tuple(beats)
    by_postcode = tuple(one.code for one in every if address.postcode and address.postcode.startswith(one.postcodes))
    said = {address.street, address.town} - {""}  # "bus stop, Quay Terrace" names its street behind the comma
    by_street = tuple(one.code for one in every if said.intersection(map(folded_street, one.streets)))
    return by_postcode or by_street
