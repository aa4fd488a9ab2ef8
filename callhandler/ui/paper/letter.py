"""What a caller was told at the end of a call, as a letter that can be posted to them."""

from callhandler.ui.call_page.needs import Ended
from callhandler.ui.dates import day
from callhandler.ui.paper.sheet import Block, Sheet, section
from callhandler.words import Words


def letter(ended: Ended, agreed: tuple[str, ...], words: Words) -> Sheet:
    """The reference, the summary as it was read out, what was promised, and the steps agreed. It bears no marking: it is theirs."""
    say = words.say
    promised = say("Contact by {day}", day=day(words, ended.promise)) if ended.promise else say("No contact, as they wish")
    return Sheet(
        say("Your call to us: {reference}", reference=ended.reference),
        "",
        (
            Block("title", say("Your call to us: {reference}", reference=ended.reference)),
            *(Block("line", sentence) for sentence in ended.summary.splitlines()),
            *section(say("PROMISED"), (promised,), "strong"),
            *section(say("AGREED"), agreed),
        ),
    )
