"""Finds an operator's store among those on this computer, without the computer's files saying who works here."""

import hmac
import secrets
import unicodedata
from pathlib import Path

from callhandler.store import files, header

SALT = "salt"


def folder_of(profile: Path, collar: str) -> Path:
    """Where the store of whoever types this collar number at sign-in lies.

    Names and numbers are personal data, so the folder bears HMAC-SHA256(the profile's own random salt, collar number): the operator
    types the number, the computer cannot list it. Capitals and spaces do not count. Raises ReadOnlyProfile, DiskFull.
    """
    typed = "".join(unicodedata.normalize("NFKC", collar).casefold().split())
    return profile / hmac.new(_salt(profile), typed.encode("utf-8", "replace"), "sha256").hexdigest()[:32]


def stores(profile: Path) -> tuple[Path, ...]:
    """The folders of all stores in this profile; none: it is the first start."""
    return tuple(sorted(folder for folder in profile.glob("*/") if header.exists(folder)))


def _salt(profile: Path) -> bytes:
    path = profile / SALT
    if not path.exists():
        files.make_private(profile)
        files.write_whole(path, secrets.token_bytes(32))
    with files.os_troubles():
        return path.read_bytes()
