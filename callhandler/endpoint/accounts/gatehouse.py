"""What the gate needs of the rest of the endpoint: the database, the clock, the dice, and the word of the endpoint itself."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Engine

from callhandler.endpoint.accounts.asker import Asker
from callhandler.endpoint.accounts.oidc_keys import Keys
from callhandler.endpoint.accounts.oidc_settings import Provider
from callhandler.endpoint.accounts.passwords import Passwords
from callhandler.endpoint.accounts.tokens import Dice
from callhandler.endpoint.exchange.narrow import Narrow
from callhandler.endpoint.sealing import Seal
from callhandler.log.kinds import AgencyId
from callhandler.sync.proof import Certificate, Signer


@dataclass(frozen=True, slots=True)
class Watch:
    """What an administrator should see: alarms as (what, device, when), and how many entries are held back, by agency and reason."""

    alarms: Sequence[tuple[str, str, str]] = ()
    quarantine: Sequence[tuple[AgencyId, str, int]] = ()


@dataclass(frozen=True, slots=True)
class Gatehouse:
    """Everything that deciding who comes in depends on.

    `enrol` and `take_out` let a device speak in sync, and take it out of it for good; `evidence` adds to an agency's export the chains,
    proofs and disclosures that the endpoint keeps of it, one JSON object each. All three are the sync side's. `openings`: what was opened
    in an emergency, for whoever reviews it, in their language. `order` lets go, from an agency's desks, of what they hold back, and says
    of how many feeds; `tell` writes to the security log: what, of which agency, and how many.
    """

    engine: Engine
    clock: Callable[[], datetime]
    dice: Dice
    passwords: Passwords
    seal: Seal
    key: Signer
    enrol: Callable[[bytes, AgencyId], Certificate]
    take_out: Callable[[str], None]
    watch: Callable[[Connection, frozenset[AgencyId] | None], Watch] = lambda *_: Watch()
    evidence: Callable[[Connection, AgencyId], Iterable[dict[str, object]]] = lambda *_: ()
    openings: Callable[[Connection, Asker, datetime, str], Sequence[dict[str, object]]] = lambda *_: ()
    provider: Provider | None = None
    keys: Keys | None = None
    order: Callable[[Connection, AgencyId], int] = lambda *_: 0
    tell: Callable[[str, AgencyId, int], None] = lambda *_: None
    issuer: str = "callhandler"  # as authenticators show it
    secure: bool = field(default=True)  # cookies only over TLS
    exporting: Narrow = field(default_factory=lambda: Narrow(1))  # whose turn it is to have a whole log read out

    def now(self) -> int:
        """Whole seconds since 1970."""
        return int(self.clock().timestamp())
