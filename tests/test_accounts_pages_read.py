"""Administrators' pages for everybody: by keyboard, by ear, by voice, in a small window, and where a button was pressed too late."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from typing_extensions import override

from callhandler.endpoint.accounts.pages import page
from callhandler.words import Words
from tests.test_accounts_pages import PAGES, boss, open_door, ready, see
from tests.towns import Served, app_of, town

__all__ = ["boss", "town"]
LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
OPENED = {
    "entry": "e1", "case": "c1", "reference": "GEN-261123-FR3U-001", "at": "2026-11-21T02:11:31+00:00", "by": "C. Okafor",
    "reason": "A child", "words": LONG, "review_by": "2026-11-23", "overdue": True, "verdict": "wrong", "reviewed_by": "Sgt Rees",
    "reviewed_at": "2026-11-23T09:14:00+00:00", "said": LONG,
}  # fmt: skip


class Heard(HTMLParser):
    """Each button and summary with its name and its words; and each table with what holds it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.pressed: list[tuple[str, str]] = []
        self.held: list[tuple[dict[str, str | None], str]] = []
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self._words = ""
        self.feed(text)

    @override
    def handle_starttag(self, tag, attrs):
        if tag == "caption":
            self.held.append((self._open[-2][1], dict(attrs).get("id") or ""))
        self._words = "" if tag in {"button", "summary"} else self._words
        if tag not in {"input", "meta", "link"}:
            self._open.append((tag, dict(attrs)))

    @override
    def handle_endtag(self, tag):
        while self._open:
            name, attrs = self._open.pop()
            if name in {"button", "summary"}:
                self.pressed.append((attrs.get("aria-label") or self._words, self._words))
            if name == tag:
                return

    @override
    def handle_data(self, data):
        self._words += data


@pytest.mark.req("R22")
def test_who_speaks_to_the_screen_says_what_they_see(town, boss):
    """What is written on a key is in its name (WCAG 2.2, 2.5.3), without the dots of what unfolds."""
    open_door(town, boss)
    for name in PAGES:
        heard = Heard(see(town, name).text).pressed
        assert heard
        assert [(said, words) for said, words in heard if words.rstrip(" …").lower() not in said.lower()] == []


@pytest.mark.req("R22")
def test_a_table_wider_than_the_window_is_moved_by_keyboard_and_says_what_it_is(town, boss):
    open_door(town, boss)
    for name in PAGES:
        held = Heard(see(town, name).text).held
        assert held
        for around, caption in held:
            assert caption
            assert (around.get("role"), around.get("tabindex"), around.get("aria-labelledby")) == ("region", "0", caption)


@pytest.mark.req("R8", "R22")
def test_what_was_opened_is_listed_with_words_of_any_length_and_dates_in_one_piece(town):
    supervisor, gatehouse = ready(town, "supervisor"), replace(town.gatehouse, openings=lambda *_: [OPENED])
    with Served(app_of(gatehouse)) as url:
        there = replace(town, gatehouse=gatehouse, url=url)
        assert open_door(there, supervisor).status_code == 303
        cells = re.findall(r'<td class="(\w+)">(.*?)</td>', see(there, "openings").text, re.DOTALL)
    assert [kind for kind, _ in cells] == ["when", "free", "when", "free"]
    assert all((LONG in words) == (kind == "free") for kind, words in cells)


def test_a_button_of_an_earlier_visit_is_told_in_a_sentence_and_changes_nothing(town, boss):
    open_door(town, boss)
    fields = {"what": "add", "account": "eve", "name": "Eve", "role": "handler", "agency": "police", "mark": "00" * 32}
    late = town.session.post(f"{town.url}/admin/people", data=fields, timeout=10)
    assert (late.status_code, late.headers["Cache-Control"]) == (403, "no-store")
    assert "Nothing was changed." in late.text
    assert 'href="/admin"' in late.text
    assert "Eve" not in see(town, "people").text


def test_removals_lead_back_to_the_devices_from_which_one_comes(town, boss):
    open_door(town, boss)
    shown = see(town, "removals").text
    assert '<a href="/admin/devices" aria-current="page">' in shown
    assert "Back to the devices" in shown


def origin_told(policy: str, own: str) -> str:
    """What a browser names as the origin of a form that a page with this referrer policy sends to its own site (Fetch, 3.2)."""
    return "null" if policy == "no-referrer" else own


@pytest.mark.req("R12")
def test_our_own_forms_come_from_us_as_a_browser_tells_it(town, boss):
    """With "no-referrer" a browser said "null", and nobody could sign in or set up at a real one."""
    asked = town.session.get(f"{town.url}/admin/sign-in", timeout=10)
    says = {"Origin": origin_told(asked.headers["Referrer-Policy"], town.url), "Sec-Fetch-Site": "same-origin"}
    told = {"account": "nobody", "password": "not this one at all", "totp": "000000"}
    answer = town.session.post(f"{town.url}/admin/sign-in", data=told, headers=says, timeout=10)
    assert (answer.status_code, "Account, password or code is not right." in answer.text) == (401, True)


@pytest.mark.req("F20")
def test_no_order_is_offered_where_no_desk_would_hear_it(town, boss):
    open_door(town, boss)
    assert see(town, "removals").text.count("no desk to order it from") == 3
    town.device("council")
    assert see(town, "removals").text.count("no desk to order it from") == 2


def test_a_look_at_several_complaints_does_not_push_its_review_out_of_sight(town):
    """A line for each reference: side by side, they took the width of the page."""
    look = {
        "look": "l1",
        "by": "C. Okafor",
        "at": OPENED["at"],
        "references": ["GEN-1", "GEN-2"],
        "said": ["Why"],
        "waits": 1,
        "verdict": "",
    }
    shown = page("looks", town.gatehouse, Words(), looks=[look], flags=(), grounds={}, longest=100, told="", code="")
    assert b'<td class="when">GEN-1<br>GEN-2</td>' in shown.body
