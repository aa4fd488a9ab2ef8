"""The administrators' pages in Welsh: all of it, for whoever's browser asks for it or who chooses it, and as well made as in English."""

import re
from dataclasses import replace
from typing import Any

import pytest

from callhandler.endpoint.accounts.pages import page
from callhandler.endpoint.accounts.speaking import CHOICE, asked_for
from callhandler.words import Words
from tests.patience import SOON
from tests.test_accounts_pages import PAGES, Named, boss, open_door, press, ready, see
from tests.test_accounts_pages_read import OPENED, Heard
from tests.test_house_words import PAGES as TEMPLATES
from tests.test_house_words import SAYS
from tests.towns import Served, app_of, town

__all__ = ["boss", "town"]
pytestmark = pytest.mark.req("R23")
WELSH = {"Accept-Language": "cy-GB,cy;q=0.9,en;q=0.5"}
SAME = {"Log", "UK GDPR", "No.", "Name", "Who"}  # part of other words, or the same in either


def english_on(text: str) -> list[str]:
    """Sentences that stand on a page in English, though it is told in Welsh."""
    said = {found[1] for template in TEMPLATES for found in SAYS.finditer(template.read_text(encoding="utf-8"))}
    told = re.sub(r'<(\w+)[^>]* lang="en".*?</\1>', "", text, flags=re.DOTALL)
    shown = re.sub(r' (?:name|value|class|id|for)="[^"]*"', "", told)
    whole = {one for one in said if "{" not in one and Words("cy").say(one) != one} - SAME
    return sorted(one for one in whole if re.search(rf'[>"]\s*{re.escape(one)}\s*[<"]', shown))


def test_every_page_is_in_welsh_for_whoever_asks_for_it(town, boss):
    town.session.headers.update(WELSH)
    for name in ("sign-in", "set-up"):
        assert english_on(see(town, name).text) == []
    open_door(town, boss)
    town.device("council")
    for name in PAGES:
        text = see(town, name).text
        named = Named(text)
        assert (named.tags[0][1].get("lang"), english_on(text), named.unnamed()) == ("cy", [], [])
        heard = Heard(text).pressed
        assert [(said, words) for said, words in heard if words.rstrip(" …").lower() not in said.lower()] == []
    assert "Wedi&#39;i wneud." in press(town, "people", what="disable", person=town.add().person).text
    assert "Mae hynny yno eisoes" in press(town, "agencies", what="add", agency="council", name="Cyngor", regime="uk-gdpr").text


def test_what_reviewers_see_is_in_welsh_and_is_asked_for_in_welsh(town):
    asked: list[object] = []

    def openings(*told: object) -> list[dict[str, object]]:
        asked.append(told[-1])
        return [OPENED]

    supervisor, gatehouse = ready(town, "supervisor"), replace(town.gatehouse, openings=openings)
    town.session.headers.update(WELSH)
    with Served(app_of(gatehouse)) as url:
        there = replace(town, gatehouse=gatehouse, url=url)
        open_door(there, supervisor)
        assert [english_on(see(there, name).text) for name in ("openings", "looks", "log")] == [[], [], []]
        assert "Does" not in see(there, "people").text
        assert "Ni chaiff eich rôl wneud hynny." in see(there, "people").text
    assert asked == ["cy"]


def test_looks_that_wait_and_that_were_reviewed_are_told_in_welsh(town):
    look = {
        "look": "l1", "by": "C. Okafor", "at": OPENED["at"], "references": [], "said": ["Somebody in it is flagged"], "waits": 50,
        "verdict": "", "reviewed_by": "Sgt Rees", "reviewed_at": OPENED["at"], "words": "",
    }  # fmt: skip
    flags = [{"case": "c", "reference": "GEN-1", "why": "witness", "said": "A witness", "by": "Sgt Rees", "at": OPENED["at"]}]
    told: dict[str, Any] = {
        "looks": [look, {**look, "verdict": "in-order"}],
        "flags": flags,
        "grounds": {"witness": "A witness"},
        "longest": 200,
    }
    shown = bytes(page("looks", town.gatehouse, Words("cy"), told="", **told).body).decode()
    assert english_on(shown) == []
    assert "Mae fflag ar rywun ynddo." in shown
    assert "2 diwrnod" in shown
    assert shown.count("Tyst") == 2


def test_a_language_that_is_chosen_stays_and_leads_back_to_where_one_was(town, boss):
    open_door(town, boss)
    assert 'href="/admin/language/cy"' in see(town, "watch").text
    chosen = see(town, "language/cy", headers={"Referer": f"{town.url}/admin/watch"})
    assert (chosen.status_code, chosen.headers["Location"]) == (303, "/admin/watch")
    cookie = next(one for one in chosen.headers["Set-Cookie"].split(",") if CHOICE in one)
    assert {"HttpOnly", "Path=/admin", "SameSite=lax"} <= set(cookie.split("; "))
    assert '<html lang="cy">' in see(town, "watch", headers={"Accept-Language": "en"}).text
    for elsewhere in ("https://elsewhere.example/admin/watch", f"{town.url}//elsewhere.example/", f"{town.url}/admin//x", "", "%"):
        assert see(town, "language/en", headers={"Referer": elsewhere}).headers["Location"] == "/admin"
    assert '<html lang="en">' in see(town, "watch", headers=WELSH).text
    assert see(town, "language/fr").status_code == 422


def test_a_page_that_shows_a_code_only_once_leads_nobody_away_from_it(town, boss):
    open_door(town, boss)
    assert "/admin/language/" not in press(town, "devices", what="code", agency="police", holder="front desk").text


def test_what_a_form_calls_a_role_is_the_same_in_either_language(town, boss):
    town.session.headers.update(WELSH)
    open_door(town, boss)
    assert '<option value="handler">derbynnydd galwadau</option>' in see(town, "people").text


def test_a_late_button_and_a_wrong_password_are_told_in_welsh(town, boss):
    town.session.headers.update(WELSH)
    assert "Nid yw&#39;r cyfrif" in open_door(town, boss, totp="000000").text
    open_door(town, boss)
    late = town.session.post(f"{town.url}/admin/people", data={"what": "add", "mark": "00" * 32}, timeout=SOON)
    assert (late.status_code, "Ni newidiwyd dim." in late.text, english_on(late.text)) == (403, True, [])


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"), ("cy", "cy"), ("cy-GB", "cy"), ("CY;q=0.8, en;q=0.7", "cy"), ("en-GB,en;q=0.9,cy;q=0.8", "en"), ("fr", "en"),
        ("fr, cy;q=0.1", "cy"), ("cy;q=0", "en"), ("cy;q=x", "en"), ("cy;q=7", "en"), ("cy;q=nan", "en"), ("*", "en"), (",;=,", "en"),
    ],
)  # fmt: skip
def test_the_browser_asks_for_the_language_it_likes_most(accepted, language):
    assert asked_for(accepted) == language
