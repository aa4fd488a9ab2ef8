"""A case is what its entries say together, in whatever order and however often they came; what two people wrote at once is all kept."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callhandler.log.entry import Entry
from callhandler.log.fold import Registers, fold
from callhandler.log.kinds import Answered, Band, Body, Corrected, LinkUndone, Noted, NotSamePerson, RiskAssessed, SamePerson
from tests.log_plans import FIELDS, SCRIPT, Planned, erased, expected, plans, struck, written
from tests.scribe import Scribe

CASES = ("c1", "c2")
RANK = {"standard": 1, "medium": 2, "high": 3}


def told(registers: Registers) -> object:
    """Everything that a fold can say, to be compared."""
    return [
        (
            case,
            registers.entries(case),
            [(field, registers.values(case, field), registers.value(case, field)) for field in registers.fields(case)],
        )
        for case in registers.cases()
    ]


def risk(band: Band) -> RiskAssessed:
    return RiskAssessed(script=SCRIPT, computed=band, band=band, score=0, most=0)


def answer(value: str, path: str = "/a") -> Answered:
    return Answered(path=path, value=value)


def of(*entries: Entry) -> tuple[str, ...]:
    return tuple(entry.id for entry in entries)


@pytest.mark.req("F15", "F10")
@given(plans(), st.integers(0, 2**32), st.integers(1, 3))
def test_any_order_and_any_number_of_copies_fold_to_the_same(planned, seed, copies):
    entries = written(planned)
    shuffled = entries * copies
    Random(seed).shuffle(shuffled)
    assert told(fold(shuffled)) == told(fold(entries))


@given(plans(), st.integers(0, 8))
def test_any_partition_merged_folds_to_the_same(planned, cut):
    entries = written(planned)
    ours, theirs = entries[:cut], entries[max(0, cut - 2) :]
    assert told(fold([*theirs, *ours])) == told(fold(entries))


@given(plans())
def test_of_two_copies_the_erased_one_holds(planned):
    whole, left = written(planned, erase=False), written(planned)
    assert told(fold([*left, *whole])) == told(fold([*whole, *left])) == told(fold(left))


@given(plans() | plans(honest=True))
def test_the_values_are_those_of_the_plain_definition(planned: tuple[Planned, ...]):
    registers = fold(written(planned))
    for case in CASES:
        for field in sorted(set(FIELDS.values())):
            assert of(*registers.values(case, field)) == registers.heads(case, field) == expected(planned, case, field)
            assert (field in registers.fields(case)) == bool(expected(planned, case, field))
    gone = struck(planned, "c1") | struck(planned, "c2")
    assert all(registers.corrected(one.id) == (one.id in gone) for one in planned)


@given(plans())
def test_every_entry_of_a_case_is_there_once(planned):
    registers = fold(written(planned))
    assert registers.cases() == tuple(sorted({one.case for one in planned}))
    for case in CASES:
        assert sorted(of(*registers.entries(case))) == sorted(one.id for one in planned if one.case == case)


@given(plans(honest=True))
def test_honest_entries_come_in_the_order_of_the_clock(planned):
    registers = fold(written(planned))
    assert all(of(*registers.entries(case)) == tuple(one.id for one in planned if one.case == case) for case in CASES)


@given(plans(honest=True), st.lists(st.integers(-(2**40), 2**40), min_size=9, max_size=9))
def test_wrong_clocks_never_put_an_entry_before_its_cause_or_before_an_earlier_one_of_its_device(planned, stamps):
    wrong = tuple(replace(one, hlc=max(0, stamp)) for one, stamp in zip(planned, stamps, strict=False))
    for case in CASES:
        entries = fold(written(wrong)).entries(case)
        place = {entry.id: number for number, entry in enumerate(entries)}
        assert all(place[parent] < place[entry.id] for entry in entries for parent in entry.parents if parent in place)
        assert all(place[one.id] < place[two.id] for one in entries for two in entries if one.device == two.device and one.n < two.n)


@pytest.mark.req("F10")
def test_an_hour_in_2099_pulls_nothing_along():
    ours, theirs = Scribe("ours"), Scribe("theirs")
    before = ours.write(Noted(text="before"), hlc=10)
    wrong = ours.write(Noted(text="the clock stood in 2099"), hlc=2**60)
    after = ours.write(Noted(text="after"), hlc=20)
    between = theirs.write(Noted(text="between"), hlc=15)
    last = theirs.write(Noted(text="last"), hlc=30)
    assert fold([last, wrong, between, after, before]).entries("case") == (before, between, wrong, after, last)


def test_a_later_answer_replaces_the_one_it_saw():
    desk = Scribe()
    first = desk.write(answer("no"))
    second = desk.write(answer("yes"), parents=(first.id,))
    other = desk.write(answer("maybe", "/b"))
    registers = fold(desk.written)
    assert registers.values("case", "answer:/a") == (second,)
    assert registers.value("case", "answer:/b") == other
    assert registers.fields("case") == ("answer:/a", "answer:/b")


def test_two_answers_written_at_once_are_both_kept_and_the_last_is_shown():
    ours, theirs = Scribe("ours"), Scribe("theirs")
    first = ours.write(answer("1"), hlc=1)
    late = ours.write(answer("2"), hlc=9, parents=(first.id,))
    early = theirs.write(answer("3"), hlc=5, parents=(first.id,))
    registers = fold([late, early, first])
    assert registers.values("case", "answer:/a") == (early, late)
    assert registers.value("case", "answer:/a") == late
    settled = theirs.write(answer("2"), hlc=3, parents=registers.heads("case", "answer:/a"))
    assert fold([late, early, first, settled]).values("case", "answer:/a") == (settled,)


@pytest.mark.req("R4")
def test_for_risk_the_higher_holds_until_somebody_has_seen_both():
    ours, theirs = Scribe("ours"), Scribe("theirs")
    high = ours.write(risk("high"), hlc=1)
    low = theirs.write(risk("standard"), hlc=9)
    assert fold([high, low]).values("case", "risk") == (high, low)
    assert fold([high, low]).value("case", "risk") == high
    medium = theirs.write(risk("medium"), hlc=10, parents=(low.id,))
    assert fold([high, low, medium]).value("case", "risk") == high
    settled = theirs.write(risk("medium"), hlc=11, parents=(high.id, medium.id))
    assert fold([high, low, medium, settled]).value("case", "risk") == settled


def test_of_two_equal_bands_the_last_is_shown():
    one, two = Scribe("one").write(risk("high"), hlc=1), Scribe("two").write(risk("high"), hlc=2)
    assert fold([two, one]).value("case", "risk") == two


@given(plans())
def test_no_band_that_stands_is_above_the_one_shown(planned):
    registers = fold(written(planned))
    for case in CASES:
        shown = registers.value(case, "risk")
        bands = [RANK[entry.body.band] for entry in registers.values(case, "risk") if isinstance(entry.body, RiskAssessed)]
        assert (shown is None) == (not bands)
        assert shown is None or (isinstance(shown.body, RiskAssessed) and RANK[shown.body.band] == max(bands))


@pytest.mark.req("R4")
def test_what_was_corrected_no_longer_counts_and_stays_on_record():
    desk = Scribe()
    right = desk.write(answer("no"))
    wrong = desk.write(answer("yes"), parents=(right.id,))
    strike = desk.write(Corrected(of=wrong.id))
    registers = fold(desk.written)
    assert registers.value("case", "answer:/a") == right
    assert registers.entries("case") == (right, wrong, strike)
    assert registers.corrected(wrong.id)
    assert not registers.corrected(right.id)


def test_what_came_after_a_corrected_answer_still_replaces_what_was_before_it():
    desk = Scribe()
    first = desk.write(answer("1"))
    wrong = desk.write(answer("2"), parents=(first.id,))
    last = desk.write(answer("3"), parents=(wrong.id,))
    desk.write(Corrected(of=wrong.id))
    assert fold(desk.written).values("case", "answer:/a") == (last,)


def test_a_correction_is_itself_not_corrected():
    desk = Scribe()
    wrong = desk.write(answer("1"))
    strike = desk.write(Corrected(of=wrong.id))
    desk.write(Corrected(of=strike.id))
    assert fold(desk.written).values("case", "answer:/a") == ()
    assert not fold(desk.written).corrected(strike.id)


@pytest.mark.req("R5")
def test_erasing_a_value_brings_no_older_one_back():
    desk = Scribe()
    first = desk.write(answer("1"))
    second = desk.write(answer("2"), parents=(first.id,))
    third = desk.write(answer("3"), parents=(second.id,))
    assert fold([first, second, erased(third)]).values("case", "answer:/a") == ()
    assert fold([first, erased(second), third]).values("case", "answer:/a") == (third,)
    assert fold([first, erased(second)]).values("case", "answer:/a") == ()


def test_an_answer_that_was_corrected_and_then_erased_still_links_its_neighbours():
    desk = Scribe()
    first = desk.write(answer("1"))
    second = desk.write(answer("2"), parents=(first.id,))
    third = desk.write(answer("3"), parents=(second.id,))
    strike = desk.write(Corrected(of=second.id))
    assert fold([first, erased(second), third, strike]).values("case", "answer:/a") == (third,)


def test_an_entry_of_another_field_or_another_case_replaces_nothing():
    desk = Scribe()
    first = desk.write(answer("1"))
    desk.write(answer("x", "/b"), parents=(first.id,))
    desk.write(Noted(text="x"), parents=(first.id,))
    desk.write(answer("2"), case="other", parents=(first.id,))
    desk.write(Corrected(of=first.id), case="other")
    assert fold(desk.written).values("case", "answer:/a") == (first,)


def test_a_ring_that_no_honest_device_writes_hides_nothing():
    desk = Scribe()
    honest = desk.write(answer("0"), id="h")
    one = desk.write(answer("1"), id="a", parents=("b", "h"))
    two = desk.write(answer("2"), id="b", parents=("a",))
    itself = desk.write(answer("3"), id="c", parents=("c",))
    assert fold(desk.written).values("case", "answer:/a") == (one, two, itself)
    settled = desk.write(answer("0"), id="d", parents=("a", "b", "c"))
    assert fold(desk.written).values("case", "answer:/a") == (settled,)
    assert honest in fold(desk.written).entries("case")


@pytest.mark.parametrize("bodies", [(SamePerson, NotSamePerson), (NotSamePerson, SamePerson), (SamePerson, LinkUndone)])
def test_contradictory_decisions_about_two_people_are_both_seen(bodies: tuple[type[SamePerson], type[SamePerson]]):
    desk = Scribe()
    one: Body = bodies[0](one="p", other="q")
    other: Body = bodies[1](one="q", other="p")
    first, second = desk.write(one), desk.write(other)
    assert fold(desk.written).values("case", "link:p:q") == (first, second)
    settled = desk.write(SamePerson(one="p", other="q"), parents=of(first, second))
    assert fold(desk.written).values("case", "link:p:q") == (settled,)


def test_notes_stand_for_themselves():
    desk = Scribe()
    desk.write(Noted(text="1"))
    desk.write(Noted(text="2"))
    assert fold(desk.written).fields("case") == ()
    assert fold(desk.written).values("case", "") == ()
    assert len(fold(desk.written).entries("case")) == 2


def test_nothing_is_known_of_a_case_without_entries():
    registers = fold([])
    assert registers.cases() == registers.fields("x") == registers.heads("x", "risk") == ()
    assert registers.entries("x") == registers.values("x", "risk") == ()
    assert registers.value("x", "risk") is registers.value("x", "answer:/a") is None
    assert not registers.corrected("x")
