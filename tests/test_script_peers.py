"""The comparison with other engines notices a difference where there is one, and calls alike only what means the same."""

import gzip
import json
from pathlib import Path

import pytest

from tests.peers.assertions import check
from tests.peers.conformance import main
from tests.peers.likeness import alike
from tests.peers.replay import play
from tests.script_forms import written

RECORDING = Path(__file__).parent / "oracle" / "first-call.jsonl.gz"
FORM = written("<a/><b/>", '<bind nodeset="/data/b" calculate="/data/a + 1"/>', '<input ref="/data/a"/>').decode()
BLANK = {"/data[1]": [None, 1, 1, 0], "/data[1]/a[1]": ["", 1, 1, 0], "/data[1]/b[1]": ["", 1, 1, 0]}


def session(value: str, reckoned: str, *, required: int = 0, result: str = "OK") -> dict[str, object]:
    changed = {"/data[1]/a[1]": [value, 1, 1, 0], "/data[1]/b[1]": [reckoned, 1, 1, required]}
    answer = {"op": "answer", "ref": "/data/a[0]", "value": value, "result": result, "changed": changed, "gone": []}
    return {"test": "small", "xml": FORM, "ops": [{"op": "init", "changed": BLANK, "gone": []}, answer]}


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("a", "a", True),
        ("1", "1.0000000001", True),
        ("1", "1.001", False),
        ("true", "1", True),
        ("true", "0", False),
        ("2026-11-22", "2026-11-22T00:00:00.000Z", True),
        ("2026-11-22", "2026-11-23T00:00:00.000Z", False),
        ("", "uuid:932ceb50-668a-47d9-878d-5995dff3c0c0", True),
        ("", "0", False),
    ],
)
def test_what_counts_as_the_same_value(ours, theirs, same):
    assert alike(ours, theirs) is same


def test_a_session_that_agrees_is_identical():
    outcome = play(session("1", "2"))
    assert (outcome.kind, outcome.compared) == ("identical", 6)


@pytest.mark.parametrize("made_up", [session("1", "3"), session("1", "2", required=1)])
def test_a_session_that_differs_is_noticed(made_up):
    outcome = play(made_up)
    assert outcome.kind == "different"
    assert "/data[1]/b[1]" in outcome.cause


def test_a_form_outside_the_subset_is_counted_apart():
    outside = {**session("1", "2"), "xml": FORM.replace("/data/a + 1", "uuid()")}
    assert play(outside).kind == "outside"


def test_a_refused_answer_must_be_refused_by_both():
    assert play(session("1", "2", result="CONSTRAINT_VIOLATED")).kind == "different"


@pytest.mark.parametrize(("expression", "kind"), [("1 + 1", "identical"), ("1 + 2", "different"), ("floor(2.5)", "outside")])
def test_an_assertion_is_judged(expression, kind):
    line = {"test": "t", "kind": "assertNumberValue", "expression": expression, "expected": 2, "xml": "<a/>", "root": "/", "context": "/"}
    assert check(line).kind == kind


def test_files_are_counted_one_by_one(tmp_path, capsys):
    lines = tmp_path / "sessions.jsonl.gz"
    lines.write_bytes(gzip.compress("\n".join(json.dumps(one) for one in (session("1", "2"), session("1", "3"))).encode()))
    assert main([str(lines), str(RECORDING), "-v"]) == 1
    told = capsys.readouterr().out
    assert "sessions.jsonl.gz: 1 identical of 2 run (50.0%), 0 outside" in told
    assert "first-call.jsonl.gz: 1 identical of 1 run (100.0%)" in told
    assert "1 differ for no listed cause:" in told
    assert "different: small: after answer" in told


def test_a_difference_for_a_listed_cause_is_let_pass(tmp_path, capsys):
    rounded = {
        "test": "t",
        "kind": "assertNumberValue",
        "expression": "round(-1.5)",
        "expected": -2,
        "xml": "<a/>",
        "root": "/",
        "context": "/",
    }
    lines = tmp_path / "assertions.jsonl"
    lines.write_text(json.dumps(rounded), encoding="utf-8")
    assert main([str(lines)]) == 0
    assert "1 differ: -1.5 rounds up to -1" in capsys.readouterr().out
    lines.write_text(json.dumps({**rounded, "expression": "round(1.5)", "expected": 3}), encoding="utf-8")
    assert main([str(lines)]) == 1
