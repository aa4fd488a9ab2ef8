"""The security log says what happened in codes and numbers, and nothing else, whatever it is given."""

import json
import subprocess
import sys
from errno import ENOSPC

import pytest
import requests
from fastapi import FastAPI

from callhandler.endpoint.scribe import Scribe
from callhandler.endpoint.security_log import Logged, SecurityLog, untold
from tests.patience import LONG, SOON
from tests.towns import Served

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


class Pipe:
    """Where a log is written, for as long as somebody holds the other end."""

    def __init__(self, trouble: Exception) -> None:
        self.lines: list[str] = []
        self.trouble, self.gone = trouble, True

    def __call__(self, line: str) -> None:
        if self.gone:
            raise self.trouble
        self.lines.append(line)


@pytest.mark.parametrize("trouble", [BrokenPipeError(), OSError(ENOSPC, "full"), ValueError("closed")])
def test_where_the_log_cannot_be_written_refusals_are_refusals_and_the_count_is_told_later(clock, trouble):
    pipe, app = Pipe(trouble), FastAPI()
    scribe = Scribe(pipe, untold(clock))
    app.add_middleware(Logged, log=SecurityLog(scribe, clock))
    with Served(app) as url, requests.Session() as session:
        assert [session.get(f"{url}/nowhere", timeout=10).status_code for _ in range(3)] == [404] * 3
        assert scribe.settle(SOON)
        pipe.gone = False
        assert [session.get(f"{url}/nowhere", timeout=10).status_code for _ in range(2)] == [404] * 2
    assert scribe.close(SOON)
    assert scribe.untold == 3
    told = [json.loads(line) for line in pipe.lines]
    assert [(one["what"], one.get("rows")) for one in told] == [("untold", 3), ("refused", None), ("refused", None)]


@pytest.mark.parametrize("gone", ["2>/dev/full", "2>&-"])
def test_a_disk_that_is_full_or_an_outlet_that_never_was_ends_no_program(gone):
    telling = "log.tell('refused', status=401); log.tell('refused', status=401)"
    telling += "; print(scribe.close(), scribe.untold, 'goes on')"
    made = "scribe = written(datetime.now); log = SecurityLog(scribe, datetime.now)"
    program = f"from callhandler.endpoint.security_log import *; {made}; {telling}"
    words = ["sh", "-c", f'exec "$0" -c "$1" {gone}', sys.executable, program]
    ran = subprocess.run(words, stdout=subprocess.PIPE, check=False, timeout=LONG)
    assert ran.stdout == b"True 2 goes on\n"
