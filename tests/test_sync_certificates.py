"""A device shows its certificate until the endpoint has answered with it, and is given one where it has none."""

from dataclasses import replace

import pytest

from callhandler.sync.proof import certify
from tests.simulator.stage import Stage

pytestmark = pytest.mark.req("T4")


def test_a_certificate_is_shown_once_and_then_neither_side_repeats_it():
    stage = Stage()
    police = stage.desk()
    first = stage.world.ask(police)
    assert (first.certificate, first.certified) == (police.disk.identity().certificate, False)
    assert stage.round(police).certificate == first.certificate
    again = stage.world.ask(police)
    assert (again.certificate, again.certified) == (None, True)
    assert stage.round(police).certificate is None
    police.restart()
    assert stage.world.ask(police).certificate == first.certificate


def test_whoever_has_none_yet_is_given_it_with_the_first_answer():
    stage = Stage()
    police = stage.desk()
    told = police.disk.identity()
    police.disk.set_identity(replace(told, certificate=None))
    stage.round(police)
    assert police.disk.identity() == told


def test_a_device_that_shows_its_certificate_in_vain_is_told_what_it_needs():
    stage = Stage()
    stranger = stage.stranger("police")
    key = stranger.disk.identity().signer
    stranger.disk.set_identity(replace(stranger.disk.identity(), certificate=certify(key, key.public, "police")))
    assert (stage.need(stranger), stage.need(stranger)) == ("enrol", "enrol")
