"""One computer that says what it asks as slowly as it can, over as many lines as it can, keeps the others waiting for nothing."""

import pytest

from callhandler.endpoint.exchange.callers import Callers
from callhandler.endpoint.exchange.outside import Outside
from callhandler.endpoint.exchange.routes import OF_ONE, SyncRoute
from callhandler.endpoint.exchange.switchboard import Switchboard
from callhandler.sync.wire import MEDIA
from tests.patience import until
from tests.test_endpoint_patience import one_byte, status
from tests.towns import ENDPOINT, Served, app_of, founded_at


@pytest.mark.req("T3", "T19")
def test_nobody_takes_many_places_among_those_who_wait(tmp_path, clock):
    town, engine = founded_at(tmp_path, clock)
    app = app_of(town.gatehouse)
    app.state.sync = SyncRoute(Switchboard(engine, Outside(tmp_path / "outside"), ENDPOINT, clock), town.gatehouse)
    app.state.callers = Callers(town.gatehouse)
    app.add_route("/v1/sync", app.state.sync.answer, methods=["POST"])
    with Served(app) as town.url, town.session:
        thief, colleague = town.token(), town.token()
        lines = [one_byte(town.url, "/v1/sync", thief) for _ in range(OF_ONE)]
        until(lambda: app.state.sync.waiting == OF_ONE)
        lines += [one_byte(town.url, "/v1/sync", thief) for _ in range(3)]
        assert [status(line) for line in lines[OF_ONE:]] == ["429"] * 3
        told = {"Authorization": f"Bearer {colleague}", "Content-Type": MEDIA}
        assert town.session.post(f"{town.url}/v1/sync", b"0", headers=told, timeout=20).status_code == 400
        for line in lines:
            line.close()
        until(lambda: app.state.sync.waiting == 0)
    engine.dispose()
