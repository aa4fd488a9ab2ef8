"""Whatever is sent to the doors, with a good token and without: no fault of ours, nothing undocumented, nobody let in."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.result import Ok

from tests.towns import app_of, town

__all__ = ["town"]
load_all_checks()
WITHOUT = {"positive_data_acceptance"}  # a password may be of the right shape, and wrong all the same
EXAMPLES = 6


def checks() -> list[Any]:
    return [CHECKS.get_one(name) for name in CHECKS.get_all_names() if name not in WITHOUT]


@pytest.mark.req("R14", "T19")
@pytest.mark.parametrize("role", ["", "administrator"])
def test_no_door_fails_or_says_what_it_never_said_it_would(town, role):
    schema = schemathesis.openapi.from_dict(app_of(town.gatehouse).openapi())
    headers = {"Authorization": f"Bearer {town.token(role)}"} if role else {}
    doors = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    assert len(doors) >= 18
    for door in sorted(doors, key=lambda door: door.path == "/v1/sign-out"):  # last: it ends what the others need
        tried(door, town, headers)


def tried(door: Any, town, headers: dict[str, str]) -> None:
    @settings(max_examples=EXAMPLES, deadline=None, phases=[Phase.generate], database=None, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def once(data: st.DataObject) -> None:
        case = data.draw(door.as_strategy())
        case.call_and_validate(base_url=town.url, headers=headers, session=town.session, timeout=10, checks=checks())

    once()
