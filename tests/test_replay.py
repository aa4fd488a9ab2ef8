"""Histories are played through the real desk, and each flag is raised in time."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from callhandler.cases.area import Area, load_area
from callhandler.cases.phrases import FormNames
from callhandler.config import RESOURCES
from callhandler.replay import Stood, as_result, replay
from callhandler.replay.timeline import timeline
from callhandler.words import Words

CASES = Path(__file__).parent / "cases"


@pytest.fixture(scope="module")
def area() -> Area:
    return load_area(RESOURCES / "areas" / "generic")


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
