"""What each step of connecting a desk asks and says."""

from collections.abc import Callable
from dataclasses import dataclass

from callhandler.words import Words, mark

FIELDS = {
    "address": mark("Address of the shared endpoint (https://…)"),
    "code": mark("Enrolment code, as an administrator read it out"),
    "account": mark("Account at the endpoint"),
    "password": mark("Password of the account (not the passphrase of your store)"),
    "digits": mark("Six digits from the authenticator, or a recovery code"),
    "setup": mark("Set-up code, as an administrator handed it over"),
    "chosen": mark("A password of your own, 12 letters or more"),
}
SECRET = frozenset({"password", "chosen"})


@dataclass(frozen=True, slots=True)
class Stage:
    """The fields asked, in their order; the sentences are keys of Words. `others`: stages that a link leads to, with its words."""

    title: str
    hint: str
    fields: tuple[str, ...] = ()
    go: str = ""
    others: tuple[tuple[str, str], ...] = ()


_BROWSER = ("browser", mark("Sign in with my agency's own sign-in: opens the browser"))
STAGES = {
    "address": Stage(
        mark("Connect this desk to the shared endpoint"),
        mark("An administrator gives you a code for this computer. Calls go on meanwhile, and everything written stays here as well."),
        ("address", "code"),
        mark("Ask to be let in"),
    ),
    "waiting": Stage(
        mark("Waiting to be let in"),
        mark("Ask an administrator to approve this computer: its name is {device}. This page asks again by itself. Go on working."),
    ),
    "sign-in": Stage(
        mark("Sign in to the shared endpoint"),
        mark("Your store stays open and as it is. Signing in lets it send and receive."),
        ("account", "password", "digits"),
        mark("Sign in"),
        (("set-up", mark("I have a set-up code: choose my password")), _BROWSER, ("address", mark("Connect to another address"))),
    ),
    "set-up": Stage(
        mark("Choose the password of your account"),
        mark("Once, with the set-up code that an administrator handed over."),
        ("account", "setup", "chosen"),
        mark("Choose this password"),
        (("sign-in", mark("I have a password: sign in")),),
    ),
    "shown": Stage(
        mark("Write this down now: it is shown only once"),
        mark("Put the secret into your authenticator. Each recovery code counts once in place of the six digits, for the day it is lost."),
        (),
        mark("I have it: sign in"),
    ),
    "done": Stage(
        mark("You are signed in as {name}"), mark("What was written here is sent from now on, and what is shared with you comes.")
    ),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """How it stands with this computer at the endpoint: its name there, and whether it was let in."""

    device: str
    let_in: bool


@dataclass(frozen=True, slots=True)
class JoinDoors:
    """What the page asks for. Each may take seconds and may raise; `explain` says what the world did wrong, None for what we did.

    `set_up` gives the secret of the authenticator and the recovery codes; `sign_in` and `by_browser` the name of whoever signed in.
    """

    ask: Callable[[str, str], Asked]
    set_up: Callable[[str, str, str], tuple[str, ...]]
    sign_in: Callable[[str, str, str], str]
    by_browser: Callable[[], str]
    explain: Callable[[Exception, Words], str | None]
