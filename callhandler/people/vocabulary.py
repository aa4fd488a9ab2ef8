"""The names in use here: which of them a misheard or mistyped name may stand for, the commoner ones first."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from heapq import nsmallest
from itertools import combinations
from math import log2

from rapidfuzz import process
from rapidfuzz.distance import OSA

REACH = 8  # letters of a name within which a slip is looked for
FREQUENT = 3  # bearers from which on two slips are looked for
_FARTHEST = 2  # slips
_PER_SLIP = 3.0  # bits that a slip costs a name when it is looked up

Term = tuple[str, float]


@dataclass(frozen=True, slots=True)
class Variants:
    """Names in the store that may be meant by what was typed, each with what choosing it costs in bits; likeliest first."""

    forename: tuple[Term, ...] = ()
    surname: tuple[Term, ...] = ()


def deletions(term: str, letters: int = 1) -> tuple[int, ...]:
    """The term and every way to leave out up to this many of its first eight letters, each as a 47-bit number, ascending."""
    head = term[:REACH]
    kept = {head}
    for count in range(1, min(letters, len(head) - 1) + 1):
        kept |= {"".join(letter for place, letter in enumerate(head) if place not in out) for out in combinations(range(len(head)), count)}
    return tuple(sorted(hashed(f"del|{one}") for one in kept))


def deletions_stored(term: str, bearers: int) -> tuple[int, ...]:
    """The deletions under which a name of the store is kept: two letters deep where it is frequent."""
    return deletions(term, 2 if bearers >= FREQUENT else 1)


def likeliest(asked: str, found: Mapping[str, int], most: int = 8) -> tuple[Term, ...]:
    """The likeliest of these names and their bearers, at most two slips away and not the typed one, each with its cost in bits."""
    slips = process.extract(asked, list(found), scorer=OSA.distance, score_cutoff=_FARTHEST, limit=None) if asked else ()
    near = nsmallest(most, [(-rank(slip, found[term]), term, slip) for term, slip, _ in slips if slip])
    return tuple((term, _PER_SLIP * slip) for _, term, slip in near)


def rank(slips: int, bearers: int) -> float:
    """How likely a name so many slips away was meant: log2 of its bearers, less four for every slip (optimal string alignment)."""
    return log2(bearers or 1) - 4 * slips


def hashed(text: str) -> int:
    """A 47-bit number for a text, the same on every machine."""
    return int.from_bytes(blake2b(text.encode(), digest_size=6).digest(), "big") >> 1
