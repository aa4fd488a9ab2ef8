"""Who is one person with whom is what handlers decided; taken back, they come apart again."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callhandler.log.entry import Entry
from callhandler.log.kinds import (
    Body,
    CallStarted,
    Corrected,
    HistoryTold,
    LinkUndone,
    Noted,
    NotSamePerson,
    PersonDescribed,
    SamePerson,
)
from callhandler.people.cluster import apart, decisions, disputed, joined_by, together
from tests.log_plans import SCRIPT, erased
from tests.scribe import MORNING, Scribe

PEOPLE = ("a", "b", "c", "d")
KINDS = {"same": SamePerson, "not": NotSamePerson, "undone": LinkUndone}


def groups(entries: list[Entry]) -> set[frozenset[str]]:
    return set(together(entries).values())


def group(*people: str) -> frozenset[str]:
    return frozenset(people)


def of(*entries: Entry) -> tuple[str, ...]:
    return tuple(entry.id for entry in entries)


def test_two_are_joined_and_come_apart_again():
    desk = Scribe()
    same = desk.write(SamePerson(one="b", other="a"))
    assert together(desk.written) == {"a": group("a", "b"), "b": group("a", "b")}
    desk.write(LinkUndone(one="a", other="b"), parents=of(same))
    assert together(desk.written) == {"a": group("a"), "b": group("b")}


def test_a_decision_taken_back_in_another_case_is_taken_back():
    desk = Scribe()
    same = desk.write(SamePerson(one="a", other="b"), case="first call")
    desk.write(NotSamePerson(one="b", other="a"), case="second call", parents=of(same))
    assert groups(desk.written) == {group("a"), group("b")}
    assert apart(desk.written) == {("a", "b")}
    assert disputed(desk.written) == frozenset()


def test_joining_runs_on_through_a_third():
    desk = Scribe()
    first = desk.write(SamePerson(one="a", other="b"))
    desk.write(SamePerson(one="c", other="b"))
    desk.write(SamePerson(one="d", other="c"))
    assert groups(desk.written) == {group("a", "b", "c", "d")}
    desk.write(LinkUndone(one="a", other="b"), parents=of(first))
    assert groups(desk.written) == {group("a"), group("b", "c", "d")}


def test_a_way_round_still_joins():
    desk = Scribe()
    first = desk.write(SamePerson(one="a", other="b"))
    desk.write(SamePerson(one="b", other="c"))
    desk.write(SamePerson(one="a", other="c"))
    desk.write(LinkUndone(one="a", other="b"), parents=of(first))
    assert groups(desk.written) == {group("a", "b", "c")}


@pytest.mark.parametrize("against", [NotSamePerson, LinkUndone])
def test_decided_both_ways_at_once_they_stay_apart_until_somebody_has_seen_both(against: type[NotSamePerson]):
    ours, theirs = Scribe("ours"), Scribe("theirs")
    same, other = ours.write(SamePerson(one="a", other="b")), theirs.write(against(one="a", other="b"))
    assert groups([same, other]) == {group("a"), group("b")}
    assert set(decisions([other, same])["a", "b"]) == {same, other}
    assert disputed([same, other]) == {("a", "b")}
    settled = ours.write(SamePerson(one="a", other="b"), parents=of(same, other))
    assert groups([same, other, settled]) == {group("a", "b")}
    assert disputed([same, other, settled]) == frozenset()


def test_decided_twice_the_same_way_is_no_dispute():
    ours, theirs = Scribe("ours"), Scribe("theirs")
    both = [ours.write(SamePerson(one="a", other="b")), theirs.write(SamePerson(one="a", other="b"))]
    assert groups(both) == {group("a", "b")}
    assert disputed(both) == frozenset()


def test_two_people_joined_through_a_third_are_disputed():
    desk = Scribe()
    desk.write(SamePerson(one="a", other="b"))
    desk.write(SamePerson(one="b", other="c"))
    desk.write(NotSamePerson(one="a", other="c"))
    assert groups(desk.written) == {group("a", "b", "c")}
    assert disputed(desk.written) == {("a", "c")}


def test_the_decisions_that_joined_somebody_are_told_in_order_of_time():
    desk = Scribe()
    later = desk.write(SamePerson(one="a", other="b"), at=MORNING + timedelta(days=1))
    first = desk.write(SamePerson(one="b", other="c"), at=MORNING)
    desk.write(SamePerson(one="d", other="e"))
    desk.write(NotSamePerson(one="a", other="c"))
    assert joined_by(desk.written, group("a", "b", "c")) == (first, later)
    desk.write(LinkUndone(one="a", other="b"), parents=of(later))
    assert joined_by(desk.written, group("b", "c")) == (first,)


def test_a_corrected_decision_does_not_count():
    desk = Scribe()
    same = desk.write(SamePerson(one="a", other="b"))
    desk.write(Corrected(of=same.id))
    assert groups(desk.written) == {group("a"), group("b")}


def test_an_erased_undoing_still_undoes():
    desk = Scribe()
    same = desk.write(SamePerson(one="a", other="b"))
    undone = desk.write(LinkUndone(one="a", other="b"), parents=of(same))
    assert groups([same, erased(undone)]) == {group("a"), group("b")}


def test_everybody_named_is_there_alone_or_not():
    desk = Scribe()
    today = MORNING.date()
    said: tuple[Body, ...] = (
        CallStarted(reference="A1", area="generic", script=SCRIPT, caller="a"),
        PersonDescribed(person="b", role="victim"),
        HistoryTold(person="c", what="incidents", least=1, since=today, until=today),
        NotSamePerson(one="d", other="e"),
        Noted(text="f"),
    )
    for body in said:
        desk.write(body)
    assert together(desk.written) == {person: group(person) for person in "abcde"}
    assert together([]) == {}


decided = st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE), st.sampled_from(sorted(KINDS)), st.booleans()), max_size=8)


def by_definition(plan: list[tuple[str, str, str, bool]]) -> set[frozenset[str]]:
    """Each decision either saw all that was decided about its pair before, or nothing; joined is who can be reached."""
    stands: dict[frozenset[str], list[str]] = {}
    for one, other, kind, seen in plan:
        before = [] if seen else stands.get(frozenset((one, other)), [])
        stands[frozenset((one, other))] = [*before, kind]
    links = [pair for pair, kinds in stands.items() if set(kinds) == {"same"}]
    reached = {person: {person} for pair in stands for person in pair}
    for _ in PEOPLE:
        for person, known in reached.items():
            reached[person] = known.union(*(link for link in links if link & known))
    return {frozenset(known) for known in reached.values()}


@given(decided, st.integers(0, 2**32))
def test_any_history_of_decisions_comes_to_what_they_say(plan, seed):
    desk, stands = Scribe(), dict[frozenset[str], list[str]]()
    for one, other, kind, seen in plan:
        pair = frozenset((one, other))
        entry = desk.write(KINDS[kind](one=one, other=other), parents=tuple(stands.get(pair, ())) if seen else (), case=one)
        stands[pair] = [entry.id] if seen else [*stands.get(pair, ()), entry.id]
    entries = desk.written * 2
    Random(seed).shuffle(entries)
    assert groups(entries) == by_definition(plan)
