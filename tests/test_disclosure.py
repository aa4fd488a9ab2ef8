"""What another agency is told of a shared case: what the agreement discloses, and not a byte more."""

import re
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from callhandler.cases.area import load_area
from callhandler.config import RESOURCES
from callhandler.log.kinds import (
    AccessGiven,
    ActionAgreed,
    ActionDone,
    Answered,
    AnyBody,
    Body,
    CallEnded,
    CallStarted,
    CaseClosed,
    CaseReviewOffered,
    CaseShared,
    ContactMade,
    ContactSorted,
    Corrected,
    Erased,
    FileAttached,
    GlassBroken,
    GlassReviewed,
    HistoryTold,
    KeepingTold,
    KeptBack,
    LinkUndone,
    Noted,
    NotSamePerson,
    PersonDescribed,
    PlaceDescribed,
    Reason,
    RecipientTold,
    RectificationAsked,
    RectificationDecided,
    Reviewed,
    RiskAssessed,
    RowAdded,
    RowRemoved,
    SamePerson,
    ScriptVersion,
    ShareEnded,
    UnknownBody,
    Viewed,
)
from callhandler.log.ownership import case_of
from callhandler.protocol.disclosure import NOTHING, disclosed, parts, preview, tells
from callhandler.sync.exchange import Exchange
from callhandler.sync.messages import Answer
from tests.scribe import MORNING, Scribe, sealed
from tests.simulator.stage import Stage

KINDS = {cls.model_fields["kind"].default for cls in get_args(get_args(AnyBody)[0])}
AREAS = sorted(folder for folder in (RESOURCES / "areas").iterdir())
GENERIC = load_area(RESOURCES / "areas" / "generic").discloses
SCRIPT = ScriptVersion(form="first-call", version="1", sha256="ab")
GRADE = {"script": SCRIPT, "computed": "high", "band": "high", "score": 9, "most": 9}
PHOTO = {"sha256": "ab" * 32, "size": 9, "media": "image/jpeg", "name": "canary.jpg"}
VULN, WORSE = "/data/harm/r_vuln", "/data/harm/r_worse"
CASE = case_of("police", "c1")
GUESTS = ("council", "council/health", "landlord", "landlord/health", "health", "social-care", "parish")

# Who among the guests is told of what, by hand: C council, L landlord, H health, S social care; an h behind it: its health group too.
TOLD: dict[str, tuple[Body, str]] = {
    "call": (CallStarted(reference="canary", area="generic", script=SCRIPT, caller="p1", number="07700"), "C Ch L Lh H S"),
    "sorted": (ContactSorted(purpose="report"), "C Ch L Lh H S"),
    "account": (Answered(path="/data/incident/account", value="canary"), "C Ch L Lh S"),
    "phone": (Answered(path="/data/opening/caller_phone", value="canary"), "C Ch L Lh H S"),
    "worse": (Answered(path="/data/harm/r_worse", value="canary"), "C Ch L Lh H S"),
    "vulnerable": (Answered(path="/data/harm/vuln_words", value="canary"), "Ch Lh H S"),
    "selfharm": (Answered(path="/data/harm/r_selfharm", value="canary"), "Ch Lh H S"),
    "strands": (Answered(path="/data/hate/hate_strands", value="canary"), "Ch Lh H S"),
    "suspect": (Answered(path="/data/who/person[2]/person_name", value="canary"), "C Ch L Lh S"),
    "strange": (Answered(path="/data/another/question", value="canary"), ""),
    "near": (Answered(path="/data/incidental", value="canary"), ""),
    "row": (RowAdded(path="/data/who/person"), "C Ch L Lh S"),
    "no row": (RowRemoved(path="/data/who/person", row=1), "C Ch L Lh S"),
    "note": (Noted(text="canary"), "C Ch"),
    "note on health": (Noted(text="canary", path="/data/harm/vuln_words"), "Ch"),
    "photograph": (FileAttached(**PHOTO, words="canary"), "C Ch"),
    "photograph of an injury": (FileAttached(**PHOTO, health=True), "Ch"),
    "history": (HistoryTold(person="p1", what="incidents", least=3, since=date(2026, 1, 1), until=date(2026, 3, 1)), "C Ch L Lh S"),
    "risk": (RiskAssessed(script=SCRIPT, computed="high", band="high", score=9, most=9, why="canary"), "C Ch L Lh H S"),
    "risk for a reason of health": (RiskAssessed(**GRADE, reasons=(Reason(code="points:r_vuln", points=2, path=VULN),)), "Ch Lh H S"),
    "risk, health among others": (RiskAssessed(**GRADE, reasons=(Reason(code="sum:told", path=f"{WORSE} {VULN}"),)), "Ch Lh H S"),
    "risk, health declined": (RiskAssessed(**GRADE, gaps=(VULN,)), "Ch Lh H S"),
    "risk for another reason": (RiskAssessed(**GRADE, reasons=(Reason(code="points:r_worse", path=WORSE),)), "C Ch L Lh H S"),
    "ended": (CallEnded(), "C Ch L Lh S"),
    "ended, summed up": (CallEnded(summary="canary"), "C Ch"),
    "ended, health fell away": (CallEnded(dropped=(VULN,)), "Ch Lh S"),
    "victim": (PersonDescribed(person="p1", role="victim", name="canary"), "C Ch L Lh H S"),
    "alleged": (PersonDescribed(person="p2", role="alleged", name="canary"), "C Ch L Lh S"),
    "place": (PlaceDescribed(place="canary"), "C Ch L Lh S"),
    "same": (SamePerson(one="p1", other="p2", why=("canary",)), "C Ch L Lh H S"),
    "not same": (NotSamePerson(one="p1", other="p3"), "C Ch L Lh H S"),
    "undone": (LinkUndone(one="p1", other="p3"), "C Ch L Lh H S"),
    "reviewed": (Reviewed(of="e1", verdict="confirmed", words="canary"), "C Ch"),
    "agreed": (ActionAgreed(agency="council", what="canary", due=MORNING), "C Ch L Lh H S"),
    "done": (ActionDone(action="e1", words="canary"), "C Ch L Lh H S"),
    "reached": (ContactMade(how="phone", reached=True), "C Ch L Lh H S"),
    "reached, with words": (ContactMade(how="phone", reached=True, words="canary"), "C Ch"),
    "offered": (CaseReviewOffered(), "C Ch L Lh H S"),
    "corrected": (Corrected(of="e1"), "C Ch L Lh H S P"),
    "closed": (CaseClosed(words="canary"), "C Ch L Lh H S"),
    "erased": (Erased(entries=("e1",), rule="rule"), "C Ch L Lh H S P"),
    "shared with health": (CaseShared(audience="health"), "H"),
    "ended with council": (ShareEnded(audience="council"), "C"),
    "viewed": (Viewed(what="case", subject="canary"), ""),
    "access given": (AccessGiven(person="p1", lines=3, kept_back=(KeptBack(line="e1:name", ground="others"),), supervisor="canary"), ""),
    "told that health is kept": (KeepingTold(), "Ch Lh H S"),
    "asked to be put right": (RectificationAsked(person="p1", of="e1", right="canary"), ""),
    "put right": (RectificationDecided(of="e2", verdict="granted", words="canary"), ""),
    "recipient told": (RecipientTold(of="e2", recipient="council"), ""),
    "opened in an emergency": (GlassBroken(parts=("health",), reason="life", words="canary", until=MORNING), ""),
    "that reviewed": (GlassReviewed(of="e3", verdict="wrong", words="canary"), ""),
    "newer": (UnknownBody(kind="newer-than-us", canary="canary"), ""),
}  # fmt: skip
SHORT = {"council": "C", "council/health": "Ch", "landlord": "L", "landlord/health": "Lh", "health": "H", "social-care": "S", "parish": "P"}


@pytest.mark.req("R7", "R8", "T3")
@pytest.mark.parametrize("what", TOLD)
def test_each_kind_is_told_to_whom_the_agreement_says(what):
    body, whom = TOLD[what]
    entry = sealed(body, case=CASE)
    told = tells(GENERIC)(entry, frozenset((*GUESTS, "police", "police/sensitive")))
    if what == "viewed":
        assert told == {"police/audit"}
    else:
        assert {SHORT[guest] for guest in GUESTS if guest in told} == set(whom.split())
        assert {"police", "police/sensitive"} <= told


def test_every_kind_that_there_is_stands_in_this_table():
    assert KINDS - {body.kind for body, _ in TOLD.values()} == {"late-accepted", "on-beats", "device-enrolled", "device-revoked"}


def test_without_an_agreement_a_guest_hears_of_nothing_but_rules():
    heard = {body.kind for body, _ in TOLD.values() if disclosed(sealed(body, case=CASE), "council", NOTHING)}
    assert heard == {"corrected", "erased", "share-ended"}


def test_whoever_wrote_an_entry_reads_it():
    note = sealed(Answered(path="/data/harm/vuln_words", value="canary"), case=CASE, agency="landlord")
    assert disclosed(note, "landlord", GENERIC)
    assert not disclosed(note, "council", GENERIC)


def test_an_agency_may_play_its_part_under_a_name_of_its_own():
    entry = sealed(Noted(text="canary"), case=CASE)
    assert not disclosed(entry, "fenland", GENERIC)
    assert disclosed(entry, "fenland", GENERIC, {"fenland": "council"}.__getitem__)


@pytest.mark.parametrize("folder", AREAS, ids=lambda folder: folder.name)
def test_each_area_says_for_every_agency_and_every_question(folder: Path):
    area = load_area(folder)
    assert set(area.agreement.agencies) <= area.discloses.to.keys()
    form = area.script.read_text(encoding="utf-8")
    asked = {path for path in re.findall(r'nodeset="(/data/[^"]+)"', form) if not path.startswith(SET_BY_THE_FORM)}
    assert {path for path in asked if area.discloses.part_of(path) is None} == set()


SET_BY_THE_FORM = ("/data/meta", "/data/flag_", "/data/force", "/data/floors_fired", "/data/risk_", "/data/system_floor")


@pytest.mark.req("R8")
@pytest.mark.parametrize("folder", AREAS, ids=lambda folder: folder.name)
def test_health_is_disclosed_to_no_agency_that_does_not_care_for_it(folder: Path):
    told = {audience for audience, fields in load_area(folder).discloses.to.items() if "health" in fields}
    assert told <= {"health", "social-care", "council/health", "landlord/health"}


@pytest.mark.req("R7")
def test_what_is_previewed_is_what_is_delivered():
    scribe = Scribe()
    entries = [scribe.write(body, case=CASE) for body, _ in TOLD.values()]
    would = preview(entries, "landlord", GENERIC)
    assert would == tuple(entry for entry in entries if disclosed(entry, "landlord", GENERIC) and entry.kind != "viewed")
    assert 10 < len(would) < len(entries)


class Agreed(Stage):
    """A stage on which the endpoint tells what the generic agreement discloses."""

    def __init__(self) -> None:
        super().__init__()
        world = self.world
        world.exchange = Exchange(
            self.disk, world.key, world.smithy.verify, new_incarnation=world.new_life, feeds_of=world.feeds_of, tells=tells(GENERIC)
        )
        world.exchange.open()


@pytest.mark.req("R7", "T3")
@pytest.mark.parametrize("guest", ["council", "landlord"])
def test_no_byte_of_a_hidden_entry_goes_out(guest):
    stage = Agreed()
    police, other = stage.desk("police"), stage.desk(guest)
    case = case_of("police", "c1")
    written = {name: stage.write(police, case, _marked(body, name)) for name, (body, _) in TOLD.items() if body.kind != "erased"}
    stage.write(police, case, CaseShared(audience=guest))
    stage.sync(police)
    answers = [stage.round(other) for _ in range(3)]
    late = {name: stage.write(police, case, _marked(body, f"late {name}")) for name, (body, _) in TOLD.items() if body.kind not in RULING}
    stage.sync(police)
    answers += [stage.round(other) for _ in range(3)]
    allowed = {id for names in (written, late) for name, id in names.items() if SHORT[guest] in TOLD[name][1].split()}
    sent = {one.row.id for answer in answers for told in answer.slices for one in told.rows if one.entry}
    assert allowed <= sent
    assert not (set(written.values()) | set(late.values())) - allowed & sent
    bytes_out = b"".join(map(_bytes, answers))
    for names, prefix in ((written, ""), (late, "late ")):
        for name, id in names.items():
            marks = f"canary of {prefix}{name}.".encode() in bytes_out
            assert not marks or id in allowed
    assert {id for id in allowed if stage.has(other, id)} == allowed
    assert stage.round(other).slices[0].rows == ()


RULING = frozenset(("erased", "case-shared", "share-ended"))


def test_an_erasure_empties_what_a_guest_was_told_and_a_fresh_guest_comes_to_rest():
    stage = Agreed()
    police, council = stage.desk("police"), stage.desk("council")
    case = case_of("police", "c1")
    shown = stage.write(police, case, Answered(path="/data/incident/account", value="canary"))
    hidden = stage.write(police, case, Answered(path="/data/harm/vuln_words", value="canary"))
    stage.write(police, case, CaseShared(audience="council"))
    stage.sync(police, council)
    assert stage.has(council, shown)
    assert not stage.has(council, hidden)
    stage.write(police, case, Erased(entries=(shown, hidden), rule="the caller's wish"))
    stage.sync(police, council)
    assert not stage.has(council, shown)
    fresh = stage.desk("council")
    stage.sync(fresh)
    assert b"canary" not in _bytes(stage.round(fresh))
    assert stage.round(fresh).slices[0].rows == ()


def test_parts_of_a_body_do_not_depend_on_who_asks():
    assert parts(Noted(text="a"), NOTHING) == frozenset(("notes",))
    assert parts(Answered(path="/data/incident/account", value="a"), NOTHING) is None


def _marked(body: Body, name: str) -> Body:
    told = {field: f"canary of {name}." for field, value in body.model_dump().items() if value == "canary"}
    return body.model_copy(update=told)


def _bytes(answer: Answer) -> bytes:
    entries = (one.entry for told in answer.slices for one in told.rows if one.entry)
    return b"\n".join(entry.meta + entry.payload for entry in entries)
