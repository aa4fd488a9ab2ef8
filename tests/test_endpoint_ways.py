"""Nobody stands in everybody's way: neither whoever reads slowly, nor many who each wait for one thing more."""

import asyncio
import json
import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from fastapi.responses import Response
from starlette.types import Message

from callhandler.endpoint.accounts.asker import Asker
from callhandler.endpoint.app import rooms
from callhandler.endpoint.database import CONNECTIONS, LOOKING
from callhandler.endpoint.oversight.auditor import exported
from callhandler.log.device import verify
from callhandler.sync.evidence import verify_export
from callhandler.sync.wire import decode_answer, encode_ask
from tests.patience import SOON
from tests.premises import Desk, Premises

AUDITOR = Asker("somebody", "Somebody", "supervisor", "police", "")


@pytest.fixture(params=["sqlite", "postgresql"])
def premises(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Premises]:
    if request.param == "sqlite":
        made = Premises(tmp_path, lambda name: f"sqlite:///{tmp_path}/{name}.db")
    else:
        server = request.getfixturevalue("postgres")
        made = Premises(tmp_path, lambda name: server.fresh(f"ways-{name}"))
    yield made
    made.close()


def desk_of(premises: Premises, *lines: str) -> Desk:
    desk = premises.desk()
    for case in lines:
        desk.write(case)
    desk.sync()
    return desk


@pytest.mark.req("F15")
def test_a_question_is_answered_though_all_other_connections_are_taken(premises):
    """By those who wait for this very answer to be given."""
    desk, behind = desk_of(premises), rooms(premises.settings)
    desk.write("police.1")
    ask = desk.replica.ask(secrets.token_bytes(16))
    with ExitStack() as others:
        for _ in range(CONNECTIONS - 1):
            others.enter_context(behind.engine.connect().execution_options(**{LOOKING: True}))
        answer = behind.switchboard.answer(encode_ask(ask), desk.line)
    assert decode_answer(answer, ask).verdict.outcome == "ok"
    behind.engine.dispose()


async def read(answer: Response, desk: Desk) -> list[bytes]:
    """Piece by piece; when the first has come, somebody records something."""
    whole = bytearray()

    async def take(told: Message) -> None:
        if told.get("body") and not whole:
            await asyncio.to_thread(desk.sync)
        whole.extend(told.get("body", b""))

    async def stays() -> Message:
        await asyncio.Event().wait()
        return {}

    await asyncio.wait_for(answer({"type": "http"}, stays, take), SOON)
    return bytes(whole).splitlines(keepends=True)


@pytest.mark.req("R1", "T21", "F15")
def test_an_export_that_is_read_slowly_holds_up_no_desk_and_tells_of_one_moment(premises):
    desk = desk_of(premises, "police.1")
    desk.write("police.2")
    lines = asyncio.run(read(exported(premises.behind.gatehouse, AUDITOR), desk))
    assert verify_export(lines, verify) is None
    assert sum(json.loads(line)["kind"] == "entry" for line in lines) == 1
    assert len(premises.kept()) == 2
