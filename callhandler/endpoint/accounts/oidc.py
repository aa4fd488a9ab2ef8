"""An agency's own sign-in (OpenID Connect): its ID token checked against keys from one fixed address, and a person here found by it."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import Any

import jwt
from jwt.types import Options
from sqlalchemy import Connection, select, update

from callhandler.endpoint.accounts import throttle
from callhandler.endpoint.accounts.gatehouse import Gatehouse
from callhandler.endpoint.accounts.oidc_keys import Keys
from callhandler.endpoint.accounts.oidc_settings import Provider
from callhandler.endpoint.accounts.people import put_person
from callhandler.endpoint.accounts.signing_in import Found, SignedIn, Word, knock, said, seat, wrong
from callhandler.endpoint.accounts.tables import AGENCY, PERSON, SUBJECT
from callhandler.endpoint.accounts.throttle import Guesser
from callhandler.endpoint.accounts.tokens import hashed
from callhandler.endpoint.refusing import Refused

LONGEST, LEEWAY = 8192, 60
REQUIRED = ("iss", "aud", "exp", "iat", "sub", "nonce")


def sign_in_by_token(gatehouse: Gatehouse, token: str, word: Word, address: str) -> SignedIn:
    """By an ID token that the provider made for this very sign-in. Raises Refused."""
    provider, keys = gatehouse.provider, gatehouse.keys
    if provider is None or keys is None:
        raise Refused(404, "nothing")
    knock(gatehouse, "oidc", word, hashed(token).hex())
    guesser, now = Guesser(f"oidc {word.device}", word.device, address), gatehouse.now()
    with gatehouse.engine.begin() as connection:
        wait = throttle.count(connection, guesser, now)
    if wait:
        raise Refused(429, "slow-down", retry_after=wait)
    claims = check(provider, keys, token, word.nonce, now)
    with gatehouse.engine.begin() as connection:
        device = said(connection, gatehouse, "oidc", word, hashed(token).hex())
        person = _person(connection, gatehouse, provider, claims)
        if person is None or person.agency != device.agency:
            raise wrong()
        throttle.forgive(connection, guesser)
        return seat(connection, gatehouse, person, word.device)


def check(provider: Provider, keys: Keys, token: str, nonce: bytes, now: int) -> Mapping[str, Any]:
    """What the provider says about whoever signed in. Raises Refused for any other token.

    Algorithm, issuer, audience and key address are the administrator's, never the token's; times are judged by `now`, a minute to and fro.
    """
    try:
        claims = _decoded(provider, keys, token)
    except (jwt.PyJWTError, ValueError, TypeError, KeyError) as trouble:
        raise wrong() from trouble
    if not (_in_time(claims, now) and _for_us(claims, provider) and claims["nonce"] == nonce.hex()):
        raise wrong()
    return claims


def role_of(provider: Provider, claims: Mapping[str, Any]) -> str:
    """The role that the first of the provider's groups in our table gives; "" where none does."""
    groups = claims.get(provider.claim, ())
    named: Collection[Any] = [groups] if isinstance(groups, str) else groups if isinstance(groups, list) else ()
    return next((role for group, role in provider.groups.items() if group in named), "")


def _decoded(provider: Provider, keys: Keys, token: str) -> dict[str, Any]:
    if len(token) > LONGEST:
        raise wrong()
    header = jwt.get_unverified_header(token)
    if header.get("alg") not in provider.algorithms or {"crit", "jku", "jwk", "x5u", "x5c"} & header.keys():
        raise wrong()
    key = keys.find(str(header.get("kid", "")), header["alg"])
    # Times are checked against the endpoint's own clock, which tests can move.
    options: Options = {
        "require": [*REQUIRED, *(["nbf"] if provider.nbf else [])],
        "verify_exp": False,
        "verify_nbf": False,
        "verify_iat": False,
        "strict_aud": False,
    }
    algorithms = list(provider.algorithms)
    return jwt.decode(token, key, algorithms=algorithms, audience=provider.client_id, issuer=provider.issuer, options=options)


def _in_time(claims: Mapping[str, Any], now: int) -> bool:
    times = [claims["exp"], claims.get("nbf", claims["iat"]), claims["iat"]]
    if not all(isinstance(time, int | float) and not isinstance(time, bool) for time in times):
        return False
    exp, nbf, iat = times
    return bool(nbf <= now + LEEWAY and iat <= now + LEEWAY and now - LEEWAY < exp <= now + 86400 and now - iat <= 3600)


def _for_us(claims: Mapping[str, Any], provider: Provider) -> bool:
    aud, sub = claims["aud"], claims["sub"]
    alone = aud == provider.client_id or (isinstance(aud, list) and set(aud) == {provider.client_id})
    party = claims.get("azp", provider.client_id) == provider.client_id
    return alone and party and isinstance(sub, str) and 0 < len(sub) <= 255 and sub.isprintable()


def _person(connection: Connection, gatehouse: Gatehouse, provider: Provider, claims: Mapping[str, Any]) -> Found | None:
    """Found by issuer and subject, never by e-mail; taken in if a group gives them a role, which follows their groups from then on."""
    whose = (SUBJECT.c.issuer == provider.issuer) & (SUBJECT.c.subject == claims["sub"])
    role = role_of(provider, claims)
    if not role:
        return None
    known = select(SUBJECT.c.person).where(whose)
    person = connection.execute(known).scalar_one_or_none()
    if person is None:
        with suppress(Refused):  # at another desk, in the same moment, they came for the first time too
            _take_in(connection, gatehouse, provider, claims, role)
        person = connection.execute(known).scalar_one_or_none()
    connection.execute(update(PERSON).where(PERSON.c.person == person).values(role=role))
    open_ = (PERSON.c.disabled.is_(False)) & (AGENCY.c.disabled.is_(False))
    return connection.execute(select(PERSON).join(AGENCY).where(PERSON.c.person == person, open_)).one_or_none()


def _take_in(connection: Connection, gatehouse: Gatehouse, provider: Provider, claims: Mapping[str, Any], role: str) -> None:
    name = str(claims.get("name", ""))[:200]
    account = f"{hashed(provider.issuer).hex()[:8]}:{claims['sub']}"
    told = {"account": account, "name": name if name.isprintable() else "", "role": role, "agency": provider.agency}
    person, _ = put_person(connection, gatehouse.dice, told, gatehouse.now(), code=False)
    connection.execute(SUBJECT.insert().values(issuer=provider.issuer, subject=claims["sub"], person=person))
