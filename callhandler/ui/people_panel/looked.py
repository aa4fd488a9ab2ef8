"""What the silence of the people panel is worth: who was looked through, by what, and by what they could not be."""

from collections.abc import Sequence

from callhandler.ui.shown import Searched
from callhandler.words import Words, mark

_BY = {"name": mark("name"), "phone": mark("number"), "place": mark("place"), "born": mark("date of birth")}
_SEARCHED = {
    None: mark("Searched by {by}."),
    0: mark("Searched by {by}; nobody else is in the log yet."),
    1: mark("Searched 1 person on this computer by {by}."),
}
_NOT_BY = {
    "name": mark("Not by name: too little of it is known."),
    "phone": mark("Not by number: it is withheld or not complete."),
    "place": mark("Not by place: it is too vague."),
    "born": mark("Not by date of birth: it cannot be read."),
}


def looked_said(words: Words, searched: Searched) -> str:
    """In one or more sentences; "" before anything was looked for."""
    return " ".join((*_looked_through(words, searched), *(words.say(_NOT_BY[part]) for part in searched.not_by)))


def _looked_through(words: Words, searched: Searched) -> Sequence[str]:
    if not searched.by:
        return ()
    *first, last = (words.say(_BY[part]) for part in searched.by)
    by = words.say("{first} and {last}", first=", ".join(first), last=last) if first else last
    said = _SEARCHED.get(searched.people, mark("Searched {n} people on this computer by {by}."))
    elsewhere = (words.say("People of other areas are not on it."),) if searched.people else ()
    return (words.say(said, n=f"{searched.people:,}" if searched.people else "", by=by), *elsewhere)
