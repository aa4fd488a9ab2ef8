"""The doors at which devices are let in and people sign in."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from callhandler.endpoint.accounts import devices, tokens
from callhandler.endpoint.accounts import signing_in as accounts
from callhandler.endpoint.accounts.asking import Asker, asker, gatehouse_of
from callhandler.endpoint.accounts.oidc import sign_in_by_token
from callhandler.endpoint.accounts.people import enrolled
from callhandler.endpoint.accounts.signing_in import SignedIn, Word
from callhandler.endpoint.refusing import BEARER, REFUSALS, Refused

LONGEST_TOKEN = 8192
routes = APIRouter(prefix="/v1", responses=REFUSALS)


def plain(text: str) -> str:
    """Text that every database keeps: no NUL, no half characters."""
    if "\0" in text or not text.isprintable():
        raise ValueError("not printable")
    return text


Short = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(plain)]
Long = Annotated[str, Field(min_length=1, max_length=1024)]


def _hex(least: int, most: int) -> Any:
    return Annotated[str, Field(pattern=f"^([0-9a-f]{{2}}){{{least},{most}}}$")]


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)


class _Word(Asked):
    device: Annotated[str, Field(pattern="^[a-z2-7]{24}$")]
    nonce: _hex(56, 56)  # type: ignore[valid-type]
    signature: _hex(64, 64)  # type: ignore[valid-type]

    def word(self) -> Word:
        return Word(self.device, bytes.fromhex(self.nonce), bytes.fromhex(self.signature))


class Enrol(Asked):
    code: Short
    public: _hex(32, 32)  # type: ignore[valid-type]
    proof: _hex(64, 64)  # type: ignore[valid-type]


class SignIn(_Word):
    account: Short
    password: Long
    totp: Short


class SetUp(_Word):
    account: Short
    code: Short
    password: Long


class Refresh(_Word):
    refresh: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{43}$")]


class Leave(_Word):
    pass


class OidcSignIn(_Word):
    id_token: Annotated[str, Field(min_length=1, max_length=LONGEST_TOKEN, pattern="^[A-Za-z0-9._=-]+$")]


@routes.post("/enrol", responses={202: {"description": "waiting"}})
def enrol(asked: Enrol, request: Request) -> Response:
    gatehouse = gatehouse_of(request)
    with gatehouse.engine.begin() as connection:
        public = bytes.fromhex(asked.public)
        device = devices.ask(connection, asked.code, public, bytes.fromhex(asked.proof), gatehouse.now())
    if device.state == "waiting":
        return told({"device": device.device, "state": "waiting"}, 202)
    word = enrolled(gatehouse, device)
    certificate = {"public": word.public.hex(), "agency": word.agency, "line": word.line, "signature": word.signature.hex()}
    answer = {"device": device.device, "state": "approved", "certificate": certificate, "endpoint_public": gatehouse.key.public.hex()}
    return told(answer)


@routes.get("/challenge")
def challenge(request: Request) -> Response:
    gatehouse = gatehouse_of(request)
    nonce = devices.challenge(gatehouse.seal.challenge, gatehouse.dice, gatehouse.now())
    return told({"nonce": nonce.hex(), "expires_in": devices.NONCE_LIFE})


@routes.post("/set-up")
def set_up(asked: SetUp, request: Request) -> Response:
    done = accounts.set_up(gatehouse_of(request), asked.account, asked.code, asked.password, asked.word(), address(request))
    return told({"totp_secret": done.totp_secret, "totp_uri": done.totp_uri, "recovery": list(done.recovery)})


@routes.post("/sign-in")
def sign_in(asked: SignIn, request: Request) -> Response:
    return welcome(accounts.sign_in(gatehouse_of(request), asked.account, asked.password, asked.totp, asked.word(), address(request)))


@routes.post("/refresh")
def refresh(asked: Refresh, request: Request) -> Response:
    return welcome(accounts.refresh(gatehouse_of(request), asked.refresh, asked.word()))


@routes.post("/leave")
def leave(asked: Leave, request: Request) -> Response:
    access, seconds = accounts.leave(gatehouse_of(request), asked.word())
    return told({"access": access, "expires_in": seconds})


@routes.post("/sign-out", status_code=204, dependencies=[BEARER])
def sign_out(request: Request, who: Annotated[Asker, Depends(asker)]) -> Response:
    with gatehouse_of(request).engine.begin() as connection:
        tokens.end(connection, who.sitting)
    return Response(status_code=204)


@routes.get("/me", dependencies=[BEARER])
def me(who: Annotated[Asker, Depends(asker)]) -> Response:
    names = {"person": who.person, "name": who.name, "role": who.role, "agency": who.agency, "device": who.device}
    return told({**names, "knows": sorted(who.knows)})


@routes.get("/oidc")
def oidc(request: Request) -> Response:
    provider = gatehouse_of(request).provider
    if provider is None:
        raise Refused(404, "nothing")
    names = ("issuer", "client_id", "authorization_endpoint", "token_endpoint", "scopes", "redirect")
    return told({**{name: getattr(provider, name) for name in names}, "ca": provider.authority()})


@routes.post("/oidc/sign-in")
def oidc_sign_in(asked: OidcSignIn, request: Request) -> Response:
    return welcome(sign_in_by_token(gatehouse_of(request), asked.id_token, asked.word(), address(request)))


def told(answer: dict[str, Any], status: int = 200) -> Response:
    return JSONResponse(answer, status, {"Cache-Control": "no-store"})


def welcome(who: SignedIn) -> Response:
    pair = who.tokens
    first = {"access": pair.access, "expires_in": pair.expires_in, "refresh": pair.refresh, "refresh_expires_in": pair.refresh_expires_in}
    names = {"person": who.person, "name": who.name, "role": who.role, "agency": who.agency}
    return told({**first, **names, "knows": sorted(who.knows.split())})


def address(request: Request) -> str:
    return request.client.host if request.client else ""
