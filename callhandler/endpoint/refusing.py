"""How the endpoint says no: a status and one word, the same for everybody, and never a byte of what is kept or of what was sent."""

from typing import Any

from fastapi import FastAPI, Request, Security
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from fastapi.security import HTTPBearer
from pydantic import BaseModel
from starlette.exceptions import HTTPException

_CODES = {400: "unreadable", 404: "nothing", 405: "nothing", 413: "too-large", 415: "unreadable", 422: "unreadable"}


class Refusal(BaseModel):
    """The body of every refusal."""

    error: str


REFUSALS: dict[int | str, dict[str, Any]] = {422: {"model": Refusal}, "default": {"model": Refusal}}  # for the description of the routes
BEARER = Security(HTTPBearer(auto_error=False))  # likewise: `asker` reads the token itself


class Refused(Exception):  # noqa: N818 - says what happens, as a person would
    """A request that is not answered. `code` is one of those in docs/endpoint.md."""

    def __init__(self, status: int, code: str, *, retry_after: int = 0) -> None:
        super().__init__(code)
        self.status, self.code, self.retry_after = status, code, retry_after


class Elsewhere(Refused):
    """What was asked for is not shown; a browser goes to another page."""

    def __init__(self, where: str) -> None:
        super().__init__(303, "sign-in")
        self.where = where


class OnPage(Refused):
    """A refusal that a person reads in a browser, on a page that leads back."""

    def __init__(self, status: int, code: str, shown: Response) -> None:
        super().__init__(status, code)
        self.shown = shown


def refuse_plainly(app: FastAPI) -> None:
    """Every refusal of this application is a status and one word; what a caller sent wrongly is not repeated (T12)."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _fault)  # what went wrong stands in the log; the caller is told that it did


def no(status: int, code: str, retry_after: int = 0) -> Response:
    headers = {"Cache-Control": "no-store"}
    if retry_after:
        headers["Retry-After"] = str(retry_after)
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse({"error": code}, status, headers)


def _refused(_: Request, trouble: Exception) -> Response:
    if isinstance(trouble, Elsewhere):
        return RedirectResponse(trouble.where, trouble.status, {"Cache-Control": "no-store"})
    if isinstance(trouble, OnPage):
        return trouble.shown
    return no(trouble.status, trouble.code, trouble.retry_after) if isinstance(trouble, Refused) else no(500, "fault")


def _unreadable(_: Request, __: Exception) -> Response:
    return no(422, "unreadable")


def _fault(_: Request, __: Exception) -> Response:
    return no(500, "fault")


def _http(_: Request, trouble: Exception) -> Response:
    if not isinstance(trouble, HTTPException):
        return no(500, "fault")
    answer = no(trouble.status_code, _CODES.get(trouble.status_code, "refused"))
    for name in ("Allow", "Retry-After"):
        if trouble.headers and name in trouble.headers:
            answer.headers[name] = trouble.headers[name]
    return answer
