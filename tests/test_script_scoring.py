"""The risk sheet of a call: every point stands at an answer, every floor names what it rests on, and gaps stay gaps."""

import pytest

from callhandler.risk.questionnaire import Floor, WhatIf
from callhandler.script.call import Call
from callhandler.script.load import load
from callhandler.script.scoring import sheet
from tests.script_forms import first_call, noon, written

VIOLENCE, WEAPON, THREATS = "/data/who/r_violence", "/data/who/r_weapon", "/data/who/r_threats"
VULN, HATE, WORSE, OTHERS = "/data/harm/r_vuln", "/data/hate/r_hate", "/data/harm/r_worse", "/data/harm/r_others"
DANGER, SELFHARM, OFTEN = "/data/opening/danger", "/data/harm/r_selfharm", "/data/harm/r_often"


@pytest.fixture
def call():
    return Call(first_call(), now=noon)


def scored(call, path, manners=None):
    return next(one for one in sheet(call, manners or {}).scored if one.path == path)


def all_answered(call, answer):
    for one in sheet(call, {}).scored:
        call.set(one.path, answer)
    return sheet(call, {})


def test_nothing_is_asked_at_the_start(call):
    drawn = sheet(call, {})
    assert (len(drawn.scored), drawn.score, drawn.floors) == (16, 0, ())
    assert {one.status for one in drawn.scored} == {"unasked"}
    assert sum(one.most for one in drawn.scored) == 56
    assert [(band.band, band.low, band.high, band.rank) for band in drawn.bands] == [
        ("standard", 0, 12, 1),
        ("medium", 13, 24, 2),
        ("high", 25, 999, 3),
    ]


@pytest.mark.req("R25")
@pytest.mark.parametrize(("answer", "status"), [("dk", "unknown"), ("declined", "declined")])
def test_all_gaps_are_medium_and_listed_as_gaps(call, answer, status):
    drawn = all_answered(call, answer)
    assert (drawn.score, call.calculated("risk_band")) == (19, "medium")
    assert {one.status for one in drawn.scored} == {status}
    assert all(one.most >= one.points for one in drawn.scored)


def test_asked_and_told_are_told_apart(call):
    call.set(VIOLENCE, "yes")
    assert scored(call, VIOLENCE).status == "asked"
    assert scored(call, VIOLENCE, {VIOLENCE: "told"}).status == "told"


def test_a_capped_list_of_ticks_reaches_its_cap(call):
    assert (scored(call, VULN).most, scored(call, OTHERS).most) == (5, 3)
    call.set(VULN, "mental physical learning")
    assert (scored(call, VULN).points, scored(call, VULN).status) == (5, "asked")


def test_an_answer_that_does_not_count_leaves_its_question_open(call):
    call.set(VULN, "mental none")
    assert (scored(call, VULN).status, scored(call, VULN).points) == ("unasked", 3)


def test_questions_that_do_not_apply_are_not_on_the_sheet(call):
    call.set("/data/opening/caller_role", "witness")
    call.set("/data/opening/witness_affected", "no")
    assert WORSE not in {one.path for one in sheet(call, {}).scored}


def test_a_floor_names_the_answers_it_rests_on(call):
    call.set(VIOLENCE, "yes")
    call.set(VULN, "mental")
    assert sheet(call, {}).floors == (Floor("vuln_force", "high", (VIOLENCE, VULN)), Floor("violence", "medium", (VIOLENCE,)))


def test_a_floor_fires_whatever_the_sum(call):
    call.set(DANGER, "yes")
    drawn = sheet(call, {})
    assert (drawn.score, drawn.floors) == (0, (Floor("danger", "high", (DANGER,)),))


def test_one_answer_still_open_that_would_raise_the_band(call):
    found = {one.path: one for one in sheet(call, {}).what_if}
    assert found[WEAPON] == WhatIf(WEAPON, "yes", "high", 4)
    assert found[THREATS] == WhatIf(THREATS, "me_now", "medium", 4)
    assert found[DANGER] == WhatIf(DANGER, "yes", "high", 0)
    assert not {OFTEN, SELFHARM} & set(found)


def test_a_gap_is_still_worth_asking(call):
    call.set(WEAPON, "dk")
    assert WhatIf(WEAPON, "yes", "high", 4) in sheet(call, {}).what_if
    call.set(WEAPON, "no")
    assert WEAPON not in {one.path for one in sheet(call, {}).what_if}


def test_nothing_raises_the_highest_band(call):
    call.set(WEAPON, "yes")
    assert sheet(call, {}).what_if == ()


def test_drawing_up_the_sheet_leaves_the_call_as_it_is(call):
    call.set(HATE, "dk")
    before = call.state()
    sheet(call, {})
    assert call.state() == before


def test_a_form_that_scores_nothing_has_a_blank_sheet():
    drawn = sheet(Call(load(written("<a/>")), now=noon), {})
    assert (drawn.scored, drawn.floors, drawn.bands, drawn.score, drawn.what_if) == ((), (), (), 0, ())
