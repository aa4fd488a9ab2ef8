"""What can go wrong with the store on this computer, said in plain words with what to do next."""

from typing import ClassVar

from callhandler.words import Words, mark


class VaultTrouble(Exception):  # noqa: N818 - says what is wrong, as a handler would
    """The world's doing, not ours. `code` for the log, `sentence` for the handler; `capture`: offer to take the call without the store."""

    code: ClassVar[str] = "trouble"
    sentence: ClassVar[str] = mark("The store cannot be used just now. You can still take the call: start an emergency capture.")
    capture: ClassVar[bool] = True

    def __init__(self, **values: str | int) -> None:
        super().__init__(self.code)
        self.values = values


def told(trouble: VaultTrouble, words: Words) -> str:
    """The sentence for the handler. Never holds anything that a caller said (T12)."""
    return words.say(trouble.sentence, **trouble.values)


class WrongPassphrase(VaultTrouble):
    """`wait` seconds until the next try counts: 1, 2, 4 … 60."""

    code = "wrong-passphrase"
    sentence = mark("The collar number and the passphrase do not fit together. Check Caps Lock, and try again once the button lets you.")
    capture = False


class TooShort(VaultTrouble):
    code = "too-short"
    sentence = mark("The passphrase needs at least {least} characters. Four or five words that only you would put together are good.")
    capture = False


class NoVault(VaultTrouble):
    code = "no-vault"
    sentence = mark("There is no store for this collar number on this computer. Make one first.")


class AlreadyThere(VaultTrouble):
    code = "already-there"
    sentence = mark("There is a store for this collar number on this computer already. Sign in to it.")
    capture = False


class KeyringMissing(VaultTrouble):
    code = "keyring-missing"
    sentence = mark(
        "This computer has no safe place for the key of your store (no keyring, or not a safe one). Nothing was kept without one. "
        "Ask IT to set up the keyring. You can still take the call: start an emergency capture."
    )


class KeyringChanged(VaultTrouble):
    code = "keyring-changed"
    sentence = mark(
        "The key that this computer keeps for your store is gone or another one. Nothing is lost, but the store stays shut until IT "
        "restores your keyring. You can still take the call: start an emergency capture."
    )


class KeyringLocked(VaultTrouble):
    code = "keyring-locked"
    sentence = mark(
        "The keyring of this computer is locked or does not answer. Unlock it (look for a window behind this one) and try again. "
        "You can still take the call: start an emergency capture."
    )


class ReadOnlyProfile(VaultTrouble):
    code = "read-only"
    sentence = mark(
        "Nothing can be written to your profile on this computer. Tell IT. You can still take the call: start an emergency capture, "
        "and keep the paper form at hand."
    )


class DiskFull(VaultTrouble):
    code = "disk-full"
    sentence = mark(
        "The disk is full. Go on with the call: what you type is kept in memory and saved as soon as there is room. "
        "Do not switch the computer off; free some space or call IT."
    )


class WriteFailed(VaultTrouble):
    code = "write-failed"
    sentence = mark(
        "The disk did not take the last lines. Go on with the call: what you type is kept in memory and tried again. "
        "Do not switch the computer off; call IT if this stays."
    )


class Refused(VaultTrouble):
    """An entry that can never be stored: our own mistake, said so that the handler can write it again."""

    code = "refused"
    sentence = mark("One line could not be saved as it is. Everything else was. Note it again in other words.")


class DamageFound(VaultTrouble):
    """The store cannot be read where it is; at the next sign-in it is put aside (Damaged)."""

    code = "damage-found"
    sentence = mark(
        "The file of your store is damaged. Go on with the call: what you type is kept in memory. After the call sign out and in again: "
        "the damaged file is put aside and a new store begun."
    )


class DamageSeen(VaultTrouble):
    """A page that nobody had read lies damaged; found in a quiet moment, while what is written goes to the disk as before."""

    code = "damage-seen"
    sentence = mark(
        "A part of your store's file is damaged. Calls can still be taken, and what you type is saved. Tell your supervisor and IT now, "
        "before you sign out: when you sign in again, the damaged file is put aside and a new store begun."
    )
    capture = False


class Damaged(VaultTrouble):
    """`kept`: the name under which the damaged file was put aside."""

    code = "damaged"
    sentence = mark(
        "The file of your store was damaged and has been put aside ({kept}); it is not deleted. A new store was begun: you can work. "
        "Tell your supervisor and IT, so that what was in it is brought back."
    )
    capture = False


class StoreGone(VaultTrouble):
    code = "store-gone"
    sentence = mark(
        "The file of your store is gone from this computer. A new store was begun: you can work. Tell your supervisor and IT, so that "
        "the old one is brought back."
    )
    capture = False


class HeaderAltered(VaultTrouble):
    code = "header-altered"
    sentence = mark(
        "The key file of your store was altered. It stays shut, so that nobody can guess your passphrase more easily. Tell IT. "
        "You can still take the call: start an emergency capture."
    )


class OlderCopy(VaultTrouble):
    code = "older-copy"
    sentence = mark(
        "This store is an older copy: this computer has seen a later one. You can read it; nothing is written to it. Tell your supervisor, "
        "who can let you go on from here. You can still take the call: start an emergency capture."
    )


class NewerSchema(VaultTrouble):
    code = "newer-schema"
    sentence = mark(
        "A newer version of this program made this store. You can read it; nothing is written to it. Start the newer version, "
        "or take the call in an emergency capture."
    )


class UpgradeFailed(VaultTrouble):
    code = "upgrade-failed"
    sentence = mark(
        "Your store could not be brought to this version of the program. It is unchanged: start the version before, and tell IT. "
        "You can still take the call: start an emergency capture."
    )


class EngineTooOld(VaultTrouble):
    code = "engine-too-old"
    sentence = mark(
        "The database part of this program is version {found}; versions before {floor} can damage the store. Install the program again."
    )


class EngineMisset(VaultTrouble):
    code = "engine-misset"
    sentence = mark(
        "The database part of this program does not keep the setting {setting}. The store stays shut. Install the program again."
    )


class AlreadyOpen(VaultTrouble):
    code = "already-open"
    sentence = mark("Your store is already open in another window of this program. Go on there, or close it first.")
    capture = False


class NetworkFolder(VaultTrouble):
    code = "network-folder"
    sentence = mark("The store may only lie on a disk of this computer, not on a network drive. Ask IT for a local profile folder.")


class TakenOut(VaultTrouble):
    code = "taken-out"
    sentence = mark(
        "This computer was taken out by an administrator, and its store was removed. Everything that waited was handed in first."
    )
    capture = False


class InMemoryOnly(VaultTrouble):
    """The banner of an emergency capture."""

    code = "emergency-capture"
    sentence = mark(
        "Emergency capture: this call is in memory only. Write the caller's name, number and place on the paper form too. "
        "Do not close the program before the lines are handed over to your store."
    )
    capture = False


class FileTooLarge(VaultTrouble):
    code = "file-too-large"
    sentence = mark("This file is too large: {most} MiB at most. Ask for a shorter recording, or for the photographs one by one.")
    capture = False


class NotAttachable(VaultTrouble):
    code = "not-attachable"
    sentence = mark(
        "This file may not be attached. Photographs (JPEG, PNG, WebP, HEIC), PDF, recordings (MP3, WAV, Ogg, M4A) and films (MP4, MOV) may."
    )
    capture = False


class FileGone(VaultTrouble):
    code = "file-gone"
    sentence = mark("This file is not on this computer yet. It is fetched as soon as there is a line.")
    capture = False


class FileDamaged(VaultTrouble):
    code = "file-damaged"
    sentence = mark(
        "This file was altered or damaged on this disk, so nothing of it is shown. It is fetched again where another desk has sent it."
    )
    capture = False


class NoFilesHere(VaultTrouble):
    code = "no-files-here"
    sentence = mark("Files cannot be attached to a call that is only in memory. Sign in first; the call is handed over.")
    capture = False
