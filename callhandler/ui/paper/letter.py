"""What a caller was told at the end of a call, as a letter that can be posted to them."""

from callhandler.ui.call_page.needs import Ended
from callhandler.ui.dates import day
from callhandler.ui.paper.sheet import Block, Sheet, section
from callhandler.words import Words


def letter(ended: Ended, agreed: tuple[str, ...], words: Words) -> Sheet:
    """The reference, the summary as it was read out, what was promised, and the steps agreed. It bears no marking: it is theirs."""
    say = words.say
    title = say("Your call to us: {reference}", reference=ended.reference)
    return Sheet(
        title,
        "",
        (
            Block("title", title),
            *(Block("line", sentence) for sentence in ended.summary.splitlines()),
            *section(say("PROMISED"), (promised_said(words, ended),), "strong"),
            *section(say("AGREED"), agreed),
        ),
    )


def promised_said(words: Words, ended: Ended) -> str:
    """When somebody is in touch again, or that nobody will be."""
    return words.say("Contact by {day}", day=day(words, ended.promise)) if ended.promise else words.say("No contact, as they wish")
