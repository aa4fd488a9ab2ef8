"""Reads the stated facts of one contact as answers to the script, by the table in resources/replay/facts.yaml."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from callhandler.replay.counting import Counted, earlier_reports, number_of, periods, since
from callhandler.replay.dates import Step
from callhandler.replay.story import Role, Story
from callhandler.replay.table import Table

Answers = dict[str, list[str]]  # by the short name of the question; several where a question was answered more than once
PLAIN_NO = r"no\W*$"
DAYS = 30.4  # of a month, for the length of a run
WEEKS = {"day": 1 / 7, "week": 1.0, "month": 4.35, "year": 52.0}
ALLEGED = re.compile("alleged|perpetrator|suspect", re.IGNORECASE)
AFFECTED = re.compile("victim|household|famil|child|son|daughter|partner|mother|father|resident|complainant", re.IGNORECASE)
COUNTED = frozenset(("frequency", "previous_reports", "ongoing", "incidents_listed", "vulnerability"))


@dataclass(frozen=True, slots=True)
class Reading:
    """The answers of one contact, and the facts that no question of the script asks about."""

    answers: Answers
    unread: tuple[str, ...]


def read(step: Step, story: Story, table: Table) -> Reading:
    """What the caller says at this contact. What is not stated is not answered here; the player answers "don't know"."""
    answers: Answers = {}
    for name, said in step.contact.facts.items():
        for phrase in said:
            _add(answers, _fact(name, phrase, table))
    _add(answers, ({"r_vuln": tick} for tick in _vulnerable(step, story.people, table)))
    _add(answers, _suspect(story.people, table))
    _add(answers, _how_often(step, table))
    _add(answers, _history(step, table))
    unread = tuple(name for name in step.contact.facts if name not in table.facts and name not in COUNTED)
    return Reading(answers, unread)


def _fact(name: str, phrase: str, table: Table) -> Iterable[Mapping[str, str]]:
    fact = table.facts.get(name)
    if fact is None or _starts(table.not_said, phrase):
        return
    if _starts(PLAIN_NO if fact.plain_no else table.denied, phrase):
        yield fact.denied
        return
    for line in fact.lines:
        if _has(line.words, phrase):
            yield {question: value.replace("{words}", phrase) for question, value in line.say.items()}
            if not fact.every:
                return


def _vulnerable(step: Step, people: Sequence[Role], table: Table) -> Iterable[str]:
    """The conditions told at this contact, and the lasting ones of the household, which were there from the start."""
    affected = [one for one in people if AFFECTED.search(one.role) and not ALLEGED.search(one.role)]
    homes = [one.household for one in affected if _has(table.household_words, _stated(one.household, table))]
    lasting = [condition for one in affected for condition in one.vulnerabilities]
    yield from ("age" for one in affected if _starts(table.old, one.age_band))
    for phrase in (*step.contact.facts.get("vulnerability", ()), *lasting):
        stated = "" if _starts(table.not_said, phrase) else _stated(phrase, table)
        yield from [one.tick for one in table.vulnerable if _has(one.words, stated)] or ["other"] * bool(stated)
    for home in homes:
        yield from (one.tick for one in table.vulnerable if _has(one.words, _stated(home, table)))


def _suspect(people: Sequence[Role], table: Table) -> Iterable[Mapping[str, str]]:
    """Whether it is known who is responsible: a neighbour, somebody of the family, a group known by sight."""
    alleged = [f"{one.role} {one.pseudonym}" for one in people if ALLEGED.search(one.role)]
    for words in alleged:
        yield from ({"r_suspect": one.say} for one in table.suspect if one.say and _has(one.words, words))


def _stated(phrase: str, table: Table) -> str:
    """The parts of a phrase that say that something is so, now."""
    whole = phrase if not re.search(r"\(.*\blater\b.*\)", phrase) else ""
    parts = re.split(r"[;,()]", whole)
    return "; ".join(part.strip() for part in parts if part.strip() and not _has(table.left_out, part))


def _how_often(step: Step, table: Table) -> Iterable[Mapping[str, str]]:
    often, ongoing = step.contact.fact("frequency"), step.contact.fact("ongoing")
    goes_on = bool(ongoing) and not _starts(f"({table.not_said})|({table.denied})", ongoing)
    if often and not _starts(table.not_said, often):
        yield {"r_often": _rate(often) or next(one.say for one in table.often if _has(one.words, often))}
    elif goes_on:
        yield {"r_often": "sometimes"}
    elif ongoing and _starts(table.denied, ongoing):
        yield {"r_often": "once"}
    if long := _how_long(step, ("frequency", "previous_reports", "ongoing")):
        yield {"r_long": long}


def _rate(phrase: str) -> str:
    """How often a number in a time is: "seven in 12 months" is now and then, "100 in two years" is weekly."""
    number, spans = number_of(phrase, ()), periods(phrase)
    if not number or not spans:
        return ""
    a_week = number.least / max(1.0, min(52.0, sum(amount * WEEKS[unit] for amount, unit in spans)))
    return "daily" if a_week >= 4 else "weekly" if a_week >= 0.9 else "sometimes"


def _how_long(step: Step, names: Sequence[str]) -> str:
    phrases = [step.contact.fact(name) for name in names]
    units = {unit for phrase in phrases for _, unit in periods(phrase)}
    months = max(since(phrase, step.on) for phrase in phrases)
    if "year" in units or months >= 12 or any(re.search(r"\byears\b", phrase) for phrase in phrases):
        return "years"
    if "month" in units or months >= 1:
        return "months"
    return "weeks" if "week" in units else "days" if "day" in units else ""


def _history(step: Step, table: Table) -> Iterable[Mapping[str, str]]:
    """Earlier reports as told, and earlier incidents: at least as many, and more where a list or a steady rate says so."""
    reports = _reports(step, table)
    listed = step.contact.fact("incidents_listed")
    incidents = [one.least for one in (reports,) if one] + [int(listed) - 1 for _ in (1,) if listed.isdigit()]
    often = next((found["r_often"] for found in _how_often(step, table) if "r_often" in found), "")
    if often in ("daily", "weekly"):
        incidents.append(11)
    if reports:
        yield from _as_told("r_reports", reports)
    elif _starts(table.denied, step.contact.fact("previous_reports")):
        yield {"r_reports": "none"}
    if incidents:
        yield from _as_told("r_history", Counted(max(incidents)))


def _reports(step: Step, table: Table) -> Counted | None:
    """At the end of a run of unknown number the caller can tell of the run itself; before that, only of what came before it."""
    told = [earlier_reports(step.contact.fact("previous_reports"), step.on, table.vague, table.kept_reporting)]
    if step.last_of_unknown:
        told.append(number_of(step.contact.fact("frequency"), table.vague, (step.on - step.began).days / DAYS))
        told.append(Counted(1))
    return max((one for one in told if one), key=lambda one: one.least, default=None)


def _as_told(question: str, number: Counted) -> Iterable[Mapping[str, str]]:
    least = number.least
    choice = "over_ten" if least > 10 else "many" if least > 5 else "few" if least > 2 else "two" if least > 1 else "one"
    yield {question: choice}
    if number.exact and 3 <= least <= 999:
        yield {f"{question}_n": str(least)}


def _add(answers: Answers, more: Iterable[Mapping[str, str]]) -> None:
    for said in more:
        for question, value in said.items():
            if value not in answers.setdefault(question, []):
                answers[question].append(value)


def _starts(pattern: str, phrase: str) -> bool:
    return bool(phrase) and re.match(pattern, phrase, re.IGNORECASE) is not None


def _has(words: str, phrase: str) -> bool:
    return re.search(words, phrase, re.IGNORECASE) is not None
