"""What the pages about emergencies are given to show."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is about to be opened: `reference` of the complaint, for how many `minutes`, the day by which it is reviewed, and the reasons.

    `reasons`: each a code and how the area says it, in the order of their keys.
    """

    reference: str = ""
    minutes: int = 0
    review_by: str = ""
    reasons: tuple[tuple[str, str], ...] = ()
