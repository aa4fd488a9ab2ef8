"""What is wished for is what is read, whichever way the store goes about it; and it never goes through all entries of a common kind."""

from collections.abc import Iterator
from datetime import UTC
from itertools import product
from pathlib import Path

import pytest

from callhandler.log.kinds import ActionAgreed, Viewed
from callhandler.store import checking, wishes
from callhandler.store.vault import Vault
from tests.stores import Place, Writer

CASES, KINDS = ("c1", "c2", "c3"), ("noted", "action-agreed")


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    made, writer = Place(tmp_path / "store").create(), Writer()
    for place, case in enumerate(CASES):
        writer.now.move(days=1)
        made.logbook.append([writer.note(f"{n}", case) for n in range(3)])
        if place:
            made.logbook.append([writer.write(ActionAgreed(agency="police", what="visit", due=writer.now()), case)])
        made.logbook.append([writer.write(Viewed(what="search", subject=f"p{place} p9"), case)])
    yield made
    made.close()


def test_every_mixture_of_wishes_gives_what_reading_everything_gives(vault: Vault) -> None:
    everything = vault.logbook.entries()
    days = sorted({entry.at.astimezone(UTC).date() for entry in everything})
    mixtures = product((None, ("c1", "c3")), (None, ("noted",), KINDS), (None, days[1]), ((), ("action-agreed",)), ((), ("p1", "p0")))
    for cases, kinds, since, beside, looked in mixtures:
        agreed = {entry.case for entry in everything if entry.kind in beside}
        slowly = [
            entry.id
            for entry in everything
            if (cases is None or entry.case in cases)
            and (kinds is None or entry.kind in kinds)
            and (since is None or entry.at.astimezone(UTC).date() >= since)
            and (not beside or entry.case in agreed)
            and (not looked or (isinstance(entry.body, Viewed) and set(looked) & set(entry.body.subject.split())))
        ]
        read = vault.logbook.entries(cases=cases, kinds=kinds, since=since, beside=beside, looked_at=looked)
        assert [entry.id for entry in read] == slowly


def test_where_cases_are_fewer_the_index_of_kinds_is_left_alone(vault: Vault) -> None:
    narrow = wishes.of_cases(None, ("action-agreed",), ())
    asked = checking.STORED.where(*narrow, *wishes.of_kinds(KINDS, narrow=True))
    with vault.engine.reader.connect() as connection:
        told = asked.compile(connection, compile_kwargs={"literal_binds": True})
        plan = [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {told}")]
    assert "SEARCH entry USING INDEX ix_entry_case_id (case_id=?)" in plan
