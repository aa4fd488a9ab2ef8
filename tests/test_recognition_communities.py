"""The bench that asks whether callers of every community are found alike: its slips are a table, and its best ranker cannot be beaten."""

import json
import random
from pathlib import Path

import pytest

from bench import recognition_slips as slips
from bench.recognition_communities import WAYS, asked, judge, make
from bench.recognition_ideal import Ideal
from bench.recognition_names_afar import COMMUNITIES
from bench.recognition_people import FIELDS, People, shares_of

COUNT, CALLS = 1_500, 4


@pytest.fixture(scope="module")
def people() -> People:
    return People(COUNT, 11)


@pytest.mark.parametrize("name", ["jones", "ng", "ap rhys", "oluwadamilola", "x"])
def test_what_may_be_told_for_a_name_adds_up_and_most_often_is_the_name(name):
    shares = slips.told_name(name, {"jones": ("johns",)})
    assert sum(shares.values()) == pytest.approx(1)
    assert max(shares, key=lambda told: shares[told]) == name
    assert (shares.get("johns", 0) >= slips.OTHER_FORM) == (name == "jones")


@pytest.mark.parametrize("dob", ["19500203", "19770707", "19881225"])
def test_what_may_be_told_for_a_date_adds_up_and_day_and_month_are_turned_where_they_can_be(dob):
    shares = slips.told_birth(dob)
    assert sum(shares.values()) == pytest.approx(1)
    turned = dob[:4] + dob[6:] + dob[4:6]
    assert (shares.get(turned, 0) > 0.04) == (dob == "19500203") or turned == dob


def test_backwards_says_of_what_was_told_who_may_have_been_meant():
    names = ["smith", "smyth", "patel"]
    forwards = [slips.told_name(name, {}) for name in names]
    meant = slips.backwards(enumerate(forwards), ["smith", "smyth", "nobody"])
    assert meant["smith"] == {0: forwards[0]["smith"], 1: forwards[1]["smith"]}
    assert meant["nobody"] == {}


@pytest.mark.parametrize("name", COMMUNITIES)
def test_the_first_name_and_the_head_have_the_shares_they_are_said_to_have(name):
    head = COMMUNITIES[name].surnames
    shares = shares_of(head, head.more)
    assert shares.sum() == pytest.approx(1)
    assert shares[0] == pytest.approx(head.first, rel=0.05)
    assert shares[: len(head.names)].sum() == pytest.approx(head.covered, rel=0.01)


def test_the_same_seed_invents_the_same_people_of_all_communities(people):
    again = People(COUNT, 11)
    assert [people.row(one, stored=True) for one in range(COUNT)] == [again.row(one, stored=True) for one in range(COUNT)]
    assert {people.community(one) for one in range(COUNT)} == set(COMMUNITIES)
    assert people.row(0).keys() == set(FIELDS)


def test_the_best_ranker_finds_whoever_told_everything_and_among_equals_goes_by_chance(people):
    told = {field: people.row(7)[field] if field in ("forename", "surname", "dob") else "" for field in FIELDS}
    only_name = {**told, "dob": "", "surname": ""}
    long_ago = {**told, "dob": "18000101"}
    ideal = Ideal(people, [told, only_name, long_ago])
    assert ideal.found(told, 7, turned=False, stays=False, known=()) == 1
    alike = sum(people.row(one)["forename"] == told["forename"] for one in range(COUNT))
    assert ideal.found(only_name, 7, turned=False, stays=False, known=()) == pytest.approx(min(5 / alike, 1))
    assert ideal.found(long_ago, 7, turned=False, stays=False, known=()) == 0


def test_of_every_community_so_many_call_and_each_is_asked_in_every_way(people):
    every = list(asked(people, CALLS))
    whole = [people.community(one.person) for one in every if one.way == "whole form"]
    assert {name: whole.count(name) for name in COMMUNITIES} == dict.fromkeys(COMMUNITIES, CALLS)
    assert {one.way for one in every} == set(WAYS)
    assert len({one.query for one in every}) == len(every)
    assert all(not one.told[field] for one in every for field in FIELDS if field not in WAYS[one.way].told)


def test_a_ranker_who_names_the_right_one_is_said_to_leave_no_gap(people, tmp_path: Path, capsys):
    make(tmp_path, COUNT, CALLS)
    answers = [{"query": one.query, "candidates": [{"id": f"p{one.person}"}]} for one in asked(people, CALLS)]
    (tmp_path / "answers.jsonl").write_text("\n".join(json.dumps(one) for one in answers) + "\n")
    capsys.readouterr()
    judge(tmp_path, COUNT, CALLS, tmp_path / "answers.jsonl")
    lines = [line for line in capsys.readouterr().out.splitlines() if " found " in line]
    assert len(lines) == len(WAYS)
    assert all("gap 0.0000" in line for line in lines)


def test_a_slip_is_drawn_as_often_as_the_table_says():
    dice, shares = random.Random(3), slips.told_name("morgan", {})
    told = [slips.one_of(shares, dice) for _ in range(4_000)]
    assert told.count("morgan") / 4_000 == pytest.approx(shares["morgan"], abs=0.03)
