"""How an agency's own sign-in is reached, and which of its groups have which role here."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from callhandler.log.kinds import AgencyId
from callhandler.protocol.decision import Role


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID provider, fixed by the administrator: no address in a token is ever followed."""

    issuer: str
    client_id: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    agency: AgencyId
    groups: Mapping[str, Role] = field(default_factory=dict)
    claim: str = "groups"  # where a token names them
    algorithms: tuple[str, ...] = ("RS256", "ES256", "EdDSA")
    scopes: str = "openid profile"
    nbf: bool = True  # whether its tokens say from when they count; some providers never do, and then the time of issue stands for it

    def __post_init__(self) -> None:
        if strange := set(self.algorithms) - {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}:
            raise ValueError(f"not an algorithm for ID tokens: {', '.join(sorted(strange))}")
