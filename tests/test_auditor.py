"""The auditor's file tells who looked at, disclosed and altered what, and shows every tampering without a connection."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from typer.testing import CliRunner

from callhandler.cases.area import load_area
from callhandler.cli import commands
from callhandler.config import RESOURCES
from callhandler.endpoint.accounts.people import change_person
from callhandler.endpoint.accounts.tables import LOGGED
from callhandler.endpoint.database import METADATA, open_database
from callhandler.endpoint.exchange.held import SqlEndpoint
from callhandler.endpoint.exchange.outside import Outside
from callhandler.endpoint.exchange.reading import opening
from callhandler.log.device import verify
from callhandler.log.kinds import Answered, CaseShared, Noted, Viewed
from callhandler.protocol.disclosure import tells
from callhandler.sync.evidence import conclusion, verify_export
from callhandler.sync.exchange import Exchange
from tests.simulator.stage import Stage
from tests.towns import Served, app_of, founded, town

__all__ = ["town"]
GENERIC = load_area(RESOURCES / "areas" / "generic").discloses


@pytest.fixture
def partnership(tmp_path, clock):
    """Police and council have shared a case through a real endpoint, and somebody has looked at it."""
    engine = open_database(f"sqlite:///{tmp_path}/held.db")
    METADATA.create_all(engine)
    stage, store = Stage(earnest=True), SqlEndpoint(engine, Outside(tmp_path / "outside"))
    world = stage.world
    world.exchange = Exchange(
        store, world.key, verify, new_incarnation=lambda: "life", feeds_of=world.feeds_of, tells=opening(tells(GENERIC))
    )
    world.exchange.open()
    police, council = stage.desk("police"), stage.desk("council")
    case = stage.case(police)
    for body in (
        Answered(path="/data/harm/vuln_words", value="canary"),
        Viewed(what="case", subject=case, reason="court"),
        CaseShared(audience="council"),
    ):
        stage.write(police, case, body)
    stage.sync(police, council)
    stage.write(council, case, Noted(text="canary of the council"))
    stage.sync(council, police)
    held = founded(engine, clock, store, world.key)
    with Served(app_of(held.gatehouse)) as held.url, held.session:
        yield held
    engine.dispose()


@pytest.fixture
def file(partnership):
    answer = partnership.get("/v1/audit/export", partnership.token("supervisor"))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/jsonl")
    return answer.content


def kinds(file: bytes) -> list[str]:
    return [json.loads(line)["kind"] for line in file.splitlines()]


@pytest.mark.req("R1", "R2", "T21")
def test_the_file_holds_the_whole_log_and_no_word_of_a_case(file):
    assert set(kinds(file)) == {"export", "logged", "push", "entry", "row", "disclosure", "end"}
    assert b"canary" not in file
    told = [json.loads(line) for line in file.splitlines()]
    viewed = [json.loads(one["payload"]) for one in told if one["kind"] == "entry" and "payload" in one]
    assert [(one["what"], one["reason"]) for one in viewed] == [("case", "court")]
    assert {one["feed"] for one in told if one["kind"] == "disclosure"} == {"police", "council"}
    assert json.loads([one for one in told if one["kind"] == "logged"][-1]["line"])["what"] == "log exported"
    assert verify_export(file.splitlines(keepends=True), verify) is None


@pytest.mark.req("T21", "R19", "T4")
def test_every_flipped_byte_is_found_at_its_line(file):
    lines = file.splitlines(keepends=True)
    for number, line in enumerate(lines, start=1):
        for place in range(0, len(line) - 1, max(1, len(line) // 6)):
            bent = [*lines[: number - 1], line[:place] + bytes([line[place] ^ 1]) + line[place + 1 :], *lines[number:]]
            fault = verify_export(bent, verify)
            assert fault is not None
            assert number <= fault.line <= len(lines) + 1


@pytest.mark.req("T21", "R19")
def test_every_line_that_is_dropped_doubled_or_swapped_is_found(file):
    lines = file.splitlines(keepends=True)
    for place in range(len(lines)):
        assert verify_export([*lines[:place], *lines[place + 1 :]], verify)
        assert verify_export([*lines[: place + 1], *lines[place:]], verify)
        if place:
            assert verify_export([*lines[: place - 1], lines[place], lines[place - 1], *lines[place + 1 :]], verify)


@pytest.mark.req("T21", "R19")
@pytest.mark.parametrize("kind", ["logged", "push", "entry", "row"])
def test_whoever_holds_the_endpoints_key_cannot_alter_what_devices_signed_or_what_was_chained(file, partnership, kind):
    """The last line is made anew, as an endpoint that lies would do: the chains still give it away."""
    lines = file.splitlines(keepends=True)[:-1]
    places = [place for place, line in enumerate(lines) if json.loads(line)["kind"] == kind]
    for place in places[:-1] if kind == "logged" else places:
        told = json.loads(lines[place])
        bent = {
            "logged": lambda told: {**told, "line": told["line"].replace('"n":', '"was":"x","n":')},
            "push": lambda told: {**told, "leaves": [sha256(b"another").hexdigest(), *told["leaves"][1:]]},
            "entry": lambda told: {**told, "meta": told["meta"].replace('"v":1', '"v":2')},
            "row": lambda told: {**told, "leaf": sha256(b"another").hexdigest()},
        }[kind](told)
        altered = concluded([*lines[:place], json.dumps(bent).encode() + b"\n", *lines[place + 1 :]], partnership.gatehouse.key)
        fault = verify_export(altered, verify)
        assert fault is not None
        assert fault.line == place + 1
    first = next(place for place in places if kind != "row" or json.loads(lines[place])["feed"] == "police")  # others' feeds have holes
    shorter = concluded([*lines[:first], *lines[first + 1 :]], partnership.gatehouse.key)
    assert (verify_export(shorter, verify) is None) == (kind == "entry")  # envelopes of a chain may be left out; the leaves stay


def concluded(lines, key):
    seal = sha256(b"".join(lines))
    signature = key.sign(conclusion(len(lines), seal.digest())).hex()
    return [*lines, json.dumps({"kind": "end", "lines": len(lines), "sha256": seal.hexdigest(), "signature": signature}).encode()]


@pytest.mark.req("R1")
def test_the_command_names_the_first_bad_line(file, partnership, tmp_path):
    path = Path(tmp_path / "log.jsonl")
    path.write_bytes(file)
    run = CliRunner().invoke
    good = run(commands, ["verify", str(path), "--endpoint", partnership.gatehouse.key.public.hex()])
    assert (good.exit_code, "every line is as it was written" in good.output) == (0, True)
    assert run(commands, ["verify", str(path), "--endpoint", "00" * 32]).exit_code == 1
    path.write_bytes(file.replace(b'\\"verb\\":\\"access\\"', b'\\"verb\\":\\"ACCESS\\"', 1))
    bad = run(commands, ["verify", str(path)])
    assert (bad.exit_code, "line " in bad.output) == (1, True)
    assert run(commands, ["verify", str(tmp_path / "none")]).exit_code == 2
    for strange in (b"", b"\n", b"[]\n", b'{"kind":"end"}\n', b"\xff\xfe\n", b'{"kind":[]}\n'):
        path.write_bytes(strange)
        assert run(commands, ["verify", str(path)]).exit_code == 1


@pytest.mark.req("R2", "T3")
@pytest.mark.parametrize("role", ["handler", "officer", "coordinator", "partner-caseworker", "analyst"])
def test_the_log_is_for_those_who_answer_for_it(town, role):
    answer = town.get("/v1/audit/export", town.token(role))
    assert (answer.status_code, answer.content) == (403, b'{"error":"refused"}')


@pytest.mark.req("R2", "T3")
def test_an_agency_reads_its_own_log_alone(town):
    person, _ = town.somebody("handler", "council")
    change_person(town.gatehouse, town.root, person.person, role="officer")
    told = town.get("/v1/audit/export", town.token("supervisor", "landlord")).content
    assert person.person.encode() not in told
    assert b'"agency":"landlord"' in told
    assert verify_export(town.get("/v1/audit/export", town.token("supervisor", "council")).iter_lines(), verify) is not None


@pytest.mark.req("R1")
def test_without_a_line_in_the_log_nothing_is_told(town):
    token = town.token("supervisor")
    admin = town.token("administrator")
    with town.gatehouse.engine.begin() as connection:
        LOGGED.drop(connection)
    for path, shown in (("/v1/audit/export", token), *((f"/v1/admin/{what}", admin) for what in ("people", "devices", "agencies"))):
        answer = town.get(path, shown)
        town.session.close()  # a server that failed hangs up
        assert (answer.status_code, b"police" in answer.content, len(answer.content) < 60) == (500, False, True)
