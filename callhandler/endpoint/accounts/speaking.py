"""In which language a page is: the one that was chosen, or else the one that the browser asks for first."""

from fastapi import Request
from starlette.responses import Response

from callhandler.endpoint.accounts.gatehouse import Gatehouse
from callhandler.words import Words, mark

LANGUAGES = ("en", "cy")
CHOICE = "callhandler-language"
NAMED = (  # what has a name of its own in the log and in forms
    *(mark("handler"), mark("officer"), mark("supervisor"), mark("coordinator"), mark("partner-caseworker"), mark("analyst")),
    *(mark("administrator"), mark("collection"), mark("alteration"), mark("consultation"), mark("disclosure"), mark("combination")),
    *(mark("erasure"), mark("access")),
)
A_YEAR = 366 * 24 * 3600  # seconds


def words_of(request: Request) -> Words:
    chosen = request.cookies.get(CHOICE, "")
    return Words(chosen if chosen in LANGUAGES else asked_for(request.headers.get("accept-language", "")))


def asked_for(accepted: str) -> str:
    """Of ours the one that an Accept-Language likes most; English where it names neither (RFC 9110, 12.5.4)."""
    liked = {language: _liking(accepted, language) for language in LANGUAGES}
    return max(liked, key=lambda language: liked[language])


def choose(answer: Response, gatehouse: Gatehouse, language: str) -> None:
    """Remembered by this browser for a year."""
    answer.set_cookie(CHOICE, language, max_age=A_YEAR, path="/admin", secure=gatehouse.secure, httponly=True, samesite="lax")


def _liking(accepted: str, language: str) -> float:
    ranges = (one.partition(";") for one in accepted.lower().split(","))
    return max((_quality(told) for name, _, told in ranges if name.strip().partition("-")[0] == language), default=0.0)


def _quality(told: str) -> float:
    """1 where nothing is said; 0 for what is no number between 0 and 1."""
    name, _, value = told.strip().partition("=")
    if not name:
        return 1.0
    try:
        quality = float(value)
    except ValueError:
        return 0.0
    return quality if name.strip() == "q" and 0 <= quality <= 1 else 0.0
