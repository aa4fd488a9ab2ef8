"""Whatever goes wrong at the administrators' pages is told in a sentence on a page that leads back, and to a program in one word."""

import json
import re

import pytest
import requests
from fastapi import FastAPI

from callhandler.endpoint.accounts.no_on_page import NoOnPage
from callhandler.endpoint.accounts.pages import HEADERS, HEADINGS, SAID, refusal
from callhandler.endpoint.app import application
from callhandler.endpoint.limits import SmallBodies
from callhandler.endpoint.migrating import migrate
from callhandler.endpoint.refusing import Refused
from callhandler.endpoint.security_log import Logged, SecurityLog
from callhandler.endpoint.serve import prepare
from callhandler.endpoint.settings import Settings
from callhandler.words import Words
from tests.patience import SOON
from tests.test_accounts_pages import Named, boss, open_door
from tests.towns import Served, Town, app_of, town

__all__ = ["boss", "town"]
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PACKED = {"Content-Encoding": "gzip"}  # which nobody takes
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def pages_of(town: Town, log: list[str]) -> FastAPI:
    """As the endpoint has them, with some doors that do not open."""
    app = app_of(town.gatehouse)

    def busy() -> None:
        raise Refused(503, "busy", retry_after=7)

    def slow() -> None:
        raise Refused(429, "slow-down", retry_after=7)

    def breaks() -> None:
        raise LookupError("Siân")

    for path, door in (("/admin/busy", busy), ("/admin/slow", slow), ("/admin/breaks", breaks), ("/v1/breaks", breaks)):
        app.add_api_route(path, door)
    app.add_middleware(SmallBodies, patience=0.1)
    app.add_middleware(NoOnPage)
    app.add_middleware(Logged, log=SecurityLog(log.append, town.clock))
    return app


def says_no(answer: requests.Response, status: int, told: str) -> None:
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "text/html; charset=utf-8")
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert f'role="status">{told}</p>' in answer.text
    assert '<a href="/admin">' in answer.text
    named = Named(answer.text)
    assert named.unnamed() == []
    assert [tag for tag, _ in named.tags].count("h1") == 1


@pytest.mark.req("R22")
def test_a_browser_is_told_no_on_a_page_that_leads_back(town, boss):
    log: list[str] = []
    with Served(pages_of(town, log)) as town.url:
        get = lambda path: town.session.get(f"{town.url}{path}", headers=BROWSER, timeout=SOON)  # noqa: E731
        says_no(get("/admin/nowhere/at-all"), 404, SAID["no-page"])
        says_no(get("/admin/sign-out"), 405, SAID["no-page"])
        says_no(get("/admin/busy"), 503, SAID["busy"])
        assert get("/admin/slow").headers["Retry-After"] == "7"
        says_no(get("/admin/slow"), 429, SAID["slow-down"])
        post = lambda body, **more: town.session.post(  # noqa: E731
            f"{town.url}/admin/sign-in", data=body, headers=BROWSER | FORM | more, timeout=SOON
        )
        says_no(post(b"%ff=1"), 422, SAID["unreadable"])
        says_no(post(b"a=" + b"b" * 20_000), 413, SAID["too-large"])
        says_no(post(b"a=b", **PACKED), 415, SAID["unreadable"])
        open_door(town, boss)
        says_no(get("/admin/looks"), 403, SAID["refused"])
        says_no(get("/admin/breaks"), 500, SAID["fault"])  # last: it hangs up
    assert "Siân" not in "".join(log)


def test_a_program_is_told_no_in_one_word(town):
    with Served(pages_of(town, [])) as town.url:
        answer = town.session.get(f"{town.url}/v1/nowhere", headers=BROWSER, timeout=SOON)
        assert (answer.status_code, answer.json()) == (404, {"error": "nothing"})
        for path, status, word in (("nowhere", 404, "nothing"), ("slow", 429, "slow-down"), ("breaks", 500, "fault")):
            answer = town.session.get(f"{town.url}/admin/{path}", timeout=SOON)
            assert (answer.status_code, answer.json()) == (status, {"error": word})


@pytest.mark.req("R18")
@pytest.mark.parametrize("path", ["/v1/breaks", "/admin/breaks"])
@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_what_failed_stands_in_the_security_log_once_and_without_its_words(town, path, accept):
    log: list[str] = []
    with Served(pages_of(town, log)) as town.url:
        assert town.session.get(f"{town.url}{path}", headers={"Accept": accept}, timeout=SOON).status_code == 500
    told = [json.loads(line) for line in log]
    assert [(one["what"], one["route"], one["status"]) for one in told] == [("refused", path, 500)]


def test_the_endpoint_as_it_is_served_tells_a_browser_where_nothing_is(tmp_path):
    settings = Settings.of(f"sqlite:///{tmp_path}/endpoint.db", tls=False)
    migrate(settings.database)
    prepare(settings)
    app = application(settings)
    with Served(app) as url, requests.Session() as session:
        says_no(session.get(f"{url}/admin/nowhere", headers=BROWSER, timeout=SOON), 404, SAID["no-page"])
        says_no(session.post(f"{url}/admin/sign-in", data=b"a=b", headers=BROWSER | PACKED, timeout=SOON), 415, SAID["unreadable"])
    app.state.scribe.close()
    app.state.engine.dispose()


def test_each_no_has_its_own_words_and_a_heading(town):
    for code in SAID:
        shown = bytes(refusal(town.gatehouse, 400, code, Words()).body).decode()
        assert SAID[code].split(".")[0].split("’")[0] in shown
        assert re.search(rf"<h1>{HEADINGS.get(code, 'That cannot be used')}</h1>", shown)
