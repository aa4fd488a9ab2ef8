"""Proofs that travel: the same for every reader, and what is read is what was sealed."""

import pytest

from callhandler.log.entry import read
from callhandler.log.kinds import CaseShared
from tests.simulator.stage import Stage

pytestmark = pytest.mark.req("T4")


def test_the_same_proof_holds_for_whoever_reads_a_part_of_the_run():
    stage = Stage(earnest=True)
    police, council = stage.desk("police"), stage.desk("council")
    hidden, open_to = stage.case(police), stage.case(police)
    stage.write(police, open_to, CaseShared(audience="council"))
    stage.sync(police, council)
    assert {holding.entry.case for holding in council.disk.holdings.values()} == {open_to}
    proofs = {council.disk.proof(holding.leaf) for holding in council.disk.holdings.values()}
    assert [len(proof.leaves) for proof in proofs if proof] == [3]
    assert hidden not in repr(council.disk)


def test_what_is_read_from_the_store_is_what_was_sealed():
    stage = Stage()
    police, other = stage.desk(), stage.desk()
    line = stage.write(police, stage.case(police))
    stage.sync(police, other)
    entry = stage.on(other, line).entry
    assert read(entry.meta, entry.salt, entry.payload, entry.commitment) == entry
