"""Every trouble with the store has its own plain sentence, in English and in Welsh, and says what to do next."""

import inspect
import string
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend

from callhandler.store import troubles, vault
from callhandler.store.fleeting import emergency_capture
from callhandler.store.secrets import OsKeyring
from callhandler.store.troubles import KeyringLocked, KeyringMissing, VaultTrouble, told
from callhandler.words import Words
from tests.keepers import HangingKeyring, LockedKeyring, NoKeyring
from tests.stores import CHEAP, PASSPHRASE, Place, Writer

KINDS = tuple(kind for _, kind in inspect.getmembers(troubles, inspect.isclass) if issubclass(kind, VaultTrouble))

SHUT = (
    troubles.KeyringMissing,
    troubles.KeyringChanged,
    troubles.KeyringLocked,
    troubles.ReadOnlyProfile,
    troubles.HeaderAltered,
    troubles.OlderCopy,
    troubles.NewerSchema,
    troubles.UpgradeFailed,
)


def _blanks(kind: type[VaultTrouble]) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(kind.sentence) if name}


@pytest.mark.req("F16", "R23")
@pytest.mark.parametrize("kind", KINDS)
def test_each_trouble_is_told_in_both_languages(kind: type[VaultTrouble]):
    trouble = kind(**dict.fromkeys(_blanks(kind), 7))
    english, welsh = told(trouble, Words("en")), told(trouble, Words("cy"))
    assert english != welsh
    assert "{" not in english + welsh
    assert str(trouble) == kind.code


def test_no_two_troubles_are_told_alike():
    assert len({kind.code for kind in KINDS}) == len(KINDS)
    assert len({kind.sentence for kind in KINDS}) == len(KINDS)


@pytest.mark.req("F16", "F17")
@pytest.mark.parametrize("kind", SHUT)
def test_where_the_store_stays_shut_the_handler_hears_of_the_emergency_capture(kind: type[VaultTrouble]):
    assert kind.capture
    assert "emergency capture" in kind.sentence


@pytest.mark.req("F16")
@pytest.mark.parametrize(
    ("backend", "trouble"), [(LockedKeyring(), KeyringLocked), (NoKeyring(), KeyringMissing), (HangingKeyring(), KeyringLocked)]
)
def test_whatever_the_keyring_does_the_call_can_be_taken(tmp_path: Path, backend: KeyringBackend, trouble: type[VaultTrouble]):
    Place(tmp_path / "store").create().close()
    keyring = OsKeyring(lambda: backend, lambda _: True, limit=0.1)
    with pytest.raises(trouble):
        vault.unlock(tmp_path / "store", PASSPHRASE, keyring, floor=CHEAP)
    with pytest.raises(trouble):
        vault.create(tmp_path / "another", "C1235", PASSPHRASE, keyring, cost=CHEAP)
    capture = emergency_capture("C1234", [tmp_path])
    assert capture.logbook.append([Writer().note("taken all the same")])
    capture.close()
    if isinstance(backend, HangingKeyring):
        backend.answered.set()
