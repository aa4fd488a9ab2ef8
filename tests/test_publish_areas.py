"""Eight areas, each an overlay on the generic form with rules of its own: published, signed, labelled, and every figure with its source."""

import csv
import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from callhandler.cases.area import AreaTrouble, load_area
from callhandler.config import RESOURCES
from callhandler.log.calendar import Span
from callhandler.protocol.case_review import Complained, meter
from callhandler.risk.repeat import RepeatRule
from callhandler.script.call import Call
from callhandler.script.load import load
from callhandler.script.publish import publish
from callhandler.script.release import verify_beside
from house.publish_areas import main as publish_areas
from tests.oracle.record import missing, recorded
from tests.peers.replay import play
from tests.script_forms import first_call, noon
from tests.source import HERE

AREAS = RESOURCES / "areas"
EIGHT = ("avon-and-somerset", "cambridgeshire", "leicestershire", "lincolnshire", "london", "south-wales", "sussex", "west-mercia")
SOURCES = set(re.findall(r"^\| (S\d+)", (HERE / "docs" / "sources.md").read_text(encoding="utf-8"), re.MULTILINE))
NAMED = re.compile(r"\bS(\d+)\b")


@pytest.fixture(params=EIGHT)
def folder(request: pytest.FixtureRequest) -> Path:
    return AREAS / str(request.param)


def test_the_eight_are_there_and_one_that_is_nobodys():
    assert sorted(one.name for one in AREAS.iterdir()) == sorted((*EIGHT, "generic"))
    assert len({load_area(AREAS / code).prefix for code in (*EIGHT, "generic")}) == 9


def test_publishing_again_gives_the_same_bytes(folder):
    assert publish(RESOURCES / "forms" / "first-call", folder / "overlay.csv") == (folder / "form.xml").read_bytes()


def test_the_form_is_signed_by_the_publisher_that_the_area_names(folder):
    pinned = re.search(r"^publisher: (\w{64})$", (folder / "area.yaml").read_text(encoding="utf-8"), re.MULTILINE)
    assert pinned
    assert verify_beside(folder / "form.xml", pinned[1]).version == load((folder / "form.xml").read_bytes()).version


def test_an_altered_form_is_refused(folder, tmp_path):
    shutil.copytree(AREAS / "generic", tmp_path / "generic")
    shutil.copytree(folder, tmp_path / folder.name)
    load_area(tmp_path / folder.name)
    form = tmp_path / folder.name / "form.xml"
    form.write_bytes(form.read_bytes().replace(b"<high>12</high>", b"<high>13</high>"))
    with pytest.raises(AreaTrouble, match="changed since it was published"):
        load_area(tmp_path / folder.name)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_set_says_that_it_is_not_a_forces_own(folder, language):
    area, form = load_area(folder), load((folder / "form.xml").read_bytes())
    label = {"en": "Generic v1 — not a force's own tool", "cy": "Generig v1 — nid offeryn heddlu penodol"}[language]
    about = Call(form, now=noon, language=language).question("/data/opening/about", language)
    assert label in about.short + area.label_in(language)
    assert form.title.startswith("ASB first call: Generic v1, adapted for ")
    assert form.id == f"asb_first_call_{folder.name.replace('-', '_')}"


def test_every_change_names_its_source(folder):
    with (folder / "overlay.csv").open(encoding="utf-8", newline="") as lines:
        changes = list(csv.DictReader(lines))
    assert len(changes) >= 3
    for change in changes[2:]:
        assert NAMED.search(change["note"]) or "background" in change["note"], change["name"]
    told = " ".join(change["note"] for change in changes) + (folder / "area.yaml").read_text(encoding="utf-8")
    assert {f"S{number}" for number in NAMED.findall(told)} - _ranges(SOURCES) == set()


def _ranges(sources: set[str]) -> set[str]:
    """S36 stands in the line of S35 to S37, and so on."""
    told = (HERE / "docs" / "sources.md").read_text(encoding="utf-8")
    spans = re.findall(r"^\| S(\d+)[–,] ?S(\d+)", told, re.MULTILINE)
    return sources | {f"S{number}" for low, high in spans for number in range(int(low), int(high) + 1)}


def test_every_figure_is_published_or_ours(folder):
    told = (folder / "area.yaml").read_text(encoding="utf-8")
    rules = [line for line in told.splitlines() if line.strip().startswith("- {")]
    assert [line for line in rules if "# " not in line or not re.search(r"ours|S\d|published", line.partition("# ")[2])] == []


def test_an_area_asks_what_the_generic_form_asks(folder):
    generic, own = first_call(), load((folder / "form.xml").read_bytes())
    assert set(own.places) >= set(generic.places)
    assert dict(own.scored) == dict(generic.scored)
    assert list(own.languages) == ["en", "cy"]


def test_an_area_says_only_what_it_does_otherwise(tmp_path):
    shutil.copytree(RESOURCES / "forms", tmp_path / "forms")
    for code in ("generic", "lincolnshire"):
        shutil.copytree(AREAS / code, tmp_path / "areas" / code)
    area, generic = load_area(tmp_path / "areas" / "lincolnshire"), load_area(tmp_path / "areas" / "generic")
    assert area.agreement.clocks == generic.agreement.clocks
    assert area.agreement.agencies[3:] == ("health", "social-care")
    assert (area.code, area.grave, area.schemes) == ("lincolnshire", generic.grave, generic.schemes)


def test_an_area_like_itself_is_refused_in_a_sentence(tmp_path):
    shutil.copytree(AREAS / "london", tmp_path / "london")
    file = tmp_path / "london" / "area.yaml"
    for like in ("london", "../elsewhere", "[]"):
        file.write_text(file.read_text(encoding="utf-8").replace("like: generic", f"like: {like}"), encoding="utf-8")
        with pytest.raises(AreaTrouble):
            load_area(tmp_path / "london")


def test_south_wales_opens_in_either_language_and_counts_three_in_three_months():
    area = load_area(AREAS / "south-wales")
    call = Call(load(area.script.read_bytes()), now=noon)
    assert area.languages == ("cy", "en")
    assert RepeatRule("3-in-3-months", 3, months=3, band="medium") in area.repeat
    assert "Cymraeg or English?" in call.question("/data/opening/greet", "en").label
    assert "Cymraeg neu Saesneg?" in call.question("/data/opening/greet", "cy").label
    assert call.question("/data/opening/letters", "cy").label == "Ac ym mha iaith hoffech chi gael llythyrau?"


def _complained(case: str, on: date, agency: str = "police", same: str = "", made: date | None = None) -> Complained:
    at = datetime.combine(made or on, datetime.min.time(), UTC)
    return Complained(case, at, on, agency, "mrs-a", same_incident_as=same)


def test_lincolnshire_counts_an_incident_told_to_several_agencies_once():
    rule = load_area(AREAS / "lincolnshire").case_review
    first = _complained("a", date(2026, 9, 1))
    again = [_complained(case, date(2026, 9, 1), agency, "a") for case, agency in (("b", "council"), ("c", "landlord"))]
    assert len(meter([first, *again], rule, date(2026, 11, 22)).counted) == 1
    others = [_complained("d", date(2026, 9, 20)), _complained("e", date(2026, 10, 2))]
    assert meter([first, *again, *others], rule, date(2026, 11, 22)).met


@pytest.mark.parametrize(("days", "met"), [(30, True), (31, False)])
def test_lincolnshire_counts_what_was_reported_within_thirty_days(days, met):
    rule = load_area(AREAS / "lincolnshire").case_review
    late = _complained("c", date(2026, 9, 1), made=date.fromordinal(date(2026, 9, 1).toordinal() + days))
    complaints = [_complained("a", date(2026, 8, 1)), _complained("b", date(2026, 8, 20)), late]
    assert rule.made_within == Span(days=30)
    assert meter(complaints, rule, date(2026, 11, 22)).met is met


def test_the_areas_are_not_published_anew_without_a_new_version(tmp_path, capsys):
    assert publish_areas(str(tmp_path / "no-key.pem")) == 1
    assert "no-key.pem" in capsys.readouterr().out


@pytest.mark.oracle
@pytest.mark.parametrize("code", [*EIGHT, "generic"])
def test_every_place_of_an_areas_form_is_as_javarosa_has_it_in_both_languages(code):
    assert not missing(), missing()
    session = recorded(load_area(AREAS / code).script, (*EIGHT, "generic").index(code) + 1)
    first, *rest = session["ops"]
    for language in ("English (en)", "Welsh (cy)"):
        spoken = {"op": "language", "value": language}
        outcome = play({**session, "ops": [first, spoken, *rest]}, lambda: datetime.fromisoformat(f"{session['day']}T12:00:00+00:00"))
        assert outcome.kind == "identical", outcome.cause
        assert outcome.compared > 35_000
