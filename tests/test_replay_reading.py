"""The words of a history become answers: what is stated is answered, and nothing else."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callhandler.config import RESOURCES
from callhandler.replay.counting import Counted, earlier_reports, number_of
from callhandler.replay.dates import Step, plan
from callhandler.replay.reading import read
from callhandler.replay.story import Story
from callhandler.replay.table import Table, load_table
from callhandler.script.call import Call
from callhandler.script.load import load
from tests.doubles import ToldClock

TABLE = load_table(RESOURCES / "replay" / "facts.yaml")
FACTS = (*TABLE.facts, "frequency", "ongoing", "previous_reports", "vulnerability", "incidents_listed")
BLANK = Call(load((RESOURCES / "forms" / "first-call.xml").read_bytes()), now=ToldClock())
OFFERED = {
    shape.name: {option.name for option in BLANK.question(shape.path).options}
    for shape in BLANK.form.controls
    if not shape.in_rows and BLANK.question(shape.path).options
}


@pytest.fixture(scope="module")
def table() -> Table:
    return TABLE


def story(*contacts: Mapping[str, object], people: list[dict[str, object]] | None = None) -> Story:
    whole = [{"n": n, "kind": "report", "date": None, **contact} for n, contact in enumerate(contacts, 1)]
    return Story.model_validate({"id": "x", "people": people or [{"role": "victim"}], "contacts": whole})


def answers(table: Table, facts: dict[str, object], *, k: int = 1, count: int | None = 1, **people: object) -> dict[str, str]:
    told = story({"date": "2024-05-10", "facts": facts}, people=[{"role": "victim", **people}])
    contact = told.contacts[0].model_copy(update={"count": count})
    step = Step(1, k, 2 if count is None else count, date(2024, 5, 10), invented=False, contact=contact, began=date(2023, 7, 10))
    return {question: " ".join(said) for question, said in read(step, told, table).answers.items()}


@pytest.mark.parametrize(
    ("phrase", "told"),
    [
        ("two in the previous month", Counted(2, exact=True)),
        ("about 100", Counted(100, exact=True)),
        ("October and November", Counted(2)),
        ("the day before", Counted(1)),
        ("a couple of weeks before", Counted(1)),
        ("three years earlier", None),
        ("an assault in December 2022", None),
        ("several over two years", Counted(1)),
        ("numerous over 13 months", Counted(10)),
        ("months of complaints", Counted(6)),
        ("eighteen years of noise", None),
        ("several since 2019", None),
        ("many since March 2024", Counted(6)),
        ("some before these three", None),
        ("the same incident to the police", None),
        ("earlier diary sheets", None),
        ("", None),
    ],
)
def test_earlier_reports_count_only_as_far_as_the_words_place_them_in_the_last_year(
    table: Table, phrase: str, told: Counted | None
) -> None:
    assert earlier_reports(phrase, date(2024, 5, 10), table.vague, table.kept_reporting) == told


@pytest.mark.parametrize(
    ("phrase", "months", "number"),
    [
        ("several in four months", 4, Counted(3)),
        ("about 100 in two years", 24, Counted(50)),
        ("regular", 24, Counted(3)),
        ("seven in 12 months", 12, Counted(7, exact=True)),
        ("almost daily", 12, None),
        ("over eight months", 8, None),
    ],
)
def test_a_run_gives_its_number_in_words(table: Table, phrase: str, months: int, number: Counted | None) -> None:
    assert number_of(phrase, table.vague, months) == number


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, {}),
        ({"threats": "to burn the house"}, {"r_threats": "me_now"}),
        ({"threats": "no"}, {"r_threats": "no"}),
        ({"threats": "unknown"}, {}),
        ({"violence": "son hit (undated)"}, {"r_violence": "yes", "r_threats": "me_before"}),
        ({"targeted": "the whole street"}, {"r_target": "community"}),
        ({"hate": ["race", "sexual orientation"]}, {"r_hate": "yes", "hate_strands": "race orientation"}),
        ({"hate": "no"}, {"r_hate": "no"}),
        ({"self_harm_risk": "earlier attempt"}, {"r_selfharm": "yes", "r_vuln": "mental"}),
        ({"daily_life": "no sleep, off work"}, {"r_effects": "sleep work", "r_impact": "some lot"}),
        ({"daily_life": "no"}, {"r_effects": "none", "r_impact": "not"}),
        ({"support": "no one"}, {"r_support": "none"}),
        ({"vulnerability": ["learning disability"]}, {"r_vuln": "learning"}),
        ({"vulnerability": ["a hip replacement"]}, {"r_vuln": "other"}),
        ({"vulnerability": ["none disclosed"]}, {}),
        ({"vulnerability": "unknown"}, {}),
        ({"perpetrator_vulnerability": "psychosis"}, {"qualifiers": "mental_health"}),
        ({"frequency": "every night"}, {"r_often": "daily", "r_history": "over_ten"}),
        ({"frequency": "ten in five months"}, {"r_often": "sometimes", "r_long": "months"}),
        ({"ongoing": "no"}, {"r_often": "once"}),
        ({"previous_reports": "four in a month"}, {"r_reports": "few", "r_reports_n": "4", "r_history": "few"}),
        ({"previous_reports": "none"}, {"r_reports": "none"}),
        ({"incidents_listed": 6}, {"r_history": "few"}),
    ],
)
def test_what_is_stated_is_answered_and_nothing_else(table: Table, facts: dict[str, object], said: dict[str, str]) -> None:
    read_as = answers(table, facts)
    assert {question: read_as.get(question) for question in said} == said
    assert set(read_as) <= set(said) | {"hate_perceiver", "hate_words", "r_long", "r_often"}
    assert "r_vuln" in said or "r_vuln" not in read_as


def test_lasting_conditions_of_the_household_are_told_at_every_contact(table: Table) -> None:
    assert answers(table, {}, vulnerabilities=["autism (known from the start)"])["r_vuln"] == "learning"
    assert answers(table, {}, household="has a disabled parking bay")["r_vuln"] == "physical"
    assert answers(table, {}, age_band="70s")["r_vuln"] == "age"
    assert "r_vuln" not in answers(table, {}, household="a flat; disclosed no vulnerability when asked")
    assert "r_vuln" not in answers(table, {}, vulnerabilities=["depression (said later, in a letter)"])


def test_an_illness_of_the_person_alleged_responsible_is_never_the_victims(table: Table) -> None:
    told = story({"date": "2024-05-10"}, people=[{"role": "victim"}, {"role": "alleged perpetrator", "vulnerabilities": ["dementia"]}])
    assert read(plan(told)[0], told, table).answers == {}


def test_only_at_the_end_of_a_run_of_unknown_number_can_the_caller_tell_of_the_run(table: Table) -> None:
    facts: dict[str, object] = {"frequency": "regular"}
    assert "r_reports" not in answers(table, facts, k=1, count=None)
    assert answers(table, facts, k=2, count=None)["r_reports"] == "many"
    assert answers(table, {}, k=2, count=None)["r_reports"] == "one"
    assert "r_reports" not in answers(table, facts, k=2, count=2)


@given(
    st.dictionaries(
        st.sampled_from((*FACTS, "weather")), st.one_of(st.text(), st.lists(st.text(), max_size=3), st.integers(), st.booleans(), st.none())
    ),
    st.integers(1, 2),
)
def test_any_words_are_read_and_only_as_answers_that_the_script_offers(facts: dict[str, object], k: int) -> None:
    read_as = answers(TABLE, facts, k=k, count=None)
    for question, said in read_as.items():
        if question in OFFERED:
            assert set(said.split()) <= OFFERED[question]
    assert all(3 <= int(said) <= 999 for question, said in read_as.items() if question.endswith("_n"))


def test_every_answer_of_the_table_is_one_that_the_script_offers() -> None:
    lines = [line.say for fact in TABLE.facts.values() for line in fact.lines] + [fact.denied for fact in TABLE.facts.values()]
    said = {(question, value) for say in lines for question, value in say.items() if "{words}" not in value}
    said |= {("r_vuln", one.tick) for one in TABLE.vulnerable} | {("r_often", one.say) for one in TABLE.often}
    said |= {("r_suspect", one.say) for one in TABLE.suspect}
    assert sorted(
        (question, value) for question, value in said if value not in OFFERED.get(question, {"in the repeat of agencies told"})
    ) == [("told_agency", value) for value in ("council", "health", "landlord", "other", "police", "school", "social_care")]


def test_a_fact_that_no_question_asks_about_is_named(table: Table) -> None:
    told = story({"date": "2024-05-10", "facts": {"weather": "rain"}})
    assert read(plan(told)[0], told, table).unread == ("weather",)
