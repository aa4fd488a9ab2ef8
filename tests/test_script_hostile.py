"""A form that means harm neither hangs the desk nor fills its memory: patterns, texts that double, conditions within conditions."""

import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from html import escape
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callhandler.script.answers import MOST_PLACES
from callhandler.script.call import Call
from callhandler.script.functions import FUNCTIONS, LONGEST
from callhandler.script.load import load
from callhandler.script.patterns import fits, pattern
from callhandler.script.trouble import ScriptTrouble
from tests.patience import LONG
from tests.script_forms import a_list, called, noon, written

CATASTROPHIC = ("(a+)+$", "(a|a)*$", "(a|aa)+$", "(.*a){12}$", "^(([a-z])+.)+[A-Z]([a-z])+$", r"(\w+\s?)*$", "(a*)*b")
RUN = """
from callhandler.script.patterns import fits
import sys
print([fits("a" * 5_000 + "!", one) for one in sys.argv[1:]])
"""


@pytest.mark.req("T8")
def test_no_pattern_hangs():
    told = subprocess.run([sys.executable, "-c", RUN, *CATASTROPHIC], capture_output=True, text=True, timeout=LONG, check=True)
    assert told.stdout.strip() == str([False] * len(CATASTROPHIC))


def test_a_hanging_constraint_is_answered_at_once():
    call = called("<a/>", """<bind nodeset="/data/a" constraint="regex(., '^(a+)+$')"/>""", '<input ref="/data/a"><label>A</label></input>')
    call.set("/data/a", "a" * 5_000)
    assert not call.refused("/data/a")
    call.set("/data/a", "a" * 5_000 + "!")
    assert call.refused("/data/a")


@pytest.mark.parametrize("expression", ["(?=a)b", r"(a)\1", "(?<=a)b", "[0-9", "(a{1000}){1000}", "a" * 300_000, "\ud800"])
def test_a_pattern_that_cannot_run_in_bounded_time_is_refused(expression):
    with pytest.raises(ScriptTrouble):
        pattern(expression)
    assert not fits("a", expression)


@pytest.mark.parametrize(
    ("said", "expression", "fit"),
    [
        ("07700 900123", r"^\+?[0-9 ]{10,16}$", True),
        ("0770", r"^\+?[0-9 ]{10,16}$", False),
        ("BA1 1AA", "[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}", True),
        ("x BA1 1AA", "[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}", False),
        ("Gŵyl", r"^\p{L}+$", True),
        ("٣", r"^\d$", False),
        ("\ud800", ".", False),
    ],
)
def test_a_pattern_fits_the_whole_answer(said, expression, fit):
    assert fits(said, expression) is fit


def test_texts_that_double_one_another_end_somewhere():
    names = [f"a{n}" for n in range(60)]
    binds = "".join(
        f'<bind nodeset="/data/{name}" calculate="concat(/data/{before}, /data/{before})"/>' for before, name in pairwise(names)
    )
    call = called("".join(f"<{name}/>" for name in names), binds)
    call.set("/data/a0", "ten bytes.")
    assert len(call.value("/data/a59")) == LONGEST


def test_conditions_within_conditions_are_refused_beyond_two():
    lists = a_list("many", *(f"n{n}={n}" for n in range(500)))

    def nested(deep: int) -> str:
        inner = "1" if not deep else f"count(instance('many')/root/item[{nested(deep - 1)} &gt; 0])"
        return inner if deep else "number(points)"

    load(written("<a/>", f'<bind nodeset="/data/a" calculate="{nested(2)}"/>', more=lists))
    with pytest.raises(ScriptTrouble, match="more than 2 deep"):
        load(written("<a/>", f'<bind nodeset="/data/a" calculate="{nested(3)}"/>', more=lists))


def _rows_in_rows(deep: int, rows: int) -> bytes:
    names = [f"r{n}" for n in range(deep)]
    places = "".join(f"<{name}>" for name in names) + "<x/>" + "".join(f"</{name}>" for name in reversed(names))
    paths = ["/data/" + "/".join(names[: n + 1]) for n in range(deep)]
    body = "".join(f'<group ref="{path}"><repeat nodeset="{path}" jr:count="{rows}">' for path in paths)
    return written(places, "", body + "</repeat></group>" * deep)


@pytest.mark.req("T8")
def test_rows_within_rows_end_somewhere():
    form = load(_rows_in_rows(3, 400))
    with pytest.raises(ScriptTrouble, match=f"counts out more than {MOST_PLACES} places"):
        Call(form, now=noon)
    _quickly(lambda: Call(load(_rows_in_rows(5, 5)), now=noon).sections())


@pytest.mark.req("T8")
def test_a_long_list_is_not_held_against_itself():
    lists = a_list("many", *(f"n{n}={n}" for n in range(3_000)))
    crossed = "count(instance('many')/root/item[count(instance('many')/root/item[points = 1]) &gt; 0])"
    both = "instance('many')/root/item/points = instance('many')/root/item/name"
    for expression in (crossed, both):
        form = load(written("<a/>", f'<bind nodeset="/data/a" calculate="{expression}"/>', more=lists))
        with pytest.raises(ScriptTrouble, match="looks at more than"):
            Call(form, now=noon)


@pytest.mark.req("T8")
def test_actions_that_set_one_another_end_somewhere():
    """Each change of one question sets two others anew, to something else each time."""
    names = ("a", "b", "c")
    inputs = "".join(
        f'<input ref="/data/{name}"><label>Q</label>'
        + "".join(
            f'<setvalue event="xforms-value-changed" ref="/data/{other}" value="concat(/data/{name}, \'{name}\')"/>'
            for other in names
            if other != name
        )
        + "</input>"
        for name in names
    )
    call = called("<a/><b/><c/>", "", inputs)
    with pytest.raises(ScriptTrouble, match="looks at more than"):
        call.set("/data/a", "x")


def test_a_call_goes_on_after_an_answer_that_cost_too_much():
    lists = a_list("many", *(f"n{n}={n}" for n in range(3_000)))
    crossed = "if(/data/a = 'long', count(instance('many')/root/item[count(instance('many')/root/item[points = 1]) &gt; 0]), 1)"
    call = called(
        "<a/><b/>", f'<bind nodeset="/data/b" calculate="{crossed}"/>', '<input ref="/data/a"><label>A</label></input>', more=lists
    )
    with pytest.raises(ScriptTrouble, match="looks at more than"):
        call.set("/data/a", "long")
    call.set("/data/a", "short")
    assert call.value("/data/b") == "1"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (b'<?xml version="1.0" encoding="x-none"?><h/>', "not well-formed"),
        (b'<?xml version="1.0" encoding="utf-7"?><h/>', "not well-formed"),
        (written("<a/>" * 501), "“a” stands more than 500 times"),
        (written("".join(f"<a{n}/>" for n in range(10_001))), "more than 10000 places"),
        (b"<a>" * 150_001 + b"</a>" * 150_001, "more than 300000 tags"),
        (b'<!DOCTYPE b [<!ENTITY a "aaa"><!ENTITY b "&a;&a;">]><h>&b;</h>', "document type"),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><h/>', "document type"),
        (b"<a>" * 120 + b"</a>" * 120, "deeper than 100"),
    ],
)
def test_a_form_that_is_too_much_is_refused_at_the_door(form, said):
    with pytest.raises(ScriptTrouble, match=said):
        load(form)


def _expressions() -> st.SearchStrategy[str]:
    """Anything that an expression may be made of, well-formed more often than not."""
    leaves = st.sampled_from(
        ["/data/a", "/data/b", "../a", ".", "''", "'x y'", "0", "1.5", "1e9", "instance('many')/root/item", "today()", "now()", "'(a+)+$'"]
    )

    def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        operator = st.sampled_from([" + ", " - ", "*", " div ", " mod ", " = ", "!=", "<", ">=", " and ", " or ", "|"])
        calling = st.tuples(st.sampled_from(sorted(FUNCTIONS)), st.lists(inner, max_size=4)).map(
            lambda one: f"{one[0]}({', '.join(one[1])})"
        )
        condition = st.tuples(st.sampled_from(["/data/a", "instance('many')/root/item"]), inner).map(lambda one: f"{one[0]}[{one[1]}]")
        return calling | condition | st.tuples(inner, operator, inner).map("".join) | inner.map(lambda one: f"({one})")

    return st.recursive(leaves, grown, max_leaves=12)


def _quickly(what: Callable[[], object]) -> None:
    """Nothing but a sentence comes out, within a second of this thread's own work."""
    began = time.thread_time()
    with suppress(ScriptTrouble):
        what()
    assert time.thread_time() - began < 1


@settings(max_examples=300, deadline=None)
@given(_expressions(), st.text(max_size=60))
def test_any_expression_runs_or_is_refused_in_time(expression, answer):
    bind = f'<bind nodeset="/data/b" calculate="{escape(expression)}"/><bind nodeset="/data/a" constraint="{escape(expression)}"/>'
    lists = a_list("many", *(f"n{n}={n}" for n in range(50)))
    _quickly(lambda: called("<a/><b/>", bind, more=lists).set("/data/a", "".join(one for one in answer if one.isprintable())))
