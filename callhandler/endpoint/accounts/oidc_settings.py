"""How an agency's own sign-in is reached, and which of its groups have which role here: a file beside the endpoint's keys says so."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

import yaml
from pydantic import ConfigDict, TypeAdapter, ValidationError

from callhandler.log.kinds import AgencyId
from callhandler.protocol.decision import Role

LOOPBACK = frozenset({"127.0.0.1", "localhost"})
LONGEST = 32 << 10  # letters


class ProviderTrouble(Exception):  # noqa: N818 - says what is wrong, as a person would
    """The file cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID provider, fixed by the administrator: no address in a token is ever followed."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

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
    ca: Path | None = None  # who vouches for it where no public authority does: a file, named from the folder of this one
    redirect: str = "http://127.0.0.1"  # where a browser is sent back to, on any port; with a path where the provider wants to know it
    nbf: bool = True  # whether its tokens say from when they count; some providers never do, and then the time of issue stands for it

    def __post_init__(self) -> None:
        if strange := set(self.algorithms) - {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}:
            raise ValueError(f"not an algorithm for ID tokens: {', '.join(sorted(strange))}")
        back = urlsplit(self.redirect)
        if back.scheme != "http" or back.netloc not in LOOPBACK or back.query or back.fragment:
            raise ValueError("redirect: only http://127.0.0.1 or http://localhost without a port, and a path")

    def authority(self) -> str:
        """Whoever vouches for it, in letters (PEM), for desks to believe too; "" where everybody believes them. Raises OSError."""
        if self.ca is None:
            return ""
        known = ssl.create_default_context(cafile=str(self.ca)).get_ca_certs(binary_form=True)
        told = "".join(map(ssl.DER_cert_to_PEM_cert, known))
        return told if len(told) <= LONGEST else ""  # all the authorities there are: a desk knows those itself


def load_provider(file: Path) -> Provider | None:
    """What the file says (YAML, the names as above); None where there is none. Raises ProviderTrouble."""
    if not file.exists():
        return None
    try:
        provider = _PROVIDER.validate_python(yaml.safe_load(file.read_text(encoding="utf-8")))
        return replace(provider, ca=_readable(file.parent / provider.ca)) if provider.ca else provider
    except ValidationError as trouble:
        first = trouble.errors(include_url=False, include_input=False)[0]
        raise ProviderTrouble(f"{file}: {'.'.join(map(str, first['loc'])) or 'the file'}: {first['msg']}") from None
    except (OSError, ValueError, yaml.YAMLError) as trouble:
        raise ProviderTrouble(f"{file}: {trouble}") from None


def _readable(ca: Path) -> Path:
    """Raises ValueError where there are no certificates in it."""
    try:
        ssl.create_default_context(cafile=str(ca))
    except OSError:
        raise ValueError(f"{ca} holds no certificate of an authority") from None
    return ca


_PROVIDER = TypeAdapter(Provider)
