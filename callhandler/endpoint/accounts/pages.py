"""How the administrators' pages are drawn and guarded: plain forms, no scripts, and one cookie for the visit."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

from fastapi import Cookie, Depends, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from callhandler.config import RESOURCES
from callhandler.endpoint.accounts import tokens
from callhandler.endpoint.accounts.asking import Asker, gatehouse_of, who
from callhandler.endpoint.accounts.gatehouse import Gatehouse
from callhandler.endpoint.accounts.speaking import words_of
from callhandler.endpoint.refusing import Elsewhere, OnPage, Refused
from callhandler.words import Words, mark

COOKIE, SECURE_COOKIE = "callhandler", "__Host-callhandler"
MOST_FORM, MOST_FIELDS = 16_384, 20
MAY_VISIT = frozenset({"administrator", "supervisor"})
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",  # with "no-referrer" a browser says that our own forms come from "null"
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}
SAID = {
    "wrong": mark("Account, password or code is not right."),
    "slow-down": mark("Too many tries. Wait a little, then try again."),
    "weak": mark("That password is too short or too common. Take at least 12 characters; a short sentence is good."),
    "exists": mark("That is there already, or it has been decided."),
    "refused": mark("Your role may not do that."),
    "nothing": mark("That is not here, or not yours to change."),
    "unreadable": mark("Something in the form cannot be used. Look at each field again."),
    "no-home": mark("A home is kept with its number and its full postcode, such as 14 Maes y Coed, CF99 1AB. Nothing was changed."),
    "old-page": mark("This page is from an earlier visit, or from elsewhere. Nothing was changed. Open it again, then press once more."),
    "busy": mark("The endpoint is busy. Try again in a moment."),
    "no-page": mark("There is no page at this address."),
    "too-large": mark("That is more than a form can hold. Nothing was changed."),
    "too-slow": mark("What was sent did not come to its end. Nothing was changed."),
    "fault": mark("Something went wrong at the endpoint, and stands in its log. See whether what you did was done before you do it again."),
}
HEADINGS = {
    "refused": mark("Not for you"),
    "nothing": mark("Not here"),
    "no-page": mark("Not here"),
    "old-page": mark("Nothing was changed"),
    "slow-down": mark("One moment"),
    "busy": mark("One moment"),
    "fault": mark("Something went wrong"),
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody at the pages, with the token of their visit, and the language in which they read."""

    asker: Asker
    token: str
    words: Words


def visitor(
    request: Request,
    plain: Annotated[str, Cookie(alias=COOKIE, max_length=64)] = "",
    secure: Annotated[str, Cookie(alias=SECURE_COOKIE, max_length=64)] = "",
) -> Visitor:
    """Who is here. Raises Elsewhere: whoever is not signed in is asked to."""
    gatehouse = gatehouse_of(request)
    token, now = secure if gatehouse.secure else plain, gatehouse.now()
    with gatehouse.engine.begin() as connection:
        found = tokens.bearer(connection, token, "page", now) if token else None
        if found is None or not found.person or found.disabled or found.closed or found.role not in MAY_VISIT:
            raise Elsewhere("/admin/sign-in")
        tokens.prolong(connection, token, now + tokens.PAGE)
    return Visitor(who(found), token, words_of(request))


async def form(request: Request) -> Mapping[str, str]:
    """The fields of a form that one of our own pages sent. Raises Refused."""
    origin, site = request.headers.get("origin", ""), request.headers.get("sec-fetch-site", "same-origin")
    if (origin and urlsplit(origin).netloc != request.headers.get("host", "")) or site not in {"same-origin", "none"}:
        raise _old(gatehouse_of(request), words_of(request))
    told = b""
    async for piece in request.stream():
        told += piece
        if len(told) > MOST_FORM:
            raise Refused(413, "too-large")
    try:
        fields = parse_qsl(told.decode(), keep_blank_values=True, strict_parsing=bool(told), max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:
        raise Refused(422, "unreadable") from None
    if any("\0" in value or len(value) > 1024 for _, value in fields):
        raise Refused(422, "unreadable")
    return dict(fields)


Form = Annotated[Mapping[str, str], Depends(form)]
Here = Annotated[Visitor, Depends(visitor)]


def pressed(gatehouse: Gatehouse, here: Visitor, fields: Mapping[str, str]) -> None:
    """Raises OnPage unless the button was on a page that this visit was shown."""
    if not gatehouse.seal.marked(here.token, fields.get("mark", "")):
        raise _old(gatehouse, here)


def page(name: str, gatehouse: Gatehouse, reader: Visitor | Words, status: int = 200, **told: object) -> Response:
    """A page, with nothing on it that is not escaped; whoever is not signed in is known by their language alone."""
    here, words = (reader, reader.words) if isinstance(reader, Visitor) else (None, reader)
    known = {"name": name, "here": here.asker if here else None, "mark": gatehouse.seal.mark(here.token) if here else ""}
    speaks = {"say": words.say, "language": words.language, "once": bool(told.get("code") or told.get("done"))}
    return HTMLResponse(_templates().get_template(f"{name}.html").render(**known, **speaks, **told), status, HEADERS)


def welcome(answer: Response, gatehouse: Gatehouse, token: str) -> Response:
    """With the cookie of a visit; with no token, without it."""
    name = SECURE_COOKIE if gatehouse.secure else COOKIE
    age = None if token else 0
    answer.set_cookie(name, token, max_age=age, path="/", secure=gatehouse.secure, httponly=True, samesite="strict")
    return answer


def refusal(gatehouse: Gatehouse, status: int, code: str, reader: Visitor | Words) -> Response:
    """The page that says no, and leads back."""
    told, heading = SAID.get(code, SAID["unreadable"]), HEADINGS.get(code, mark("That cannot be used"))
    return page("refused", gatehouse, reader, status, told=told, heading=heading)


def _old(gatehouse: Gatehouse, reader: Visitor | Words) -> OnPage:
    return OnPage(403, "refused", refusal(gatehouse, 403, "old-page", reader))


@cache
def style() -> str:
    return (RESOURCES / "endpoint" / "style.css").read_text(encoding="utf-8")


@cache
def _templates() -> Environment:
    loader = FileSystemLoader(RESOURCES / "endpoint")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
