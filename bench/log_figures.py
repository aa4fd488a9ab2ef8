"""What an entry, a case and a likeness cost: `python -m bench.log_figures` prints microseconds, best of five rounds."""

from collections.abc import Callable
from timeit import repeat

from callhandler.log.chain import follow, verify
from callhandler.log.entry import compose, read, seal
from callhandler.log.fold import fold
from callhandler.log.kinds import Answered, Noted
from callhandler.people.keys import asked_keys, stored_keys
from callhandler.people.parts import parts_of
from callhandler.people.person import Description
from callhandler.people.scoring import Scorer
from callhandler.people.tables import START
from tests.scribe import MORNING, SALT, Scribe

MARGARET = Description("p1", name="Margaret Jones", phone="07700 900123", born="1950-02-03", place="14 Maes Glas, Barry CF62 8AB")
ASKED = Description("p2", name="Peggy Jones", phone="+44 7700 900123", place="14 maes glas")


class Uncounted:
    """A store that cannot say how common a value is."""

    people = 100_000

    def share(self, field: str, value: str) -> float | None:
        del field, value
        return None


def a_case(length: int = 30) -> Scribe:
    """A call of some length: twenty questions, some answered twice, and a note now and then."""
    desk, last = Scribe(), dict[str, tuple[str, ...]]()
    for number in range(length):
        body = (
            Answered(path=f"/data/q{number % 20}", value="yes, most nights")
            if number % 5
            else Noted(text="He shouted at her through the door.")
        )
        entry = desk.write(body, parents=last.get(body.field, ()))
        last[body.field] = (entry.id,) if body.field else ()
    return desk


def microseconds(work: Callable[[], object], times: int = 300) -> float:
    return min(repeat(work, number=times, repeat=5)) / times * 1e6


def main() -> None:
    desk = a_case()
    entry = desk.written[1]
    scorer, asked, hundred = Scorer(START, Uncounted.people), parts_of(ASKED), (parts_of(MARGARET),) * 100
    told = compose(Answered(path="/data/q1", value="yes"), id="e", case="c", at=MORNING, hlc=1, actor="op", agency="police")
    figures: dict[str, Callable[[], object]] = {
        "fold a case of 30 entries (bar 300)": lambda: fold(desk.written),
        "seal an entry": lambda: seal(told, desk.key.id, 1, SALT),
        "read an entry": lambda: read(entry.meta, entry.salt, entry.payload, entry.commitment),
        "fasten it to the chain": lambda: follow(desk.head, entry),
        "sign the head": lambda: desk.key.sign_head(30, desk.head),
        "verify a chain of 30": lambda: verify(desk.key.public, desk.written, desk.head, desk.links),
        "compare with a hundred descriptions (bar 2000)": lambda: scorer.score(asked, hundred, Uncounted()),
        "keys of a description": lambda: stored_keys(hundred[0]),
        "keys to ask": lambda: asked_keys(asked),
    }
    for what, work in figures.items():
        print(f"{microseconds(work):8.1f} µs  {what}")


if __name__ == "__main__":
    main()
