"""How often two descriptions agree and differ: of one person, of two people of one home, and of two people by chance."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from typing_extensions import override

AGREES, NEAR, ELSEWHERE, UNKNOWN = range(4)  # what the postcodes say, before number, street and town are looked at
AREAS = 4
MISSING = -1

LEVELS: Mapping[str, tuple[str, ...]] = {
    "forename": ("same", "form", "slip", "sound", "initial", "like", "other"),
    "surname": ("same", "slip", "sound", "part", "other", "like"),
    "dob": ("same", "slip", "two", "year", "other", "told", "turned", "near"),
    "phone": ("same", "slip", "part", "other"),
    "postcode": ("same", "slip", "sector", "district", "other"),
    "number": ("same", "slip", "other"),
    "street": ("same", "slip", "like", "other"),
    "town": ("same", "slip", "like", "other"),
}
SLIPS: Mapping[str, tuple[int, ...]] = {  # the levels that come of hearing and typing
    "forename": (1, 2, 3, 4, 5), "surname": (1, 2, 5), "dob": (1, 6, 7), "phone": (1,), "postcode": (1,), "number": (1,), "street": (1, 2),
    "town": (1, 2),
}  # fmt: skip
NAMED_AFTER = 0.5  # of the table's share of one given name in a home; the rest is how common the name is
SHARED = {"7": 0.25, "1": 3.5, "2": 3.5}  # times that share: a mobile is one person's, a land line everybody's at home; by the first digit
_MOST_SHARED = 0.9
FIRST = ("forename", "surname", "dob", "phone", "postcode")  # the fields with a frequency for every value
ADDRESS = ("number", "street", "town")  # the fields that are weighed given the postcode
AREA_OF_POSTCODE = (AGREES, AGREES, NEAR, NEAR, ELSEWHERE, UNKNOWN)  # by level; the last for MISSING


def area_of(postcode: int) -> int:
    """What the level of the postcodes says of the rest of the address."""
    return UNKNOWN if postcode == MISSING else AREA_OF_POSTCODE[postcode]


@dataclass(frozen=True, slots=True)
class Table:
    """For each level of a field, best first, how often it stands between: one person (m), one home (h), any two people (u)."""

    m: tuple[float, ...]
    h: tuple[float, ...]
    u: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """All that the score rests on. `same` and `home`: how many descriptions of the caller, and of others at home, a call finds."""

    fields: Mapping[str, Table]
    address: Mapping[str, tuple[Table, ...]]
    same: float = 0.6
    home: float = 1.6

    @override
    def __hash__(self) -> int:
        return hash((self.same, self.home))  # the tables are mappings, which nobody alters

    def of(self, field: str, area: int = UNKNOWN) -> Table:
        """The table of a field; of number, street and town the one for what the postcodes say."""
        return self.address[field][area] if field in self.address else self.fields[field]

    def heard(self) -> "Tables":
        """The tables with the slips of a caller in what they share with their home: a shared surname is misheard for either of them."""
        fields = {field: heard_of(table, field) for field, table in self.fields.items()}
        address = {field: tuple(heard_of(table, field) for table in areas) for field, areas in self.address.items()}
        return replace(self, fields=fields, address=address)


def of_number(table: Table, times: float) -> Table:
    """The table of telephone numbers for one of a kind that a home shares so many times as often as it shares any number."""
    shared, slip = min(times * table.h[0], _MOST_SHARED), min(times * table.h[1], 1 - _MOST_SHARED)
    rest = table.h[0] + table.h[1] - shared - slip
    return replace(table, h=(shared, slip, table.h[2], max(table.h[3] + rest, 1 - _MOST_SHARED)))


def heard_of(table: Table, field: str) -> Table:
    """A slip stands between two of one home where they share the value and it was misheard; a given name is also like another by chance."""
    named = field == "forename"
    shared = NAMED_AFTER * table.h[0] if named else table.h[0]
    own = table.u if named else table.h
    slips = {level: max(own[level], shared * table.m[level] / table.m[0]) for level in SLIPS[field]}
    return replace(table, h=tuple(slips.get(level, h) for level, h in enumerate(table.h)))


START = Tables(
    {
        "forename": Table(
            (0.81, 0.045, 0.06, 0.02, 0.015, 0.025, 0.025),
            (0.038, 0.004, 0.006, 0.01, 0.004, 0.015, 0.923),
            (0.006, 0.002, 0.003, 0.01, 0.004, 0.02, 0.955),
        ),
        "surname": Table(
            (0.84, 0.075, 0.03, 0.01, 0.035, 0.01), (0.70, 0.03, 0.01, 0.03, 0.21, 0.02), (0.0009, 0.0006, 0.0035, 0.001, 0.974, 0.02)
        ),
        "dob": Table(
            (0.90, 0.02, 0.015, 0.01, 0.02, 0.95, 0.02, 0.015),
            (0.013, 0.0024, 0.004, 0.015, 0.965, 0.05, 0.0003, 0.0003),
            (4e-5, 0.001, 0.0024, 0.012, 0.984, 0.017, 0.0001, 0.0001),
        ),
        "phone": Table((0.72, 0.045, 0.01, 0.225), (0.08, 0.01, 0.005, 0.905), (1e-7, 1e-7, 2e-6, 1.0)),
        "postcode": Table((0.77, 0.08, 0.02, 0.02, 0.11), (0.88, 0.07, 0.01, 0.005, 0.035), (4e-6, 1.2e-5, 1e-4, 1e-3, 0.999)),
    },
    {
        "number": (
            Table((0.90, 0.04, 0.06), (0.93, 0.03, 0.04), (0.02, 0.05, 0.93)),
            Table((0.30, 0.04, 0.66), (0.40, 0.04, 0.56), (0.012, 0.05, 0.938)),
            Table((0.05, 0.05, 0.90), (0.20, 0.05, 0.75), (0.012, 0.05, 0.938)),
            Table((0.75, 0.04, 0.21), (0.85, 0.03, 0.12), (0.012, 0.05, 0.938)),
        ),
        "street": (
            Table((0.90, 0.06, 0.01, 0.03), (0.92, 0.05, 0.01, 0.02), (0.90, 0.05, 0.01, 0.04)),
            Table((0.35, 0.03, 0.05, 0.57), (0.45, 0.03, 0.05, 0.47), (0.01, 0.002, 0.03, 0.958)),
            Table((0.05, 0.01, 0.04, 0.90), (0.20, 0.02, 0.04, 0.74), (0.001, 0.0005, 0.02, 0.9785)),
            Table((0.75, 0.07, 0.02, 0.16), (0.85, 0.05, 0.01, 0.09), (0.001, 0.0005, 0.02, 0.9785)),
        ),
        "town": (
            Table((0.95, 0.02, 0.01, 0.02), (0.95, 0.02, 0.01, 0.02), (0.95, 0.02, 0.01, 0.02)),
            Table((0.70, 0.02, 0.03, 0.25), (0.75, 0.02, 0.03, 0.20), (0.50, 0.01, 0.03, 0.46)),
            Table((0.06, 0.01, 0.03, 0.90), (0.20, 0.02, 0.03, 0.75), (0.003, 0.001, 0.02, 0.976)),
            Table((0.82, 0.03, 0.02, 0.13), (0.88, 0.03, 0.01, 0.08), (0.003, 0.001, 0.02, 0.976)),
        ),
    },
)  # start values: recognition study, section 5.9; the household columns are policy and are never learned
