"""The score in words: every reason with its bits, how sure that makes us, who else it could be, and what to ask next."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import log2
from typing import Literal

from callhandler.people.comparing import BORN_ALIKE
from callhandler.people.parts import FIELDS, Parts
from callhandler.people.scoring import Scored
from callhandler.people.tables import AGREES, LEVELS, MISSING, NEAR, START, Tables, area_of

Band = Literal["very-likely", "likely", "possible", "listed"]
Rival = Literal["twin", "parent-child", "parent-child-unless-born", "home", "other"]
_VERY_LIKELY, _LIKELY, _POSSIBLE = 0.99, 0.9, 0.1
_SAID = {"dob-turned": "dob-slip", "dob-near": "dob-slip", "surname-like": "surname-sound"}  # told in the words of another level
_BOUND = 60.0  # bits, beyond which odds are not told apart


@dataclass(frozen=True, slots=True)
class Why:
    """One reason: the part, a code to be put into words, what the known description says there, and its bits for or against.

    `earlier`: the person has told another home, or another number, since.
    """

    field: str
    code: str
    value: str
    bits: float
    earlier: bool = False


def explain(scored: Scored, known: Parts, earlier: Collection[str] = ()) -> tuple[Why, ...]:
    """Every reason, the weightiest first, then the prior and who else it could be; they sum to the bits.

    `earlier`: the parts that somebody known under several descriptions has told otherwise since.
    """
    told = [
        Why(part, _code(scored, part), getattr(known, part), scored.parts[part], part in earlier) for part in FIELDS if part in scored.parts
    ]
    told.sort(key=lambda why: (-abs(why.bits), FIELDS.index(why.field)))
    if scored.swapped:
        told.append(Why("swapped", "swapped", "", scored.parts["swapped"]))
    told.append(Why("prior", "prior", "", scored.parts["prior"]))
    return (*told, Why("rival", f"rival-{rival_of(scored)}", "", scored.parts["rival"]))


def band_of(scored: Scored) -> Band:
    """How sure: "very-likely" only where neither given name nor date of birth speaks against it."""
    if scored.probability >= _VERY_LIKELY and not _conflict(scored):
        return "very-likely"
    if scored.probability >= _LIKELY:
        return "likely"
    return "possible" if scored.probability >= _POSSIBLE else "listed"


def rival_of(scored: Scored) -> Rival:
    """Who else it could be: a twin, a parent or child of one name (unless the date of birth says otherwise), another of this home."""
    levels = scored.levels
    home = area_of(levels["postcode"]) in (AGREES, NEAR) or levels["street"] in (0, 1) or levels["phone"] in (0, 1)
    if not home:
        return "other"
    if levels["forename"] in (0, 1) and levels["surname"] != LEVELS["surname"].index("other"):
        if levels["dob"] == MISSING:
            return "parent-child-unless-born"
        return "home" if levels["dob"] in BORN_ALIKE else "parent-child"
    return "twin" if levels["dob"] == 0 and levels["surname"] == 0 else "home"


def ask_dob(scored: Scored, asked: Parts, known: Parts) -> bool:
    """Whether to ask the date of birth at once: name and home agree, and it was not told."""
    return not asked.dob and known.dob != "" and rival_of(scored) == "parent-child-unless-born"


def would_decide(scored: Scored, asked: Parts, known: Parts, tables: Tables = START) -> str:
    """The one part not told yet that would best tell this person from another of the same home; "" where all is told."""
    if ask_dob(scored, asked, known):
        return "dob"
    area = area_of(scored.levels["postcode"])
    gains = {part: _gain(tables, part, area) for part in FIELDS if getattr(known, part) and not getattr(asked, part)}
    return max(gains, key=lambda part: (gains[part], -FIELDS.index(part)), default="")


def odds_of(bits: float) -> int:
    """How many to one the evidence stands, to two digits: 20,000 for 14.3 bits, and for −14.3 against."""
    odds = 2.0 ** min(abs(bits), _BOUND)
    scale = int("1" + "0" * max(len(str(int(odds))) - 2, 0))
    return int(odds / scale + 0.5) * scale


def _gain(tables: Tables, part: str, area: int) -> float:
    table = tables.of(part, area)
    return sum(m * log2(m / h) for m, h in zip(table.m, table.h, strict=True))


def _code(scored: Scored, part: str) -> str:
    names: Mapping[str, tuple[str, ...]] = LEVELS
    code = f"{part}-{names[part][scored.levels[part]]}"
    return _SAID.get(code, code)


def _conflict(scored: Scored) -> bool:
    return scored.levels["forename"] == LEVELS["forename"].index("other") or scored.levels["dob"] in (2, 3, 4)
