"""The security log says what happened in codes and numbers, and nothing else, whatever it is given."""

import json

import pytest

from callhandler.endpoint.security_log import SecurityLog

pytestmark = pytest.mark.req("R18", "T12")
CANARY = "Siân\n{'at': 1}"


def test_what_is_not_on_the_list_is_left_out(clock):
    lines: list[str] = []
    log = SecurityLog(lines.append, clock)
    log.tell("refused", route="/v1/sync", status=413, name="Sian Jones", method=CANARY)
    told = json.loads(lines[0])
    assert told.keys() == {"at", "what", "route", "status"}
    assert told["status"] == 413


def test_nobody_slips_a_second_line_in(clock):
    lines: list[str] = []
    SecurityLog(lines.append, clock).tell(CANARY, route="/v1/a\n/v1/b")
    assert "\n" not in lines[0]
    assert json.loads(lines[0]).keys() == {"at", "what"}
