"""The shipped form, answered at random, stands after every answer as JavaRosa has it: every place, its value and its flags."""

import gzip
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from callhandler.config import RESOURCES
from tests.oracle.record import missing, recorded
from tests.peers.replay import play

FORM = RESOURCES / "forms" / "first-call.xml"
RECORDING = Path(__file__).parent / "oracle" / "first-call.jsonl.gz"


def noon(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).replace(hour=12)


def answered(session: dict[str, object]) -> int:
    """The places compared; fails where the two engines part."""
    outcome = play(session, lambda: noon(str(session["day"])))
    assert outcome.kind == "identical", outcome.cause
    return outcome.compared


@pytest.mark.oracle
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_place_is_as_javarosa_has_it(seed):
    assert not missing(), missing()
    assert answered(recorded(FORM, seed)) > 35_000


def test_a_recorded_session_ends_as_javarosa_had_it():
    with gzip.open(RECORDING, "rt", encoding="utf-8") as text:
        session = json.load(text)
    assert session["xml"] == FORM.read_text(encoding="utf-8"), "the form has changed: record it again (python -m tests.oracle.record)"
    assert answered(session) > 35_000
