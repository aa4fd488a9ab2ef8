"""Somebody may ask for a case to be erased, by its reference; what was said is then nowhere, and that it was erased stays."""

import pytest

from callhandler.log.kinds import CallStarted, Erased
from tests.computers import Computer
from tests.stores import COLLAR, PASSPHRASE

CANARY = "afraid of the man upstairs"


@pytest.fixture
def computer(tmp_path):
    made, old = Computer(tmp_path), tmp_path / "old.csv"
    old.write_text(
        f"Date,Name,Phone,Text\n03/04/2019,Ann Lee,07700 900123,{CANARY}\n04/04/2019,Bo Ray,07700 900124,loud\n", encoding="utf-8"
    )
    assert made.typed("import", old, "--operator", COLLAR, "--yes").exit_code == 0
    return made


def references(computer):
    return [entry.body.reference for entry in computer.entries() if isinstance(entry.body, CallStarted)]


def said(computer):
    return b"\n".join(entry.payload for entry in computer.entries())


@pytest.mark.req("R5")
def test_a_case_is_erased_by_its_reference_and_no_other_is(computer):
    reference, other = references(computer)
    assert CANARY.encode() in said(computer)
    told = computer.typed("erase", reference, "--rule", "retention", "--operator", COLLAR, said=f"{PASSPHRASE}\n{reference}\n")
    assert told.exit_code == 0, told.output
    assert CANARY.encode() not in said(computer)
    assert references(computer) == [other]
    assert [entry.body.rule for entry in computer.entries() if isinstance(entry.body, Erased)] == ["retention"]
    again = computer.typed("erase", reference, "--rule", "retention", "--operator", COLLAR)
    assert again.exit_code == 2
    assert "no complaint" in again.output


def test_nothing_is_erased_unless_the_reference_is_typed_again(computer):
    reference, _ = references(computer)
    told = computer.typed("erase", reference, "--rule", "retention", "--operator", COLLAR, said=f"{PASSPHRASE}\nyes\n")
    assert told.exit_code == 2
    assert CANARY.encode() in said(computer)
