"""The endpoint tells the same people of an entry, whether or not it looks into its body, and in whichever order it is asked."""

from itertools import product
from random import Random

import pytest

from callhandler.cases.area import load_area
from callhandler.config import RESOURCES
from callhandler.endpoint.exchange.reading import arrived, opening
from callhandler.log.entry import seal
from callhandler.log.kinds import Answered, CaseShared, Noted, PersonDescribed, Viewed
from callhandler.protocol.disclosure import tells
from callhandler.sync.lines import entry_of, line_of
from tests.stores import Writer

GENERIC = load_area(RESOURCES / "areas" / "generic").discloses
BODIES = (
    Answered(path="/data/harm/vuln_words", value="cannot sleep"),
    Answered(path="/data/opening/danger", value="no"),
    PersonDescribed(person="p", role="alleged", name="Ann Onymous"),
    PersonDescribed(person="q", role="caller", name="Ann Onymous"),
    Noted(text="a note"),
    Viewed(what="case", subject="police.1"),
    CaseShared(audience="council"),
)
AUDIENCES = tuple(map(frozenset, (("police",), ("police", "council"), ("council",), ("police", "housing", "police/audit"), ())))


@pytest.mark.req("T7")
@pytest.mark.parametrize("seed", range(5))
def test_who_is_told_does_not_hang_on_what_was_asked_before(seed):
    rule, looked = tells(GENERIC), 0
    readers = opening(rule)
    asked = list(product(("police", "council"), BODIES, ("police.1", "council.1"), AUDIENCES))
    Random(seed).shuffle(asked)
    for agency, body, case, audience in asked:
        line = line_of(seal(Writer(agency=agency).write(body, case), "device", 1, bytes(16)))
        told = readers(arrived(line, "", 0), audience)
        assert told == rule(entry_of(line), audience)
        looked += told not in (audience, frozenset())
    assert looked
