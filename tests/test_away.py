"""What looks into the store away from the screen is one at a time, and whoever leaves waits for it."""

from threading import Event, Thread

import pytest

from callhandler.app.away import Away

PATIENCE = 20.0


def test_who_leaves_waits_for_the_look_under_way_and_nothing_looks_after() -> None:
    away, begun, go_on = Away(), Event(), Event()
    done: list[str] = []

    def look(name: str) -> None:
        with away.held() as wanted:
            if wanted:
                begun.set()
                go_on.wait(PATIENCE)
                done.append(name)

    def leave() -> None:
        away.end()
        done.append("left")

    first = Thread(target=look, args=("first",))
    first.start()
    assert begun.wait(PATIENCE)
    leaving = Thread(target=leave)
    leaving.start()
    assert done == []
    go_on.set()
    for thread in (first, leaving):
        thread.join(PATIENCE)
    assert done == ["first", "left"]
    assert away.over
    look("second")
    assert done == ["first", "left"]


def test_a_look_that_fails_lets_go_of_it() -> None:
    away = Away()
    with pytest.raises(LookupError), away.held():
        raise LookupError
    away.end()
    with away.held() as wanted:
        assert not wanted
