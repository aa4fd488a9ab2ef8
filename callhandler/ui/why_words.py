"""Why two descriptions may be of one person, in plain words."""

from collections.abc import Iterable

from callhandler.people.matching import Why
from callhandler.words import Words, mark

WHY = {
    "same-phone": mark("same number"),
    "like-phone": mark("number nearly the same: {value}"),
    "same-born": mark("born on the same day"),
    "like-born": mark("date of birth nearly the same: {value}"),
    "different-born": mark("another date of birth: {value}"),
    "same-place": mark("same place"),
    "near-place": mark("near it: {value}"),
    "same-name": mark("same name"),
    "short-name": mark("short for the same name: {value}"),
    "begun-name": mark("name begins the same: {value}"),
    "like-name": mark("name spelt nearly the same: {value}"),
    "sounds-alike": mark("sounds alike: {value}"),
    "initial": mark("same initial: {value}"),
    "part-name": mark("part of the name: {value}"),
    "family-name-only": mark("same family name, another given name: {value}"),
    "given-name-only": mark("same given name, another family name: {value}"),
    "different-name": mark("another name: {value} — somebody else there?"),
    "by-hand": mark("the handler's own decision"),
}


def why_kept(words: Words, codes: Iterable[str]) -> tuple[str, ...]:
    """The reasons of a decision as they went on record, without what they were compared with at the time."""
    return tuple(words.say(WHY[code], value="").partition(":")[0] if code in WHY else code for code in codes)


def why_said(words: Words, why: Iterable[Why]) -> tuple[str, ...]:
    """Each reason as a sentence; one of a newer version is shown by its code rather than left out."""
    return tuple(words.say(WHY[one.code], value=one.value) if one.code in WHY else one.code for one in why)
