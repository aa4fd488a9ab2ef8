"""Which decisions count that a person hands in from a desk: those that the decision table lets their role take in a case of that agency."""

from collections.abc import Mapping

from callhandler.endpoint.accounts.asker import Asker
from callhandler.log.entry import Entry
from callhandler.log.ownership import owner_of
from callhandler.protocol.decision import Action, Field, Resource, decide
from callhandler.sync.rules import May

TAKES: Mapping[str, tuple[Action, Field]] = {
    "case-shared": ("share", "case"),
    "share-ended": ("end-share", "sharing"),
    "on-beats": ("write", "case"),
    "erased": ("erase", "case"),
    "late-accepted": ("accept", "case"),
    "device-enrolled": ("enrol", "devices"),
    "device-revoked": ("revoke", "devices"),
}  # by kind: all that sync knows as decisions


def ruling(asker: Asker) -> May:
    """Whether this person may decide so. A device that leaves has nobody at it, who may decide nothing."""

    def may(entry: Entry) -> bool:
        action, field = TAKES[entry.kind]
        return decide(asker.subject, action, Resource(owner_of(entry.case), frozenset((field,)))).allow

    return may
