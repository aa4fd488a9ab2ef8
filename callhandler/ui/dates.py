"""Says dates and times as a handler would: "today 14:03", "12 Mar 2026", "3 days overdue"."""

from datetime import date, datetime

from callhandler.words import Words, mark

MONTHS = (
    mark("Jan"), mark("Feb"), mark("Mar"), mark("Apr"), mark("May"), mark("Jun"),
    mark("Jul"), mark("Aug"), mark("Sep"), mark("Oct"), mark("Nov"), mark("Dec"),
)  # fmt: skip


def month(words: Words, on: date) -> str:
    return words.say(MONTHS[on.month - 1])


def day(words: Words, on: date) -> str:
    """The day in full: "12 Mar 2026"."""
    return f"{on.day} {month(words, on)} {on.year}"


def clock(at: datetime) -> str:
    """The time on the wall of this desk: "14:03"."""
    return at.astimezone().strftime("%H:%M")


def day_and_time(words: Words, at: datetime) -> str:
    """A moment in full, on the wall of this desk: "12 Mar 2026 14:03"."""
    return f"{day(words, at.astimezone().date())} {clock(at)}"


def moment(words: Words, at: datetime, now: datetime) -> str:
    """A day near enough is named, a farther one is dated: "today 14:03", "yesterday 09:10", "12 Mar 2026"."""
    away = (at.astimezone().date() - now.astimezone().date()).days
    if away in _NEAR:
        return words.say("{day} {time}", day=words.say(_NEAR[away]), time=clock(at))
    return day(words, at.astimezone().date())


def ago(words: Words, on: date, today: date) -> str:
    """How long since, in the coarsest words that still help: "today", "5 days ago", "7 months ago"."""
    days = (today - on).days
    if days <= 0:
        return words.say("today")
    if days < 60:
        return several(words, days, mark("1 day ago"), mark("{n} days ago"))
    if days < 730:
        return several(words, days // 30, mark("1 month ago"), mark("{n} months ago"))
    return several(words, days // 365, mark("1 year ago"), mark("{n} years ago"))


def due(words: Words, when: date, today: date) -> str:
    """How much time is left, or gone: "due in 2 days", "due tomorrow", "3 days overdue"."""
    days = (when - today).days
    if days < 0:
        return several(words, -days, mark("1 day overdue"), mark("{n} days overdue"))
    if days in _NEAR:
        return words.say("due {when}", when=words.say(_NEAR[days]))
    return words.say("due in {n} days", n=days)


def several(words: Words, n: int, one: str, many: str) -> str:
    """One sentence for a single thing, another for more."""
    return words.say(one) if n == 1 else words.say(many, n=n)


_NEAR = {-1: mark("yesterday"), 0: mark("today"), 1: mark("tomorrow")}
