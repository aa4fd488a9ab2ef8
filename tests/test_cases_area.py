"""An area is data: every shipped one can be read and says whose it is not; one that does not hold together is refused in words."""

from pathlib import Path

import pytest
import yaml

from callhandler.cases.area import AreaTrouble, load_area
from callhandler.config import RESOURCES

AREAS = RESOURCES / "areas"


def test_every_shipped_area_can_be_read_and_says_whose_it_is_not() -> None:
    for folder in sorted(AREAS.iterdir()):
        area = load_area(folder)
        assert area.code == folder.name
        assert area.script.is_file()
        assert "not" in area.label
        assert area.label_in("cy") != area.label
    assert load_area(AREAS / "generic").label == "Generic v1 — not a force's own tool"
    assert load_area(AREAS / "south-wales").languages[0] == "cy"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"case_review": {"least": 4}}, "case_review.least"),
        ({"watch": [{"code": "x"}]}, "watch.0.least"),
        ({"colour": "blue"}, "colour"),
        ({"questions": {"nonsense": "/data/x"}}, "nonsense"),
    ],
)
def test_an_area_that_does_not_hold_together_is_refused_in_words(tmp_path: Path, change: dict[str, object], said: str) -> None:
    whole = yaml.safe_load((AREAS / "generic" / "area.yaml").read_text(encoding="utf-8"))
    (tmp_path / "area.yaml").write_text(yaml.safe_dump({**whole, **change}), encoding="utf-8")
    with pytest.raises(AreaTrouble, match=said):
        load_area(tmp_path)


def test_a_missing_or_broken_area_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(AreaTrouble, match="cannot be read"):
        load_area(tmp_path)
    (tmp_path / "area.yaml").write_text("a: [", encoding="utf-8")
    with pytest.raises(AreaTrouble):
        load_area(tmp_path)
