"""Who may do what, compared with a second judge that reads the rules in its own words."""

import itertools
import random
from pathlib import Path
from typing import Any

import cedarpy
import pytest

from callhandler.protocol.decision import (
    ACTIONS,
    FIELDS,
    ROLES,
    SENSITIVITIES,
    Action,
    Decision,
    Field,
    Resource,
    Subject,
    behind_glass,
    decide,
)

POLICIES = (Path(__file__).parent / "policies" / "cases.cedar").read_text(encoding="utf-8")
AGENCIES = ("police", "council", "landlord", "")
Case = tuple[Subject, Action, Resource]


def one(role="handler", action="view", field="case", *, agency="police", owner="police", **more) -> Decision:
    mine = {name: more.pop(name) for name in ("knows", "active", "glass") if name in more}
    return decide(Subject(role, agency, **mine), action, Resource(owner, frozenset((field,)), **more))


def generated(dice: random.Random) -> list[Case]:
    """Every role, action, part and sensitivity at every relation; the rest as the dice fall."""
    told = []
    for role, action, field, (agency, owner, shared, lead), sensitivity in itertools.product(
        ROLES, ACTIONS, FIELDS, _relations(), SENSITIVITIES
    ):
        knows = frozenset(one for one in ("health", "sensitive", "restricted") if dice.random() < 0.4)
        subject = Subject(role, agency, knows, active=dice.random() < 0.95, glass=dice.random() < 0.3)
        host = dice.choice(("", "police", agency))
        told.append((subject, action, Resource(owner, frozenset((field,)), shared, lead, sensitivity, host)))
    return told


def _relations() -> list[tuple[str, str, frozenset[str], str]]:
    own = ("police", "police", frozenset[str](), "")
    shared = ("council", "police", frozenset(("council", "landlord")), "landlord")
    leads = ("council", "police", frozenset(("council",)), "council")
    ended = ("council", "police", frozenset(("landlord",)), "council")
    return [own, shared, leads, ended, ("council", "police", frozenset(), "")]


def judged(cases: list[Case]) -> list[bool]:
    requests = [_request(*case) for case in cases]
    return [answer.decision == cedarpy.Decision.Allow for answer in cedarpy.is_authorized_batch(requests, POLICIES, [])]


def _request(subject: Subject, action: Action, resource: Resource) -> dict[str, Any]:
    (field,) = resource.fields
    context = {
        "role": subject.role,
        "agency": subject.agency,
        "knows": sorted(subject.knows),
        "active": subject.active,
        "glass": subject.glass,
        "action": action,
        "field": field,
        "owner": resource.owner,
        "shared": sorted(resource.shared),
        "lead": resource.lead,
        "sensitivity": resource.sensitivity,
        "host": resource.host,
    }
    return {"principal": 'Person::"one"', "action": 'Action::"do"', "resource": 'Case::"one"', "context": context}


@pytest.mark.req("R14", "R8")
def test_the_table_and_the_second_judge_agree_on_every_case():
    cases = generated(random.Random(20261122))
    assert len(cases) >= 20_000
    ours = [decide(*case).allow for case in cases]
    assert [case for case, mine, theirs in zip(cases, ours, judged(cases), strict=True) if mine != theirs] == []
    assert 0.02 < sum(ours) / len(ours) < 0.5


def test_several_parts_are_decided_one_by_one():
    asked: frozenset[Field] = frozenset(("case", "contact", "health", "audit"))
    told = decide(Subject("handler", "police"), "view", Resource("police", asked))
    assert told == Decision(allow=True, fields=frozenset(("case", "contact")), reason="allowed")
    for field in asked:
        assert decide(Subject("handler", "police"), "view", Resource("police", frozenset((field,)))).allow == (field in told.fields)


@pytest.mark.req("R14")
def test_what_nobody_named_is_refused():
    assert one(role="mayor").reason == "role"
    assert one(action="sell").reason == "role"
    assert one(field="diary").reason == "role"
    assert one(agency="", owner="").reason == "role"
    assert decide(Subject("supervisor", "police"), "view", Resource("police", frozenset())).allow is False


def test_why_not_is_said():
    assert one(active=False).reason == "disabled"
    assert one(sensitivity="sensitive").reason == "sensitivity"
    assert one(field="health").reason == "need-to-know"
    assert one(agency="council").reason == "role"
    assert one(role="administrator").reason == "role"


@pytest.mark.req("R8")
def test_health_is_for_those_who_need_to_know_and_otherwise_through_broken_glass():
    assert one(field="health", knows=frozenset(("health",))).reason == "allowed"
    assert one(field="health", glass=True) == Decision(allow=True, fields=frozenset(("health",)), reason="glass")
    assert one(role="officer", action="share", field="health", glass=True).reason == "need-to-know"
    assert one(action="write", field="health").allow
    assert one(field="case", glass=True).reason == "allowed"


def test_a_reason_opens_a_sensitive_case_and_no_restricted_one():
    assert one(sensitivity="sensitive", glass=True).reason == "glass"
    assert one(sensitivity="sensitive", knows=frozenset(("sensitive",)), glass=True).reason == "allowed"
    assert one(sensitivity="restricted", glass=True).reason == "sensitivity"


@pytest.mark.req("R8", "R14")
def test_what_glass_opens_to_whom_is_in_the_table_and_to_a_stranger_nothing():
    """Every role and relation, without knowing anything: what a reason would open to look at, and that it opens nothing else."""
    opened: dict[tuple[str, str], set[str]] = {}
    for role, action, (agency, owner, shared, lead), sensitivity in itertools.product(ROLES, ACTIONS, _relations(), SENSITIVITIES):
        asked = Resource(owner, frozenset(FIELDS), shared, lead, sensitivity)
        behind = behind_glass(Subject(role, agency), action, asked)
        assert not behind or (action in {"view", "search"} and sensitivity != "restricted")
        assert not behind or agency == owner or agency in shared
        if behind and action == "view" and sensitivity == "ordinary":
            opened.setdefault((role, "own" if agency == owner else "shared"), set()).update(behind)
    work = {"officer", "supervisor", "coordinator", "partner-caseworker"}
    assert opened == {(role, "own"): {"health"} for role in work | {"handler"}} | {(role, "shared"): {"health"} for role in work}


@pytest.mark.req("R8")
def test_nothing_is_behind_glass_for_whoever_needs_to_know_it():
    whole = Resource("police", frozenset(FIELDS))
    assert behind_glass(Subject("handler", "police"), "view", whole) == {"health"}
    assert behind_glass(Subject("handler", "police", frozenset(("health",))), "view", whole) == frozenset()
    assert behind_glass(Subject("handler", "police", active=False), "view", whole) == frozenset()


@pytest.mark.req("R8")
def test_what_was_opened_so_is_reviewed_by_supervisors_and_coordinators_of_the_same_agency():
    may = [(role, agency) for role in ROLES for agency in ("police", "council") if one(role, "review", "audit", agency=agency).allow]
    assert may == [("supervisor", "police"), ("coordinator", "police")]


@pytest.mark.req("T3")
def test_to_lead_a_case_is_nothing_without_the_share():
    assert one("supervisor", "close", agency="council", lead="council").allow is False
    assert one("supervisor", "close", agency="council", lead="council", shared=frozenset(("council",))).allow
    assert one("supervisor", "erase", agency="council", lead="council", shared=frozenset(("council",))).allow is False


def test_nobody_gains_by_knowing_less():
    dice = random.Random(7)
    for subject, action, resource in dice.sample(generated(dice), 4_000):
        wider = Subject(subject.role, subject.agency, frozenset(("health", "sensitive", "restricted")), subject.active, subject.glass)
        assert decide(subject, action, resource).fields <= decide(wider, action, resource).fields
