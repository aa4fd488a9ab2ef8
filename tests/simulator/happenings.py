"""Everything that can happen at one step."""

from collections.abc import Callable

from tests.simulator import faults, work
from tests.simulator.world import World

WORK = (
    *(work.write, work.share, work.end, work.confide, work.erase, work.accept, work.trespass, work.odd),
    *(work.place, work.carry, work.clock, work.join, work.regroup, work.revoke, work.order),
)
FAULTS = (
    *(faults.sync, faults.ask, faults.post, faults.crash, faults.cut_device, faults.cut_endpoint),
    *(faults.back_up, faults.verify, faults.restore_announced, faults.restore_unannounced),
    *(faults.copy, faults.put_back, faults.clone, faults.lose),
)
HAPPENINGS: dict[str, Callable[[World], None]] = {one.__name__: one for one in (*WORK, *FAULTS)}
