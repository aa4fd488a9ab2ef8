"""Says how the line stands: in a few letters for the light, in whole sentences for the page."""

from datetime import datetime, timedelta

from callhandler.ui.dates import clock, moment, several
from callhandler.ui.line_page.shown import LineTold
from callhandler.ui.lines import Line
from callhandler.words import Words, mark

FULL = mark(
    "The shared endpoint takes no more files from this computer for now. They are kept here and sent later; entries go as always. "
    "Tell an administrator."
)


def light_said(words: Words, told: LineTold, *, briefly: bool = False) -> str:
    """A sign and as few words as will do; `briefly`: of what is wrong no more than the sign, where something waits that can be counted."""
    waits = several(words, told.waiting, mark("1 waits"), mark("{n} wait")) if told.waiting > 0 else _files_wait(words, told)
    if told.kept:
        comes = _coming(words, told) or words.say("news comes")
        kept = several(words, told.waiting, mark("1 kept here"), mark("{n} kept here"))
        return f"! {kept}" if briefly else f"! {kept} · {comes}"
    if told.sentence and briefly and waits:
        return f"{'○' if told.calm else '!'} {waits}"
    if told.sentence:
        head = f"○ {words.say('No line')}" if told.calm else f"! {words.say('The line needs you')}"
        return " · ".join(filter(None, (head, waits)))
    return _coming(words, told) or (f"↑ {waits}" if waits else f"✓ {words.say('Sent')}")


def stands_said(words: Words, told: LineTold | None) -> str:
    """The whole of it in a sentence or two, with what to do next."""
    if told is None:
        return words.say("This desk works by itself. Connect it to the shared endpoint, and cases can be shared with other agencies.")
    if told.sentence:
        return _kept_said(words, told) + words.say(told.sentence)
    if told.read < told.ahead:
        return words.say("What other desks wrote is coming in: {n} of {m}.", n=told.read, m=told.ahead)
    if told.waiting > 0:
        return several(words, told.waiting, mark("1 entry is on its way."), mark("{n} entries are on their way."))
    everything = words.say("Everything that was written here is sent, and everything that others wrote for this desk is here.")
    files = f"{files_said(words, told)}. {words.say(FULL)}" if told.full else files_said(words, told)
    return files if told.files else everything


def _kept_said(words: Words, told: LineTold) -> str:
    """That what was written here is kept, where that is the first thing to say."""
    if told.kept:
        return several(words, told.waiting, mark("Kept here: 1 entry."), mark("Kept here: {n} entries.")) + " "
    if told.calm:
        return several(words, told.waiting, mark("No line. Everything is kept here; 1 entry waits."),
                       mark("No line. Everything is kept here; {n} entries wait.")) + " "  # fmt: skip
    return ""


def files_said(words: Words, told: LineTold) -> str:
    """How many files are still to be sent, and how far the present one is: "2 photographs still to send · the present one 40 %"."""
    if told.files == told.pictures:
        counted = several(words, told.files, mark("1 photograph still to send"), mark("{n} photographs still to send"))
    else:
        counted = several(words, told.files, mark("1 file still to send"), mark("{n} files still to send"))
    return f"{counted} · {words.say('the present one {n} %', n=told.moved)}" if told.moved else counted


def _coming(words: Words, told: LineTold) -> str:
    return "↓ " + words.say("{n} of {m}", n=told.read, m=told.ahead) if told.read < told.ahead else ""


def _files_wait(words: Words, told: LineTold) -> str:
    if not told.files:
        return ""
    if told.files == told.pictures:
        return several(words, told.files, mark("1 photograph"), mark("{n} photographs"))
    return several(words, told.files, mark("1 file"), mark("{n} files"))


def figures_said(words: Words, told: LineTold, now: datetime) -> str:
    """Saved here, sent, and the last contact."""
    counts = words.say("Saved here: {saved} · sent: {sent} · waiting: {waiting}", saved=told.saved, sent=told.sent, waiting=told.waiting)
    files = files_said(words, told) if told.files else ""
    return " · ".join(filter(None, (counts, files, contact_said(words, told.last, now))))


def contact_said(words: Words, last: datetime | None, now: datetime) -> str:
    """When the endpoint was last heard: "Last contact 14:02, 3 minutes ago"."""
    if last is None:
        return words.say("No contact yet since this desk was opened")
    passed = now - last
    minutes = max(int(passed.total_seconds() // 60), 0)
    if passed > timedelta(hours=12):
        return words.say("Last contact {when}", when=moment(words, last, now))
    if minutes >= 120:
        return words.say("Last contact {time}, {n} hours ago", time=clock(last), n=minutes // 60)
    ago = several(words, minutes, mark("1 minute ago"), mark("{n} minutes ago")) if minutes else words.say("just now")
    return words.say("Last contact {time}, {ago}", time=clock(last), ago=ago)


def round_line(words: Words, at: datetime, before: LineTold | None, told: LineTold) -> Line:
    """What one round brought, or what came in between."""
    sent, read = told.sent - (before.sent if before else 0), told.read - (before.read if before else 0)
    did = words.say("{sent} sent, {read} received", sent=max(sent, 0), read=max(read - sent, 0))  # our own come back once
    known = told.kept and before is not None and before.kept
    said = words.say(told.sentence) if told.sentence and not known else did
    return Line(at.isoformat(), said, "", clock(at), tone="waiting" if told.sentence else "")
