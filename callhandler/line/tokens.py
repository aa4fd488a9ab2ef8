"""What the endpoint gave whoever is signed in: short words that mean nothing, kept in the keyring and nowhere else (T17)."""

import json
from dataclasses import asdict, dataclass

from callhandler.store.secrets import SecretKeeper

MOST = 1200  # letters: Windows keeps no more


@dataclass(frozen=True, slots=True)
class Tokens:
    """`access` counts for minutes, `refresh` for a shift and once."""

    access: str
    refresh: str
    person: str = ""
    name: str = ""
    role: str = ""
    agency: str = ""
    knows: str = ""  # what they need to know for their work, with blanks between

    @property
    def bearer(self) -> dict[str, str]:
        """The header that shows them at a question."""
        return {"Authorization": f"Bearer {self.access}"}


class TokenShelf:
    """Keeps them for one operator on this computer. Raises as `SecretKeeper`."""

    def __init__(self, secrets: SecretKeeper, op: str) -> None:
        self._secrets, self._name = secrets, f"{op}/line"

    def get(self) -> Tokens | None:
        """None where nobody has signed in, or what is kept is not ours."""
        try:
            return Tokens(**json.loads(self._secrets.get(self._name) or "null"))
        except (ValueError, TypeError):
            return None

    def keep(self, tokens: Tokens) -> None:
        """Before they are used: a refresh that is shown twice ends the sign-in."""
        told = json.dumps(asdict(tokens))
        if len(told) > MOST:
            raise ValueError("longer than a keyring keeps")
        self._secrets.keep(self._name, told)

    def forget(self) -> None:
        self._secrets.forget(self._name)
