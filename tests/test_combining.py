"""Who is who is what people decided, whichever order their decisions arrive in; taken back, every log is as it was, byte for byte."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

import pytest

from callhandler.cases.log import log_of
from callhandler.desk.joining import Joining, NoReason, NothingDecided
from callhandler.desk.recognition import PeopleBook
from callhandler.log.entry import Entry, compose, seal_all
from callhandler.log.kinds import LinkUndone, NotSamePerson, SamePerson
from callhandler.people.cluster import ties
from tests.desks import generic, margaret, room, rung_off, told
from tests.scribe import MORNING
from tests.test_import import importer

AGENCIES = ("police", "council", "housing")
PEOPLE = ("a", "b", "c", "d", "e")
KINDS = (SamePerson, SamePerson, NotSamePerson, LinkUndone)
Plan = list[tuple[int, str, str, type, tuple[int, ...]]]


def plan_of(dice: Random) -> Plan:
    """Decisions of three agencies in turn, each having seen what it had been sent by then, which may be nothing."""
    plan: Plan = []
    seen: list[set[int]] = [set(), set(), set()]
    for number in range(dice.randrange(1, 10)):
        who, (one, other) = dice.randrange(3), dice.sample(PEOPLE, 2)
        for agency in seen:
            if dice.random() < 0.4:  # a round of sync
                agency |= set(range(number))
        before = tuple(n for n in sorted(seen[who]) if {plan[n][1], plan[n][2]} == {one, other})
        plan.append((who, one, other, dice.choice(KINDS), before))
        seen[who].add(number)
    return plan


def entries_of(plan: Plan) -> list[Entry]:
    made: list[Entry] = []
    for number, (who, one, other, kind, before) in enumerate(plan):
        body = kind(one=one, other=other, why=("heard",))
        parents = tuple(f"e{n}" for n in before)
        at = MORNING + timedelta(minutes=number)
        entry = compose(
            body, id=f"e{number}", case=AGENCIES[who], at=at, hlc=number, actor=f"op{who}", agency=AGENCIES[who], parents=parents
        )
        made.extend(seal_all((entry,), AGENCIES[who], number + 1, lambda: bytes(16)))
    return made


def stands_by_definition(plan: Plan) -> dict[frozenset[str], set[int]]:
    """Of each pair the decisions that nobody decided upon again having seen them: what they saw, and what that had seen, is replaced."""
    replaced = {n for *_, before in plan for n in before}
    stands: dict[frozenset[str], set[int]] = {}
    for number, (_, one, other, _, _) in enumerate(plan):
        if number not in replaced:
            stands.setdefault(frozenset((one, other)), set()).add(number)
    return stands


def people_by_definition(plan: Plan) -> set[frozenset[str]]:
    links = [pair for pair, stands in stands_by_definition(plan).items() if all(plan[n][3] is SamePerson for n in stands)]
    people = {person: frozenset((person,)) for _, one, other, _, _ in plan for person in (one, other)}
    for pair in links:
        one, other = pair
        joined = people[one] | people[other]
        people.update(dict.fromkeys(joined, joined))
    return set(people.values())


def fold_alike(seeds: Iterator[int]) -> None:
    for seed in seeds:
        dice = Random(seed)
        plan = plan_of(dice)
        entries = entries_of(plan)
        whole = ties(entries)
        for _ in range(2):
            arrived = entries + dice.sample(entries, dice.randrange(len(entries)))
            dice.shuffle(arrived)
            assert ties(arrived) == whole, seed
        assert set(whole.groups.values()) == people_by_definition(plan), seed
        stands = {frozenset(pair): {int(one.entry[1:]) for one in told} for pair, told in whole.decided.items()}
        assert stands == stands_by_definition(plan), seed


def test_decisions_of_three_agencies_come_to_the_same_people_in_any_order():
    fold_alike(iter(range(1_500)))


@pytest.mark.soak
def test_ten_thousand_sequences_come_to_the_same_people_in_any_order():
    fold_alike(iter(range(10_000)))


def decided(*plan: tuple[int, str, str, type, tuple[int, ...]]) -> list[Entry]:
    return entries_of(list(plan))


def test_two_agencies_that_contradict_each_other_are_both_shown():
    whole = ties(decided((0, "a", "b", SamePerson, ()), (1, "a", "b", NotSamePerson, ())))
    assert whole.verdict("b", "a") == "disputed"
    assert [(one.agency, one.says, one.by, one.why) for one in whole.decided["a", "b"]] == [
        ("police", "same", "op0", ("heard",)),
        ("council", "apart", "op1", ("heard",)),
    ]
    assert whole.one_with("a") == {"a"}


def test_a_chain_is_shown_as_a_chain_and_says_nothing_of_its_ends():
    whole = ties(decided((0, "a", "b", SamePerson, ()), (0, "b", "c", SamePerson, ()), (1, "d", "e", NotSamePerson, ())))
    assert whole.chain("a", "c") == ("a", "b", "c")
    assert whole.verdict("a", "c") == "open"
    assert (whole.verdict("a", "b"), whole.verdict("e", "d")) == ("same", "apart")
    assert (whole.chain("a", "d"), whole.chain("e", "e")) == ((), ("e",))
    split = ties(decided((0, "a", "b", SamePerson, ()), (0, "b", "c", SamePerson, ()), (1, "a", "c", NotSamePerson, ())))
    assert split.verdict("a", "c") == "disputed"


@pytest.fixture
def control_room(tmp_path):
    with room(tmp_path) as opened:
        for name in ("Margaret Jones", "Maggie Jones", "M Jones"):
            call = told(margaret(opened.desk().start_call()), NAME=name)
            rung_off(call)
            opened.now.move(days=3)
        yield opened


def joining(control_room) -> Joining:
    logbook = control_room.vault.logbook
    hand = importer(control_room).hand
    book = PeopleBook(logbook, generic()[0].questions)
    hand.listeners.append(book.heard)
    return Joining(hand, book)


def logs(control_room, people):
    """Every log as it would be shown, as bytes."""
    entries = control_room.vault.logbook.entries()
    return [repr(log_of(person, entries, generic()[0], control_room.now())).encode() for person in people]


def callers(control_room):
    begun = control_room.vault.logbook.entries(kinds=("call-started",))
    return [entry.body.caller for entry in begun]


def test_combined_their_logs_are_one_and_taken_back_each_is_as_it_was_byte_for_byte(control_room):
    one, other, third = callers(control_room)
    before = logs(control_room, (one, other, third))
    untouched = {entry.id: (entry.meta, entry.payload) for entry in control_room.vault.logbook.entries()}
    deciding = joining(control_room)
    first = deciding.combine(one, other, ("same-phone", "the daughter confirmed it"))
    second = deciding.combine(other, third, ("same-phone",))
    assert len(set(logs(control_room, (one, other, third)))) == 3  # each says whose it is
    assert deciding.ties().chain(one, third) == (one, other, third)
    joined = log_of(one, control_room.vault.logbook.entries(), generic()[0], control_room.now())
    assert len(joined.complaints) == 3
    assert joined.flag("repeat")
    deciding.undo(second.id)
    deciding.undo(first.id, ("two sisters",))
    assert logs(control_room, (one, other, third)) == before
    now = {entry.id: (entry.meta, entry.payload) for entry in control_room.vault.logbook.entries()}
    assert untouched.items() <= now.items()


@pytest.mark.req("R1")
def test_a_decision_says_who_when_and_why_and_replaces_the_one_it_saw(control_room):
    one, other, _ = callers(control_room)
    deciding = joining(control_room)
    same = deciding.combine(one, other, (" same-phone ",))
    apart = deciding.hold_apart(one, other, ("born twenty years apart",))
    assert apart.parents == (same.id,)
    (decision,) = deciding.ties().decided[tuple(sorted((one, other)))]
    assert (decision.says, decision.by, decision.agency, decision.why) == ("apart", same.actor, "police", ("born twenty years apart",))
    assert decision.at == control_room.now()
    assert deciding.book.one_with(one) == {one}


def test_no_decision_without_a_reason_and_none_is_taken_back_twice(control_room):
    one, other, _ = callers(control_room)
    deciding = joining(control_room)
    with pytest.raises(NoReason):
        deciding.combine(one, other, (" ",))
    made = deciding.combine(one, other, ("same-phone",))
    deciding.undo(made.id)
    with pytest.raises(NothingDecided):
        deciding.undo(made.id)
    with pytest.raises(ValueError, match="itself"):
        deciding.combine(one, one, ("same-phone",))


def test_what_two_agencies_decided_apart_is_taken_back_together(control_room):
    one, other, _ = callers(control_room)
    mine = joining(control_room)
    same = mine.combine(one, other, ("same-phone",))
    theirs = joining(control_room)
    theirs.hand.write(same.case, NotSamePerson(one=other, other=one, why=("known to us",)))
    again = joining(control_room)
    assert again.ties().verdict(one, other) == "disputed"
    again.undo(same.id)
    assert joining(control_room).ties().verdict(one, other) == "open"
