"""How long what was given out is good for, though the endpoint's clock may have been wrong when it was."""

SET_UP_LIFE = 7 * 86400  # seconds for which a set-up code counts
SLACK = 3600  # seconds: a clock that is put back by the hour of summer time sends nobody away


def lasts(until: int, now: int, life: int) -> bool:
    """Whether it still counts. What ends later than anything given out today would was given out by a clock that ran ahead: it is over.

    All in whole seconds since 1970, `life` in seconds.
    """
    return now < until <= latest(now, life)


def latest(now: int, life: int) -> int:
    """The latest end that what is given out for so long can have."""
    return now + life + SLACK
