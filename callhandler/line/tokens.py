"""What the endpoint gave whoever is signed in: short words that mean nothing, kept in the keyring and nowhere else (T17)."""

import json
from dataclasses import asdict, dataclass
from threading import Lock

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
    """Keeps them for one operator on this computer. Any thread may use it. Raises as `SecretKeeper`."""

    def __init__(self, secrets: SecretKeeper, op: str) -> None:
        self._secrets, self._name, self._turn = secrets, f"{op}/line", Lock()

    def get(self) -> Tokens | None:
        """None where nobody has signed in, or what is kept is not ours."""
        try:
            return Tokens(**json.loads(self._secrets.get(self._name) or "null"))
        except (ValueError, TypeError):
            return None

    def keep(self, tokens: Tokens) -> None:
        """Before they are used: a refresh that is shown twice ends the sign-in."""
        with self._turn:
            self._keep(tokens)

    def change(self, old: Tokens, fresh: Tokens | None) -> Tokens | None:
        """`fresh` in place of `old`, or nothing at all; but whoever has signed in meanwhile stays. Says what is kept now."""
        with self._turn:
            kept = self.get()
            if kept not in {old, None}:
                return kept
            if fresh:
                self._keep(fresh)
            else:
                self._secrets.forget(self._name)
            return fresh

    def _keep(self, tokens: Tokens) -> None:
        told = json.dumps(asdict(tokens))
        if len(told) > MOST:
            raise ValueError("longer than a keyring keeps")
        self._secrets.keep(self._name, told)
