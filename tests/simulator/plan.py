"""What a seed lets happen, and how often: the same for every seed, or a mixture of its own."""

from dataclasses import dataclass, field
from random import Random

CALM = {"write": 14, "share": 5, "end": 3, "sync": 16, "ask": 8, "post": 14}
TROUBLE = {
    "erase": 2,
    "accept": 1.5,
    "trespass": 1.5,
    "crash": 2,
    "cut_device": 2,
    "cut_endpoint": 2,
    "back_up": 3,
    "verify": 1,
    "restore_announced": 1.5,
    "restore_unannounced": 1.5,
    "copy": 3,
    "put_back": 1.5,
    "clone": 1,
    "lose": 0.4,
    "revoke": 0.5,
    "order": 1,
    "clock": 1,
    "join": 0.5,
    "regroup": 1.5,
    "confide": 1.5,
    "place": 3,
    "carry": 1,
    "odd": 1,
}


@dataclass(frozen=True)
class Plan:
    """Weights of what may happen at each step, and how bad the line is."""

    weights: dict[str, float]
    steps: int
    machines: int
    agencies: int
    loss: float = 0.2
    doubling: float = 0.2
    batch: int = 4
    full: float = 0.0  # how often a device asks without its entries, because the endpoint takes none from it
    rare: frozenset[str] = field(default_factory=frozenset)


def uniform(dice: Random) -> Plan:
    """Everything may happen."""
    weights = CALM | TROUBLE
    return Plan(
        weights, dice.randint(30, 70), dice.randint(2, 4), dice.choice((2, 2, 3)), dice.uniform(0, 0.6), 0.2, dice.choice((1, 2, 4, 50))
    )


def swarm(dice: Random) -> Plan:
    """Some troubles never happen, others often."""
    chosen = {name: weight * dice.choice((0, 0, 1, 4)) for name, weight in TROUBLE.items()}
    calm = {name: weight * dice.choice((0.3, 1, 2)) for name, weight in CALM.items()}
    line = (dice.choice((0, 0.1, 0.6)), dice.choice((0, 0.5)))
    return Plan(calm | chosen, dice.randint(15, 110), dice.randint(2, 4), dice.choice((2, 2, 3)), *line, dice.choice((1, 2, 4, 50)))
