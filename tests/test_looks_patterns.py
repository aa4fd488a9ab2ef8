"""Each way of browsing beside the honest look that resembles it most; switched off, it is no more asked about (T2)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from callhandler.cases.browsing import PATTERNS, LookRules, Pattern
from callhandler.endpoint.oversight.homes import told_of
from callhandler.endpoint.oversight.patterns import Look, Looker, Past, Told, Wrote, patterns_of, tie_of

pytestmark = pytest.mark.req("T2")
NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
RULES = LookRules(common=frozenset(("jones",)), lately={"officer": 60, "supervisor": 60}, unlinked_a_day={"officer": 2})
Change = Callable[[Look], Look]


def sign(*words: str) -> bytes:
    return "|".join(words).encode()


def of_staff(name: str, home: str) -> Told:
    told = told_of(name, home, sign)
    return replace(told, homes=told.homes | told_of(name, home.rpartition(",")[0], sign).homes)


NIA = Looker("nia", "handler", of_staff("Nia Prosser", "3 Heol y Bont, CF99 2AB"))
OWEN = Looker("owen", "officer", of_staff("Owen Jones", "8 Quay Terrace, CF99 4QT"))
PRICE = Looker("price", "supervisor", of_staff("Ann Price", "5 Maes Road, CF99 1AB"), reviews=True)
PLAIN = Look(NIA, NOW, "log", b"s", frozenset(("police.1",)), staff=(NIA, OWEN, PRICE), wrote=(Wrote("police.1", "x", NOW),))


def about(name: str, place: str = "") -> Change:
    return lambda look: replace(look, people=(told_of(name, place, sign),))


def own_work(look: Look) -> Look:
    return replace(look, wrote=(Wrote("police.1", look.by.key, NOW - timedelta(days=50)),))


def found_for_a_call(look: Look) -> Look:
    return replace(look, listed=look.cases)


def of_nobody(look: Look) -> Look:
    return replace(look, wrote=())


def before(*past: Past) -> Change:
    return lambda look: replace(look, before=past)


def by(looker: Looker) -> Change:
    return lambda look: replace(look, by=looker)


def logs(count: int, minutes: float = 1, tie: str = "own") -> list[Past]:
    return [Past(NOW - timedelta(minutes=minutes * n), "log", b"%d" % n, tie) for n in range(1, count + 1)]  # type: ignore[arg-type]


def searches(count: int, tie: str = "") -> list[Past]:
    return [Past(NOW - timedelta(minutes=5 * n), "search", b"", tie) for n in range(1, count + 1)]  # type: ignore[arg-type]


def searching(look: Look) -> Look:
    return replace(look, kind="search", cases=frozenset(), wrote=(), before=searches(8))


def days(*ago: int, tie: str = "work") -> Change:
    return before(*(Past(NOW - timedelta(days=n), "log", b"s", tie) for n in ago))  # type: ignore[arg-type]


def others_days(look: Look) -> Look:
    return before(*(Past(NOW - timedelta(days=n), "log", b"another", "work") for n in (2, 5)))(look)


def led_to_work(look: Look) -> Look:
    return replace(look, before=(*look.before, Past(NOW - timedelta(minutes=2), "log", b"s", "work")))


def on_the_phone(look: Look) -> Look:
    return replace(look, calls=((NOW - timedelta(minutes=9), NOW - timedelta(minutes=3)),))


SCENES: Mapping[Pattern, tuple[Change, tuple[tuple[Change, ...], ...]]] = {
    "own-log": (
        about("Nia Prosser"),
        ((found_for_a_call,), (about("Nia Prosser", "1 Other Road, CF98 7AA"),), (about("Nina Proctor"),)),
    ),
    "own-surname": (
        about("Margaret Prosser"),
        ((own_work,), (found_for_a_call,), (about("Margaret Prossiter"),), (by(OWEN), about("Mary Jones"))),
    ),
    "own-address": (
        about("Tom Blake", "3 Heol y Bont"),
        ((about("Tom Blake", "3 Heol y Bont, NP44 1AA"),), (about("Tom Blake", "4 Heol y Bont, CF99 2AB"),)),
    ),
    "neighbour": (
        about("Una Flynn", "9 Heol y Bont, CF99 2XY"),
        ((own_work,), (about("Una Flynn", "9 Heol y Bont, NP44 2XY"),), (about("Una Flynn", "9 Heol y Bont"),)),
    ),
    "colleague": (
        about("Annie Price"),
        ((own_work,), (found_for_a_call,), (about("Annie Price", "1 Other Road, CF98 7AA"),), (about("Bob Price"),)),
    ),
    "colleague-address": (
        about("Ida Jones", "8 Quay Terrace, CF99 4QT"),
        ((own_work,), (about("Ida Jones", "80 Quay Terrace, CF99 4QT"),), (about("Ida Crane", "8 Quay Terrace, CF99 4QT"),)),
    ),
    "many": (
        before(*logs(40)),
        ((before(*logs(39)),), (before(*logs(60, 2)),), (by(PRICE),), (before(*logs(20), *logs(20)),)),
    ),
    "searching": (searching, ((on_the_phone,), (led_to_work,), (before(*searches(7)),), (before(*searches(8, "work")),))),
    "unlinked": (
        of_nobody,
        (
            (found_for_a_call,),
            (on_the_phone,),
            (lambda look: replace(look, wrote=(Wrote("police.1", "x", NOW - timedelta(hours=20)),)),),
            (lambda look: replace(look, promised=(NOW + timedelta(days=2),)),),
            (lambda look: replace(look, about_own=True),),
            (by(OWEN), before(*logs(1, tie=""))),
        ),
    ),
    "flagged": (lambda look: replace(look, flagged=True), ((own_work,), (found_for_a_call,))),
    "sibling": (lambda look: replace(look, foreign=True), ()),
    "again": (days(2, 5), ((own_work,), (days(2),), (days(2, 40),), (days(2, 5, tie="own"),), (others_days,), (by(PRICE),))),
}


def found(look: Look, rules: LookRules = RULES) -> tuple[Pattern, ...]:
    return patterns_of(look, tie_of(look, rules), rules)


def test_there_are_twelve_and_an_ordinary_look_is_none_of_them() -> None:
    assert set(SCENES) == set(PATTERNS)
    assert len(PATTERNS) == 12
    assert found(PLAIN) == ()


@pytest.mark.parametrize("what", PATTERNS)
def test_whoever_browses_is_asked_about_and_whoever_works_is_not(what: Pattern) -> None:
    browsing, honest = SCENES[what]
    look = browsing(PLAIN)
    assert what in found(look)
    for scene in honest:
        other = look
        for change in scene:
            other = change(other)
        assert what not in found(other), scene


@pytest.mark.parametrize("what", PATTERNS)
def test_an_area_may_leave_it_out(what: Pattern) -> None:
    assert what not in found(SCENES[what][0](PLAIN), replace(RULES, left_out=frozenset((what,))))


def test_a_call_from_ones_own_home_is_for_somebody_else_to_take() -> None:
    mine = about("Nia Prosser", "3 Heol y Bont, CF99 2AB")(PLAIN)
    assert found(mine) == ("own-log", "own-address"), "what says less is not said besides"
    assert found(found_for_a_call(own_work(mine))) == ("own-log", "own-address")


def test_to_be_listed_is_not_to_be_opened() -> None:
    listed = replace(about("Nia Prosser", "3 Heol y Bont, CF99 2AB")(PLAIN), kind="listed", flagged=True)
    assert found(listed) == ()


def test_one_of_several_logs_in_a_day_is_the_first_that_nothing_links_and_the_rest_are_counted() -> None:
    unlinked = by(OWEN)(of_nobody(PLAIN))
    assert "unlinked" in found(before(*logs(2, tie=""))(unlinked))
    assert found(before(*logs(2, tie="work"))(unlinked)) == ()


@pytest.mark.parametrize("what", ["own-surname", "neighbour", "colleague", "colleague-address"])
def test_whoever_looks_after_others_reads_everything_and_reads_it_once(what: Pattern) -> None:
    price = replace(PRICE, told=NIA.told)
    look = by(price)(replace(SCENES[what][0](PLAIN), staff=(price, OWEN, replace(NIA, key="annie", told=of_staff("Annie Price", "")))))
    assert found(look) == ()
    assert what in found(days(3)(look))
    assert what in found(of_nobody(look))
    assert what in found(by(replace(price, reviews=False))(look))


def test_a_colleagues_house_is_enough_where_nobody_works_on_it() -> None:
    assert "colleague-address" in found(of_nobody(about("Ida Crane", "8 Quay Terrace, CF99 4QT")(PLAIN)))


def test_a_colleague_of_a_common_name_is_one_of_many() -> None:
    look = about("Owen Jones")(PLAIN)
    assert "colleague" not in found(look)
    assert "colleague" in found(of_nobody(look))


@pytest.mark.parametrize(
    "long_ago",
    [
        lambda look: replace(look, wrote=(Wrote("police.1", "x", NOW - timedelta(days=5)),)),
        lambda look: replace(look, promised=(NOW - timedelta(days=30),)),
        lambda look: replace(look, promised=(NOW + timedelta(days=30),)),
        lambda look: replace(look, calls=((NOW - timedelta(minutes=40), NOW - timedelta(minutes=30)),)),
    ],
)
def test_what_was_work_once_is_none_for_ever(long_ago: Change) -> None:
    assert found(long_ago(of_nobody(PLAIN))) == ("unlinked",)


def test_half_a_name_of_two_is_ones_own() -> None:
    assert "own-surname" in found(about("Mary Wyn-Prosser")(PLAIN))


def test_half_a_valley_is_called_jones() -> None:
    """Where nobody works on it, even Jones is asked why they read of a Jones."""
    owen = by(OWEN)(about("Mary Jones")(PLAIN))
    assert "own-surname" not in found(owen)
    assert "own-surname" in found(of_nobody(owen))
