"""Histories are put on the calendar, read as answers, and played through the real desk; nothing that is expected is ever read."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from callhandler.cases.area import Area, load_area
from callhandler.cases.phrases import FormNames
from callhandler.config import RESOURCES
from callhandler.replay import Stood, as_result, replay
from callhandler.replay.counting import Counted, earlier_reports, number_of
from callhandler.replay.dates import Step, period, plan, spread
from callhandler.replay.reading import read
from callhandler.replay.story import Contact, Story, StoryTrouble, stories
from callhandler.replay.table import Table, load_table
from callhandler.replay.timeline import timeline
from callhandler.script.call import Call
from callhandler.script.load import load
from callhandler.words import Words
from tests.doubles import ToldClock

CASES = Path(__file__).parent / "cases"
TABLE = load_table(RESOURCES / "replay" / "facts.yaml")
FACTS = (*TABLE.facts, "frequency", "ongoing", "previous_reports", "vulnerability", "incidents_listed")
BLANK = Call(load((RESOURCES / "forms" / "first-call.xml").read_bytes()), now=ToldClock())
OFFERED = {
    shape.name: {option.name for option in BLANK.question(shape.path).options}
    for shape in BLANK.form.controls
    if not shape.in_rows and BLANK.question(shape.path).options
}


@pytest.fixture(scope="module")
def area() -> Area:
    return load_area(RESOURCES / "areas" / "generic")


@pytest.fixture(scope="module")
def table() -> Table:
    return TABLE


def story(*contacts: Mapping[str, object], people: list[dict[str, object]] | None = None) -> Story:
    whole = [{"n": n, "kind": "report", "date": None, **contact} for n, contact in enumerate(contacts, 1)]
    return Story.model_validate({"id": "x", "people": people or [{"role": "victim"}], "contacts": whole})


def days(*contacts: Mapping[str, object]) -> list[tuple[int, int, str, bool]]:
    return [(step.n, step.k, step.on.isoformat(), step.invented) for step in plan(story(*contacts))]


def answers(table: Table, facts: dict[str, object], *, k: int = 1, count: int | None = 1, **people: object) -> dict[str, str]:
    told = story({"date": "2024-05-10", "facts": facts}, people=[{"role": "victim", **people}])
    contact = told.contacts[0].model_copy(update={"count": count})
    step = Step(1, k, 2 if count is None else count, date(2024, 5, 10), invented=False, contact=contact, began=date(2023, 7, 10))
    return {question: " ".join(said) for question, said in read(step, told, table).answers.items()}


# Dates


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2021-12", date(2021, 12, 1), date(2021, 12, 31)),
        ("2020-03-05", date(2020, 3, 5), date(2020, 3, 5)),
    ],
)
def test_a_month_or_a_year_counts_from_its_first_to_its_last_day(said: str, first: date, last: date) -> None:
    assert period(said) == (first, last)


def test_a_run_is_spread_evenly_and_a_lone_contact_lies_in_the_middle() -> None:
    assert spread(date(2024, 1, 1), date(2024, 1, 31), 1) == (date(2024, 1, 16),)
    assert spread(date(2024, 1, 1), date(2024, 1, 31), 4) == (date(2024, 1, 1), date(2024, 1, 11), date(2024, 1, 21), date(2024, 1, 31))
    assert days({"date": "2024-01", "date_to": "2024-03", "count": 3, "approximate": True}) == [
        (1, 1, "2024-01-01", True),
        (1, 2, "2024-02-15", True),
        (1, 3, "2024-03-31", True),
    ]


def test_an_exact_day_is_not_invented_and_an_approximate_one_is() -> None:
    assert days({"date": "2024-01-05"}) == [(1, 1, "2024-01-05", False)]
    assert days({"date": "2024-01-05", "approximate": True}) == [(1, 1, "2024-01-05", True)]


def test_a_run_of_unknown_number_is_played_at_its_start_and_its_end() -> None:
    steps = plan(story({"date": "2024-01-05", "date_to": "2024-06", "count": None, "approximate": True}))
    assert [(step.on, step.last_of_unknown) for step in steps] == [(date(2024, 1, 5), False), (date(2024, 6, 30), True)]


def test_undated_contacts_lie_a_fortnight_apart_after_the_one_before() -> None:
    assert days({}, {"count": None}, {"date": "2023-03-01"}, {}) == [
        (1, 1, "2024-01-01", True),
        (2, 1, "2024-01-15", True),
        (2, 2, "2024-01-29", True),
        (3, 1, "2023-03-01", False),
        (4, 1, "2023-03-15", True),
    ]


def test_day_offsets_count_from_the_first_day_of_the_first_contacts_period() -> None:
    assert days({"date": "2023-11", "day_offset": 0}, {"date": "2023-11", "day_offset": 2}, {"date": "2023-12", "day_offset": 33}) == [
        (1, 1, "2023-11-01", True),
        (2, 1, "2023-11-03", True),
        (3, 1, "2023-12-04", True),
    ]
    assert days({"day_offset": 0}, {"day_offset": 3, "count": 2}, {"count": 2}) == [
        (1, 1, "2024-01-01", True),
        (2, 1, "2024-01-04", True),
        (2, 2, "2024-01-18", True),
        (3, 1, "2024-02-01", True),
        (3, 2, "2024-02-15", True),
    ]


def test_entries_are_played_in_their_order_also_where_their_days_overlap() -> None:
    assert [day for _, _, day, _ in days({"date": "2021-03"}, {"date": "2021-03", "date_to": "2021-12", "count": None})] == [
        "2021-03-16",
        "2021-03-01",
        "2021-12-31",
    ]


# Files


def test_what_is_no_history_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(StoryTrouble, match="no call histories"):
        stories(tmp_path)
    bad = tmp_path / "bad.yaml"
    bad.write_text("id: x\ncontacts:\n- {n: 1, date: null, kind: rumour}\n", encoding="utf-8")
    with pytest.raises(StoryTrouble, match=r"contacts\.0\.kind"):
        stories(tmp_path)
    bad.write_text("id: [", encoding="utf-8")
    with pytest.raises(StoryTrouble, match=r"bad\.yaml"):
        stories(bad)
    with pytest.raises(StoryTrouble, match=r"gone\.yaml"):
        stories(tmp_path / "gone.yaml")


def test_a_bare_yes_and_an_empty_value_are_read_as_written() -> None:
    told = Contact.model_validate(
        yaml.safe_load("{n: 1, date: 2020, kind: report, caller: null, facts: {violence: yes, threats: no, hate: [race], noise: null}}")
    )
    assert (told.date, told.caller) == ("2020", "")
    assert dict(told.facts) == {"violence": ("yes",), "threats": ("no",), "hate": ("race",), "noise": ()}
    assert Contact.model_validate({"n": 1, "date": None, "kind": "report", "facts": None}).facts == {}


def test_nothing_that_is_expected_or_was_found_is_ever_read() -> None:
    """Whoever reads a history sees people and contacts; there is no place to keep the rest."""
    assert set(Story.model_fields) == {"id", "people", "contacts"}


# Counting


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


# Reading


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


# Playing


def raised(stood: tuple[Stood, ...]) -> dict[str, tuple[int, int]]:
    """Each flag, and the contact at which it first stands."""
    first: dict[str, tuple[int, int]] = {}
    for one in stood:
        for flag in one.raised:
            first.setdefault(flag, (one.step.n, one.step.k))
    return first


@pytest.fixture(scope="module")
def terrace(area: Area) -> tuple[Stood, ...]:
    return replay(CASES / "invented-terrace.yaml", area)["invented-terrace"]


def test_a_history_is_played_contact_by_contact(terrace: tuple[Stood, ...]) -> None:
    assert [(one.step.n, one.step.k) for one in terrace] == [(1, 1), (2, 1), (3, 1), (4, 1), (4, 2), (4, 3)]
    first = raised(terrace)
    assert first["repeat"] == (4, 1)  # neither the same incident told again nor a chaser made one
    assert first["case_review_threshold"] == (4, 2)
    assert first["high_risk"] == (4, 1)
    assert not {"vulnerable", "hate"} & set(first)


def test_the_result_has_one_line_a_contact(terrace: tuple[Stood, ...]) -> None:
    result = as_result({"x": terrace})["x"]
    assert [set(line) for line in result] == [{"n", "k", "raised", "band"}] * 6
    assert result[0]["band"] in ("standard", "medium", "high")
    assert result[3]["raised"] == ["repeat", "high_risk", "risk_assessment", "same_case_across_teams"]


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_timeline_says_what_each_flag_rests_on(terrace: tuple[Stood, ...], area: Area, language: str) -> None:
    words = Words(language)
    lines = list(timeline("invented-terrace", terrace, area, FormNames(), words))
    assert area.label_in(language) in lines[1]
    repeat = next(line for line in lines if "+ " + words.say("Repeat victim") in line)
    assert words.say("{n} reports in {months} months", n=2, months=12) in repeat


def test_progress_is_told_up_to_the_last_contact(area: Area) -> None:
    heard: list[tuple[str, int, int]] = []
    replay(CASES / "ho-guinness-202211167.yaml", area, lambda *told: heard.append(told))
    assert heard == [("ho-guinness-202211167", 1, 2), ("ho-guinness-202211167", 2, 2)]


@pytest.mark.parametrize(
    ("case", "flags", "never"),
    [
        ("ho-guinness-202211167", {}, {"high_risk", "case_review_threshold", "hate", "repeat"}),
        ("ho-sanctuary-202123312", {"repeat": (2, 1), "case_review_threshold": (3, 1), "vulnerable": (1, 1)}, {"hate"}),
        ("iopc-mps-2023-11", {"repeat": (2, 1), "high_risk": (2, 1), "case_review_threshold": (3, 1), "vulnerable": (1, 1)}, {"hate"}),
        ("ho-east-devon-202201008", {"vulnerable": (1, 1)}, {"hate", "case_review_threshold", "repeat"}),
        ("ho-islington-202323409", {"hate": (1, 1), "high_risk": (1, 1), "repeat": (1, 2), "vulnerable": (1, 1)}, set()),
    ],
)
def test_published_histories_raise_their_flags_in_time(area: Area, case: str, flags: dict[str, tuple[int, int]], never: set[str]) -> None:
    first = raised(replay(CASES / f"{case}.yaml", area)[case])
    assert {flag: first.get(flag) for flag in flags} == flags
    assert not never & set(first)


def test_the_log_hangs_on_the_victim_whoever_calls(area: Area, tmp_path: Path) -> None:
    """A referral, an anonymous call and a call of one's own are one person's log."""
    told = [
        {"n": 1, "date": "2024-01-02", "kind": "referral", "caller": "third party", "agency": "a charity", "facts": {"hate": ["race"]}},
        {"n": 2, "date": "2024-02-02", "kind": "report", "caller": "victim", "agency": "police", "facts": {"fear": "asks to be anonymous"}},
        {"n": 3, "date": "2024-03-02", "kind": "report", "caller": "victim", "agency": "council", "facts": {}},
    ]
    first = raised(_play(tmp_path, area, told))
    assert first["hate"] == (1, 1)
    assert first["repeat"] == (2, 1)
    assert first["case_review_threshold"] == (3, 1)


def test_the_contacts_own_day_drives_every_window(area: Area, tmp_path: Path) -> None:
    year = [{"n": n, "date": day, "kind": "report", "facts": {}} for n, day in enumerate(("2020-01-01", "2021-01-02", "2022-01-02"), 1)]
    assert raised(_play(tmp_path, area, year))["repeat"] == (3, 1)


def test_a_history_says_the_same_under_another_name_and_in_any_company(area: Area, tmp_path: Path) -> None:
    """No rule may know a case."""
    whole = yaml.safe_load((CASES / "iopc-mps-2023-11.yaml").read_text(encoding="utf-8"))
    bare = {"id": "nobody", "people": whole["people"], "contacts": whole["contacts"]}
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(bare), encoding="utf-8")
    (tmp_path / "b.yaml").write_text(yaml.safe_dump({**bare, "id": "other"}), encoding="utf-8")
    played = as_result(replay(tmp_path, area))
    alone = as_result(replay(CASES / "iopc-mps-2023-11.yaml", area))
    assert played["nobody"] == played["other"] == alone["iopc-mps-2023-11"]


def _play(folder: Path, area: Area, contacts: list[dict[str, Any]]) -> tuple[Stood, ...]:
    whole = {"id": "x", "people": [{"role": "victim"}], "contacts": contacts}
    (folder / "x.yaml").write_text(yaml.safe_dump(whole), encoding="utf-8")
    return replay(folder / "x.yaml", area)["x"]
