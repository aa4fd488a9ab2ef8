"""Puts a published form where the desk finds it: the form, and beside it the manifest that says what it is and who signed it."""

import os
from pathlib import Path

from callhandler.script.load import load
from callhandler.script.manifest import NAME, Manifest, PublisherKey, new_key, read_manifest, verify
from callhandler.script.trouble import ScriptTrouble

FORM = "form.xml"


def release(form: bytes, folder: Path, key: PublisherKey | None = None, name: str = FORM) -> Manifest:
    """Write the form under its name, and manifest.json beside it.

    Raises ScriptTrouble where this version already stands there with other content.
    """
    read = load(form)
    manifest = Manifest(read.id, read.version, read.title, read.sha256)
    _keep_what_was_published(manifest, folder)
    signed = key.sign(manifest) if key else manifest
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(form)
    (folder / NAME).write_bytes(signed.to_bytes())
    return signed


def verify_beside(form: Path, publisher: str) -> Manifest:
    """The manifest beside a form, proved to be this publisher's. Raises ScriptTrouble in plain words, OSError."""
    beside = form.with_name(NAME)
    if not beside.exists():
        raise ScriptTrouble("unsigned", f"there is no {NAME} beside {form.name}, and this area takes only signed forms")
    return verify(form.read_bytes(), beside.read_bytes(), publisher)


def keep_new_key(file: Path) -> PublisherKey:
    """Make a publisher's key, and keep it where only its owner can read it. Raises ScriptTrouble rather than replace a file."""
    key = new_key()
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as trouble:
        raise ScriptTrouble("key", f"{file} is there already; a key is never replaced, so choose another name") from trouble
    with os.fdopen(handle, "wb") as kept:
        kept.write(key.to_bytes())
    return key


def _keep_what_was_published(manifest: Manifest, folder: Path) -> None:
    beside = folder / NAME
    if not beside.exists():
        return
    before = read_manifest(beside.read_bytes())
    if (before.id, before.version) == (manifest.id, manifest.version) and before.sha256 != manifest.sha256:
        told = f"version {before.version} of {before.id} was published before, with other content; a published version never changes"
        raise ScriptTrouble("version", f"{told}: give the settings a new version")
