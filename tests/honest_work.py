"""What everybody in an honest control room does within an hour: takes calls, goes out, reads what others took, prepares a panel."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from callhandler.log.kinds import ActionDone, CallEnded, ContactMade, Noted, Reviewed, Viewed
from tests.honest_month import Month, Work, Worker


def rings(month: Month, worker: Worker) -> int:
    """Somebody of the town; two in five rang before. Whoever hears their own family ring passes the call on."""
    while True:
        again = month.dice.random() < 0.4 and month.complaints
        person = month.dice.choice(month.complaints[-3000:]).person if again else month.dice.randrange(month.plan.people)
        if month.town.home[person] != month.town.home[worker.own]:
            return person


def call(month: Month, worker: Worker) -> None:
    person = rings(month, worker)
    before = list(month.of_person.get(person, ()))[-3:]
    one = month.take(worker, person, ended=False)
    if before or month.dice.random() < 0.3:
        listed = [each.caller for each in before] + [
            each.caller for each in month.dice.sample(month.complaints, min(3, len(month.complaints)))
        ]
        month.write(worker, one.case, Viewed(what="search", subject=" ".join(listed), purpose="call", terms=("x",)))
    for each in before[-2:]:
        if month.dice.random() < 0.6:
            month.open(worker, each, about=one.case, reason="call")
    if month.dice.random() < 0.04:  # "my mother rang you last month"
        other = month.dice.choice(month.complaints)
        month.search(worker, month.known(other))
        month.open(worker, other)
    worker.clock += timedelta(minutes=month.dice.randint(4, 11))
    month.write(worker, one.case, CallEnded())
    if month.dice.random() < 0.15:  # once more, to put the notes in order
        month.open(worker, one)
        month.touch(worker, one, Noted(text="a note"))


def handler(month: Month, worker: Worker, hour: datetime) -> None:
    for _ in range(max(0, round(month.dice.gauss(month.plan.calls / 8, 0.9)))):
        call(month, worker)
    if month.dice.random() < 0.25:
        ring_back(month, worker, hour)
    if month.dice.random() < 0.3:  # what the shift before took
        for one in month.dice.sample(list(month.live)[-25:], min(2, len(month.live))):
            month.open(worker, one)
    if month.dice.random() < 0.008:  # "do you remember …?"
        other = month.dice.choice(list(month.live))
        month.search(worker, month.known(other))
        month.open(worker, other)


def ring_back(month: Month, worker: Worker, hour: datetime) -> None:
    promised = [
        one for one in month.live if one.action and timedelta(days=-1) <= one.touched - hour + timedelta(days=2) <= timedelta(days=3)
    ]
    if promised:
        one = month.dice.choice(promised)
        month.open(worker, one)
        month.touch(worker, one, ContactMade(how="phone", reached=True))
        month.write(worker, one.case, ActionDone(action=one.action))
        one.action = ""


def officer(month: Month, worker: Worker, hour: datetime) -> None:
    mine = [one for one in month.live if one.beat in worker.beats]
    if hour.hour == 8:
        for one in [each for each in mine if hour - each.touched < timedelta(days=3)][-8:]:
            month.open(worker, one)
        return
    if mine and month.dice.random() < 0.5:
        one = month.dice.choice(mine[-40:])
        month.open(worker, one)
        if month.dice.random() < 0.7:
            month.touch(worker, one, ContactMade(how="visit", reached=month.dice.random() < 0.6))
    if month.dice.random() < 0.22:  # a name heard in the street, typed twice by one in four
        other = month.dice.choice(month.complaints)
        for _ in range(1 if month.dice.random() < 0.75 else 2):
            month.search(worker, month.known(other))
        if month.dice.random() < 0.4:
            month.open(worker, other)
            if month.dice.random() < 0.4:
                month.touch(worker, other, Noted(text="met in the street"))
    if month.dice.random() < 0.02:
        month.open(worker, month.dice.choice([one for one in month.complaints if one.beat in worker.beats]))


def supervisor(month: Month, worker: Worker, hour: datetime) -> None:
    if hour.hour in {8, 9}:  # everything of the last 24 hours, shared between them
        fresh = [one for one in month.live if hour - timedelta(days=1) <= one.at < hour]
        place, count = worker.number, month.plan.supervisors
        for number, one in enumerate(fresh):
            if number % count == place % count and number % 2 == hour.hour % 2:
                month.open(worker, one)
                if month.dice.random() < 0.15:
                    month.touch(worker, one, Reviewed(of=one.case, verdict="confirmed"))
    elif hour.hour in {10, 13}:  # the clocks of medium and high
        due = [one for one in month.complaints[-4000:] if one.band != "standard" and (hour - one.at).days in {14, 28, 56}]
        for one in month.dice.sample(due, min(4, len(due))):
            month.open(worker, one)
            if month.dice.random() < 0.6:
                month.touch(worker, one, Reviewed(of=one.case, verdict="confirmed"))
            if month.dice.random() < 0.2:
                month.open(worker, one, "print")
    elif month.dice.random() < 0.1:  # a dip into what is closed; somebody complains about us
        month.open(worker, month.dice.choice(month.complaints))


def coordinator(month: Month, worker: Worker, hour: datetime) -> None:
    if hour.weekday() in {0, 2} and hour.hour in {9, 10}:
        panel(month, worker, hour)
    if hour.weekday() == 3 and hour.hour == 11:  # a case review: a year of one applicant's complaints
        for one in month.of_person[month.dice.choice(month.complaints).person][-6:]:
            month.open(worker, one, reason="review")
    if hour.day in {5, 19} and hour.hour == 13:
        pairs(month, worker)
    if hour.day in {9, 23} and hour.hour == 14:  # somebody asks what is held about them
        one = month.dice.choice(month.complaints)
        for purpose in ("routine", "access", "print"):
            month.open(worker, one, purpose)
    if month.dice.random() < 0.3:
        month.open(worker, month.dice.choice(list(month.live)))


def panel(month: Month, worker: Worker, hour: datetime) -> None:
    """And its preparation: the same highs each week."""
    highs = [one for one in month.complaints if one.band == "high" and hour - one.touched < timedelta(days=50)][-12:]
    for one in highs:
        month.open(worker, one, month.dice.choice(("routine", "routine", "print")))
        if hour.weekday() == 2 and month.dice.random() < 0.4:
            month.touch(worker, one, Noted(text="panel"))


def pairs(month: Month, worker: Worker) -> None:
    """That may be one person."""
    shown = month.dice.sample(month.complaints, min(40, len(month.complaints)))
    named = " ".join(one.caller for one in shown)
    month.write(worker, f"police.s{month.stamp}", Viewed(what="search", subject=named, purpose="duplicates"))
    for one in shown[:30]:
        month.open(worker, one)


WORK: Mapping[str, Work] = {"handler": handler, "officer": officer, "supervisor": supervisor, "coordinator": coordinator}
