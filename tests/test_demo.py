"""The invented fortnight plays through the real desk and leaves something worth looking at."""

from datetime import UTC, datetime
from pathlib import Path

from callhandler.app.doors import Entrance
from callhandler.demo import MovedClock, calls, play
from callhandler.desk.why import Why
from tests.desks import room


def test_every_invented_call_is_taken_at_its_own_time(tmp_path: Path) -> None:
    clock = MovedClock(datetime(2026, 11, 22, 10, 0, tzinfo=UTC))
    with room(tmp_path) as made:
        desk = made.desk(now=clock)
        references = list(play(desk, clock))
        assert len(set(references)) == len(calls())
        assert clock.now == datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
        assert desk.calls() == ()
        assert [one.band for one in desk.today()] == ["high"]
        repeat = desk.person(desk.find(name="Yusuf Karim")[0].person, why=Why("follow-up"))
        assert {flag.code for flag in repeat.flags} >= {"repeat", "hate", "high_risk"}
        assert any(one.overdue for one in desk.due())


def test_nobody_in_it_can_be_rung_up() -> None:
    numbers = {call["number"] for call in calls()} - {""}
    assert all(number.startswith(("01632 960", "07700 900")) for number in numbers)  # Ofcom's ranges for drama


def test_the_demo_opens_with_every_invented_call_on_record(tmp_path: Path) -> None:
    opened = Entrance(tmp_path, "generic").demo()
    log = opened.vault.logbook
    assert len(log.entries(kinds=("call-ended",))) == len(calls())
    assert log.open_cases() == ()
    assert log.verify() is None
    opened.vault.close()
