"""What can go wrong on the way to the shared endpoint, said in plain words. Work at the desk goes on through all of it."""

from typing import ClassVar

from callhandler.words import Words, mark


class LineTrouble(Exception):  # noqa: N818 - says what is wrong, as a handler would
    """The world's doing. `code` for the log, `sentence` for the handler; `wait`: seconds before which asking again is no use."""

    code: ClassVar[str] = "no-line"
    sentence: ClassVar[str] = mark(
        "There is no line to the shared endpoint just now. Everything is kept here and sent when the line is back."
    )

    def __init__(self, wait: float = 0.0) -> None:
        super().__init__(self.code)
        self.wait = wait


class NoLine(LineTrouble):
    """Nobody answers."""


class Portal(LineTrouble):
    """Something answers that is not the endpoint: the sign-in page of a guest network, a proxy's own page."""

    code = "portal"
    sentence = mark("Something between here and the shared endpoint answers in its place, such as the sign-in page of a guest network.")


class Slow(LineTrouble):
    """The answer did not come in time, or not whole."""

    code = "slow"
    sentence = mark("The line to the shared endpoint is very slow or keeps breaking off. It is tried again in smaller portions.")


class Busy(LineTrouble):
    """The endpoint answers that it cannot just now."""

    code = "busy"
    sentence = mark("The shared endpoint is busy or being looked after. It is asked again in a while.")


class TooLarge(LineTrouble):
    """It was more than the endpoint takes at once."""

    code = "too-large"
    sentence = mark("The line to the shared endpoint is very slow or keeps breaking off. It is tried again in smaller portions.")


class TakesNoMore(LineTrouble):
    """So much has come from this computer as it may bring for now."""

    code = "full"
    sentence = mark(
        "The shared endpoint takes no more entries from this computer for now; they are sent later. "
        "What others wrote still comes. Tell an administrator."
    )


class Untrusted(LineTrouble):
    """Who answers cannot show that it is the endpoint: nothing is said to it."""

    code = "untrusted"
    sentence = mark("Whoever answers under the name of the shared endpoint cannot prove it. Nothing was sent to it. Tell IT.")


class WrongClock(LineTrouble):
    """The endpoint's certificate holds on another day than this computer's."""

    code = "clock"
    sentence = mark("The shared endpoint cannot be trusted on the date that this computer shows. Check its clock; if it is right, tell IT.")


class SignInNeeded(LineTrouble):
    code = "sign-in"
    sentence = mark("Sign in to the shared endpoint again, so that what waits here is sent. You can work on meanwhile.")


class Refused(LineTrouble):
    """Signed in, and not for this; or the program and the endpoint do not understand each other."""

    code = "refused"
    sentence = mark("The shared endpoint refuses this desk. Everything is kept here. Tell IT.")


class WrongAnswer(LineTrouble):
    """Account, password, one-time code or enrolment code: the endpoint does not say which."""

    code = "wrong"
    sentence = mark("That was not accepted. Check every part of it, and try again.")


class Blocked(LineTrouble):
    """The device was taken out by an administrator."""

    code = "blocked"
    sentence = mark("This computer was taken out by an administrator. What it has not sent is handed in; then its store is removed.")


class NoProvider(LineTrouble):
    """The endpoint knows of no agency's own sign-in."""

    code = "no-provider"
    sentence = mark("No agency's own sign-in is set up at the shared endpoint. Sign in with your account and password.")


class ProviderUntrusted(LineTrouble):
    """Who answers in the place of the agency's own sign-in cannot show that it is that."""

    code = "provider-untrusted"
    sentence = mark(
        "Your agency's own sign-in could not prove that it is genuine, so nothing was told to it. "
        "Tell IT: the shared endpoint's settings name the authority that vouches for it."
    )


class ProviderAway(LineTrouble):
    """The agency's own sign-in does not answer, or says no."""

    code = "provider-away"
    sentence = mark("Your agency's own sign-in does not answer this computer. Try again, or sign in with your account and password.")


class Insecure(LineTrouble):
    """An address that is neither https nor this very computer."""

    code = "insecure"
    sentence = mark("The address of the shared endpoint is not a safe one: it must begin with https. Tell IT.")


def told(trouble: LineTrouble, words: Words) -> str:
    """The sentence for the handler."""
    return words.say(trouble.sentence)
