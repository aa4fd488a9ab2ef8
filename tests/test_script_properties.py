"""What holds of every script and every call, whatever is answered and in whatever order."""

import math
from collections.abc import Mapping
from contextlib import suppress
from html import escape

from hypothesis import given
from hypothesis import strategies as st

from callhandler.config import RESOURCES
from callhandler.script.call import Call
from callhandler.script.functions import FUNCTIONS
from callhandler.script.load import load
from callhandler.script.scoring import sheet
from callhandler.script.trouble import ScriptTrouble
from callhandler.script.xpath import read
from tests.script_forms import called, first_call, noon, written

PUBLISHED = (RESOURCES / "forms" / "first-call.xml").read_bytes()
FORM = first_call()
BANDS = ("standard", "medium", "high")
ALONE = ("none", "dk", "declined")
BLANK = Call(FORM, now=noon)
ALL = tuple(BLANK.question(path) for shape in FORM.controls for path in BLANK.places(shape))
EVERY = tuple(question for question in ALL if question.options and not question.readonly)
YES_NO = tuple(question for question in EVERY if {"yes", "no"} <= {option.name for option in question.options})
TICKS = tuple(question for question in EVERY if question.kind == "many")
WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)


@st.composite
def answers(draw) -> Mapping[str, str]:
    """Answers to some of the questions: one of those offered, or several."""
    given_ = {}
    for question in draw(st.lists(st.sampled_from(EVERY), max_size=15, unique_by=lambda one: one.path)):
        names = st.sampled_from([option.name for option in question.options])
        many = st.lists(names, min_size=1, max_size=4, unique=True).map(" ".join)
        given_[question.path] = draw(names if question.kind == "one" else many)
    return given_


def answered(given_: Mapping[str, str]) -> Call:
    call = Call(FORM, now=noon)
    for path, value in given_.items():
        call.set(path, value)
    return call


@given(answers(), st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_matter(given_, dice):
    shuffled = list(given_.items())
    dice.shuffle(shuffled)
    assert answered(given_).state() == answered(dict(shuffled)).state()


@given(answers(), st.sampled_from(YES_NO))
def test_one_more_yes_never_lowers_the_band(given_, question):
    call = answered({path: value for path, value in given_.items() if path != question.path})
    call.set(question.path, "no")
    before = BANDS.index(call.calculated("risk_band"))
    call.set(question.path, "yes")
    assert BANDS.index(call.calculated("risk_band")) >= before


@given(answers(), st.sampled_from(TICKS), st.data())
def test_one_more_tick_never_lowers_the_band(given_, question, data):
    real = [option.name for option in question.options if option.name not in ALONE]
    some = data.draw(st.lists(st.sampled_from(real), unique=True, max_size=len(real) - 1))
    more = data.draw(st.sampled_from([name for name in real if name not in some]))
    call = answered({**given_, question.path: " ".join(some)})
    before = (BANDS.index(call.calculated("risk_band")), int(call.calculated("risk")))
    call.set(question.path, " ".join((*some, more)))
    assert (BANDS.index(call.calculated("risk_band")), int(call.calculated("risk"))) >= before


@given(answers(), st.sampled_from(EVERY), st.data())
def test_taking_an_answer_away_restores_what_was(given_, question, data):
    call = answered({path: value for path, value in given_.items() if path != question.path})
    before = call.state()
    call.set(question.path, data.draw(st.sampled_from(question.options)).name)
    call.set(question.path, "")
    assert call.state() == before


@given(answers())
def test_what_is_reckoned_step_by_step_is_what_is_reckoned_at_once(given_):
    call = answered(given_)
    before = call.state()
    call.reckon_again()
    assert call.state() == before


@given(answers())
def test_every_place_that_changes_is_named(given_):
    call = Call(FORM, now=noon)
    for path, value in given_.items():
        before = {place: rest for place, *rest in call.state()}
        changed = {place.replace("]", "").replace("[", "#") for place in call.set(path, value).paths}
        after = {place: rest for place, *rest in call.state()}
        differ = {_plain(place) for place in after if before[place] != after[place] and after[place][0] is not None}
        assert differ <= changed


def _plain(place: str) -> str:
    """A path with the rows of repeats only, as answers are addressed."""
    parts = [part.rstrip("]").partition("[") for part in place.split("/")[1:]]
    return "".join(f"/{name}#{row}" if name in ("person", "told") else f"/{name}" for name, _, row in parts)


@given(answers())
def test_the_score_is_the_sum_of_its_points(given_):
    drawn = sheet(answered(given_), {})
    gone = {weighed.question.path for weighed in answered(given_).scale.weighed} - {one.path for one in drawn.scored}
    if not gone:
        assert drawn.score == sum(one.points for one in drawn.scored)
    assert all(0 <= one.points <= one.most for one in drawn.scored)


@given(answers())
def test_every_way_up_is_a_way_up(given_):
    call = answered(given_)
    now = BANDS.index(call.calculated("risk_band"))
    for one in sheet(call, {}).what_if:
        trial = answered({**given_, one.path: one.value})
        assert (trial.calculated("risk_band"), int(trial.calculated("risk"))) == (one.band, one.score)
        assert BANDS.index(one.band) > now


@given(answers(), answers())
def test_a_trial_says_what_would_come_and_changes_nothing(given_, tried):
    call = answered(given_)
    before = call.state()
    told = call.trial(tried, ("risk", "risk_band", "floors_fired"))
    assert call.state() == before
    later = answered({**given_, **tried})
    assert told == tuple(later.calculated(name) for name in ("risk", "risk_band", "floors_fired"))


@given(WORDS)
def test_any_expression_is_read_or_refused(words):
    with suppress(ScriptTrouble):
        read(words)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_form_or_refused(noise):
    for xml in (noise, written("<a/>").replace(b"<a/>", noise)):
        with suppress(ScriptTrouble):
            load(xml)


@given(st.data())
def test_a_damaged_form_is_refused_or_runs(data):
    at = data.draw(st.integers(0, len(PUBLISHED)))
    length = data.draw(st.integers(0, 200))
    damaged = PUBLISHED[:at] + data.draw(st.binary(max_size=20)) + PUBLISHED[at + length :]
    with suppress(ScriptTrouble):
        sheet(Call(load(damaged), now=noon), {})


@given(st.sampled_from(sorted(FUNCTIONS)), st.lists(WORDS | st.floats().map(str), max_size=3))
def test_no_function_breaks_on_what_was_said(name, said):
    """Every function of the script, fed with anything that could have been typed."""
    arguments = ", ".join(f"/data/a{at}" for at in range(len(said)))
    places = "".join(f"<a{at}/>" for at in range(len(said)))
    try:
        call = called(f"{places}<b/>", f'<bind nodeset="/data/b" calculate="{name}({arguments})"/>')
    except ScriptTrouble as trouble:
        assert trouble.code == "arguments"  # noqa: PT017 - a number of arguments it does not take is the one thing refused
        return
    for at, words in enumerate(said):
        call.set(f"/data/a{at}", words)
    assert isinstance(call.value("/data/b"), str)


@given(st.sampled_from(["or", "and", "+", "*", "=", "<", "|"]))
def test_a_long_row_of_operators_runs(sign):
    call = called("<a/><b/>", f'<bind nodeset="/data/b" calculate="{f" {escape(sign)} ".join(["/data/a"] * 1000)}"/>')
    call.set("/data/a", "1")
    assert call.value("/data/b")


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_any_words_can_be_an_answer(words):
    call = answered({})
    for path, value in zip(
        ("/data/incident/account", "/data/opening/danger", "/data/harm/r_history_n", "/data/incident/when_date"), words, strict=False
    ):
        call.set(path, value)
        assert call.value(path) == value
        call.problem(path)
    sheet(call, {})


@given(st.floats(allow_nan=False), st.floats(allow_nan=False), st.sampled_from(["+", "-", "*", "div", "mod"]))
def test_arithmetic_never_breaks_a_call(left, right, sign):
    call = called("<a/><b/><c/>", f'<bind nodeset="/data/c" calculate="number(/data/a) {sign} number(/data/b)"/>')
    for path, value in (("/data/a", left), ("/data/b", right)):
        call.set(path, format(value, "f") if math.isfinite(value) else str(value))
    assert isinstance(call.value("/data/c"), str)
