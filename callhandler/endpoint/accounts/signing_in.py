"""Signing in: a password or the agency's own sign-in, the digits on the phone, and a device that says it was there."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from callhandler.endpoint.accounts import devices, throttle, tokens, totp
from callhandler.endpoint.accounts.asker import Asker
from callhandler.endpoint.accounts.gatehouse import Gatehouse
from callhandler.endpoint.accounts.lasting import SET_UP_LIFE, lasts
from callhandler.endpoint.accounts.passwords import is_weak
from callhandler.endpoint.accounts.tables import AGENCY, PERSON, RECOVERY
from callhandler.endpoint.accounts.throttle import Guesser
from callhandler.endpoint.accounts.tokens import Pair
from callhandler.endpoint.database import LOOKING
from callhandler.endpoint.oversight.accounting import account
from callhandler.endpoint.refusing import Refused

Found = Row[Any]


@dataclass(frozen=True, slots=True)
class Word:
    """What a device signed: this nonce of ours, and nothing of somebody else's."""

    device: str
    nonce: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in, and the tokens they go on with."""

    tokens: Pair
    person: str
    name: str
    role: str
    agency: str
    knows: str = ""  # what they need to know for their work, with blanks between


@dataclass(frozen=True, slots=True)
class SetUp:
    """Shown once: the secret for the phone, and the codes for paper."""

    totp_secret: str
    totp_uri: str
    recovery: tuple[str, ...]


def wrong() -> Refused:
    """Which of them was wrong is not said."""
    return Refused(401, "wrong")


def sign_in(gatehouse: Gatehouse, account: str, password: str, typed: str, word: Word, address: str) -> SignedIn:
    """By password and one-time code. Raises Refused: every fault of what was typed looks and takes the same."""
    now = gatehouse.now()
    knock(gatehouse, "sign-in", word, account)
    person = check_password(gatehouse, account, password, word.device, address)
    with gatehouse.engine.begin() as connection:
        device = said(connection, gatehouse, "sign-in", word, account)
        if not (person and _may_use(person, device) and use_code(connection, gatehouse, person, typed, now)):
            raise wrong()
        throttle.forgive(connection, Guesser(account, device.device, address))
        return seat(connection, gatehouse, person, word.device)


def check_password(gatehouse: Gatehouse, account: str, password: str, device: str, address: str) -> Found | None:
    """The person whose password this is. Counted before it is judged, and hashed while nobody waits for the database."""
    now = gatehouse.now()
    with gatehouse.engine.begin() as connection:
        known = devices.find(connection, device) if device else None
        wait = throttle.count(connection, Guesser(account, device if known else "", address), now)
        person = find(connection, account)
    if wait:
        raise Refused(429, "slow-down", retry_after=wait)
    right = gatehouse.passwords.verify(person.password if person else "", password)
    if not (person and right):
        return None
    if gatehouse.passwords.is_dated(person.password):
        return _dated_no_more(gatehouse, person, password)
    return person


def set_up(gatehouse: Gatehouse, account: str, code: str, password: str, word: Word | None, address: str) -> SetUp:
    """A person chooses a password and gets their one-time codes, by the code that an administrator handed them."""
    now = gatehouse.now()
    if word:
        knock(gatehouse, "set-up", word, account)
    with gatehouse.engine.begin() as connection:
        wait = throttle.count(connection, Guesser(f"set-up {account}", word.device if word else "", address), now)
        person = find(connection, account)
    if wait:
        raise Refused(429, "slow-down", retry_after=wait)
    good = person is not None and person.code == set_up_hash(code) and lasts(person.code_until, now, SET_UP_LIFE)
    if good and person is not None and is_weak(password, account, person.name, person.agency):
        raise Refused(422, "weak")
    kept = gatehouse.passwords.hash(password)
    with gatehouse.engine.begin() as connection:
        device = said(connection, gatehouse, "set-up", word, account) if word else None
        if not (good and person and (device is None or _may_use(person, device))):
            raise wrong()
        return _begin(connection, gatehouse, person, kept)


def refresh(gatehouse: Gatehouse, token: str, word: Word) -> SignedIn:
    """New tokens for old. Only at the device where the person signed in, and only once with each token."""
    now = gatehouse.now()
    with gatehouse.engine.begin() as connection:
        said(connection, gatehouse, "refresh", word, tokens.hashed(token).hex())
        renewed = _renew(connection, gatehouse, token, word.device, now)
    if renewed is None:  # only now: that a sitting was ended is kept
        raise Refused(401, "sign-in")
    return renewed


def leave(gatehouse: Gatehouse, word: Word) -> tuple[str, int]:
    """A token with which a revoked device hands in what waits, and is told to wipe. Nobody need be signed in."""
    now = gatehouse.now()
    with gatehouse.engine.begin() as connection:
        device = devices.find(connection, word.device)
        fresh = devices.use(connection, gatehouse.seal.challenge, word.nonce, now)
        if not (fresh and devices.signed(device, devices.statement("leave", word.nonce), word.signature)):
            raise wrong()
        if device is None or device.state != "revoked":
            raise Refused(403, "refused")
        sitting = tokens.sit_down(connection, gatehouse.dice, "", word.device, now)
        return tokens.issue(connection, gatehouse.dice, sitting, "leave", now + tokens.ACCESS), tokens.ACCESS


def seat(connection: Connection, gatehouse: Gatehouse, person: Found, device: str) -> SignedIn:
    """Everything was right: they may begin."""
    now = gatehouse.now()
    tokens.clear_out(connection, now)
    throttle.clear_out(connection, now)
    sitting = tokens.sit_down(connection, gatehouse.dice, person.person, device, now)
    asker = Asker(person.person, person.name, person.role, person.agency, device)
    account(connection, asker, "access", "signed in", person.person, now)  # so that a device's rounds can be laid at somebody's door
    pair = tokens.pair(connection, gatehouse.dice, sitting, now + tokens.SITTING_ENDS, now)
    return SignedIn(pair, person.person, person.name, person.role, person.agency, person.knows)


def knock(gatehouse: Gatehouse, purpose: devices.Purpose, word: Word, about: str) -> None:
    """Raises Refused for whoever is at no device of ours. The nonce is not used up yet.

    Nothing is counted or hashed for strangers, so that no flood of theirs locks anybody out.
    """
    with gatehouse.engine.connect().execution_options(**{LOOKING: True}) as connection:
        device = devices.find(connection, word.device)
    if not devices.signed(device, devices.statement(purpose, word.nonce, about), word.signature):
        raise wrong()


def said(connection: Connection, gatehouse: Gatehouse, purpose: devices.Purpose, word: Word, about: str) -> Found:
    """The device that signed this. Raises Refused; that a device was revoked is told to nobody but itself."""
    device = devices.find(connection, word.device)
    if not devices.signed(device, devices.statement(purpose, word.nonce, about), word.signature) or device is None:
        raise wrong()
    if not devices.use(connection, gatehouse.seal.challenge, word.nonce, gatehouse.now()):
        raise wrong()
    if device.state != "approved":
        raise Refused(403, "blocked")
    return device


def use_code(connection: Connection, gatehouse: Gatehouse, person: Found, typed: str, now: int) -> bool:
    """Whether these are the digits of this half minute, not used before, or a recovery code, which is then gone.

    Not where the password that was checked, which takes a while, has been taken away meanwhile; nor can it be until this transaction ends.
    """
    stands = select(PERSON.c.totp_step).where(
        PERSON.c.person == person.person, PERSON.c.password == person.password, PERSON.c.totp == person.totp
    )
    last = connection.execute(stands.with_for_update()).scalar_one_or_none()
    if last is None:
        return False
    secret = gatehouse.seal.open(person.person, person.totp)
    plain = "".join(typed.split())
    if plain.isdecimal():
        step = totp.step_of(secret, plain, now, last) if secret else None
        if step is None or not devices.spend(connection, totp.used(person.person, step), now + totp.REMEMBERED):
            return False
        connection.execute(update(PERSON).where(PERSON.c.person == person.person).values(totp_step=step))
        return True
    told = totp.recovery_hash(person.person, typed)
    return connection.execute(delete(RECOVERY).where(RECOVERY.c.person == person.person, RECOVERY.c.hash == told)).rowcount == 1


def find(connection: Connection, account: str) -> Found | None:
    """Somebody who may sign in. Nobody who was disabled, and nobody of an agency that was switched off."""
    open_ = (PERSON.c.disabled.is_(False)) & (AGENCY.c.disabled.is_(False))
    return connection.execute(select(PERSON).join(AGENCY).where(PERSON.c.account == account, open_)).one_or_none()


def set_up_hash(code: str) -> bytes:
    return devices.code_hash(f"set-up {code}")


def _renew(connection: Connection, gatehouse: Gatehouse, token: str, device: str, now: int) -> SignedIn | None:
    spent = tokens.spend(connection, token, device, now)
    if spent is None:
        return None
    pair = tokens.pair(connection, gatehouse.dice, *spent, now)
    row = tokens.bearer(connection, pair.access, "access", now)
    if row is None or row.disabled or row.closed:
        tokens.end(connection, spent[0])
        return None
    return SignedIn(pair, row.person, row.name, row.role, row.agency, row.knows)


def _may_use(person: Found, device: Found) -> bool:
    return bool(person.agency == device.agency)


def _dated_no_more(gatehouse: Gatehouse, person: Found, password: str) -> Found:
    """The same person, whose password is kept as it is kept today; as they were where it has been taken away meanwhile."""
    kept = gatehouse.passwords.hash(password)
    with gatehouse.engine.begin() as connection:
        same = (PERSON.c.person == person.person) & (PERSON.c.password == person.password)
        changed = connection.execute(update(PERSON).where(same).values(password=kept)).rowcount == 1
        return connection.execute(select(PERSON).where(PERSON.c.person == person.person)).one() if changed else person


def _begin(connection: Connection, gatehouse: Gatehouse, person: Found, kept: str) -> SetUp:
    dice = gatehouse.dice
    secret, paper = dice(totp.SECRET), tuple(totp.recovery_code(dice(7)) for _ in range(totp.RECOVERY_CODES))
    sealed = gatehouse.seal.close(dice(12), person.person, secret)
    whose = (PERSON.c.person == person.person) & (PERSON.c.code == person.code)
    told = {"password": kept, "totp": sealed, "totp_step": 0, "code": b"", "code_until": 0}
    if connection.execute(update(PERSON).where(whose).values(**told)).rowcount != 1:
        raise wrong()
    connection.execute(delete(RECOVERY).where(RECOVERY.c.person == person.person))
    rows = [{"person": person.person, "hash": totp.recovery_hash(person.person, one)} for one in paper]
    connection.execute(RECOVERY.insert(), rows)
    tokens.end_all(connection, person=person.person)
    return SetUp(totp.in_letters(secret), totp.uri(secret, person.account, gatehouse.issuer), paper)
