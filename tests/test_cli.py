"""The command line plays, prints, and refuses in plain words; it never shows a traceback for what somebody typed."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from callhandler.cli import commands

HISTORY = """
id: invented-1
people: [{role: victim, pseudonym: Mrs A, age_band: 70s, vulnerabilities: [asthma]}]
contacts:
  - {n: 1, date: 2024-03-05, kind: report, caller: victim, agency: council, summary: music at night, facts: {noise: "yes"}}
  - {n: 2, date: 2024-03, kind: report, caller: victim, agency: council, summary: again, facts: {noise: "yes", threats: "yes, to kill her"}}
"""


@pytest.fixture
def history(tmp_path: Path) -> Path:
    file = tmp_path / "invented.yaml"
    file.write_text(HISTORY, encoding="utf-8")
    return file


def typed(*words: object) -> Result:
    return CliRunner().invoke(commands, [str(word) for word in words])


def test_a_replay_prints_each_flag_at_the_contact_that_raises_it(history):
    printed = typed("replay", history).stdout.splitlines()
    first, second = (next(at for at, line in enumerate(printed) if line.split()[:1] == [n]) for n in "12")
    assert "5 March 2024" in printed[first]
    assert "about" in printed[second]
    assert ["Vulnerable:" in line for line in printed[first:]].count(True) == 1
    assert any("+ Vulnerable:" in line for line in printed[first:second])
    assert any("+ Repeat victim:" in line for line in printed[second:])


def test_a_replay_for_another_program_is_a_file(history, tmp_path):
    out = tmp_path / "result.json"
    told = typed("replay", history, "--area", "generic", "--json", out)
    assert told.exit_code == 0
    assert "Contacts: 2" in told.stdout
    played = json.loads(out.read_text(encoding="utf-8"))["invented-1"]
    assert [(one["n"], one["k"]) for one in played] == [(1, 1), (2, 1)]
    assert "repeat" in played[1]["raised"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("replay", "nowhere"), "no call histories"),
        (("replay", "nowhere", "--area", "atlantis"), "there are avon-and-somerset"),
        (("dance",), "No such command"),
        (("--dance",), "No such option"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(words, told):
    refused = typed(*words)
    assert refused.exit_code == 2
    assert told in refused.stderr
    assert "Traceback" not in refused.output


@pytest.mark.parametrize("text", ["", "contacts: 5", "{", "id: x\ncontacts: [{n: one}]", "\x00"])
def test_a_file_that_is_no_history_is_named(tmp_path, text):
    file = tmp_path / "odd.yaml"
    file.write_text(text, encoding="utf-8")
    refused = typed("replay", file)
    assert refused.exit_code == 2
    assert str(file) in refused.stderr


def test_a_result_that_cannot_be_written_is_said(history, tmp_path):
    refused = typed("replay", history, "--json", tmp_path / "not" / "there.json")
    assert refused.exit_code == 2
    assert "there.json" in refused.stderr
