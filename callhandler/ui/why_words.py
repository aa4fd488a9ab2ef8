"""Why two descriptions may be of one person, in plain words."""

from collections.abc import Iterable
from datetime import date

from callhandler.desk.recognition import Candidate
from callhandler.people.saying import Why
from callhandler.ui.dates import day
from callhandler.words import Words, mark

WHY = {
    "forename-same": mark("same given name"),
    "forename-form": mark("short for the same name: {value}"),
    "forename-slip": mark("given name spelt nearly the same: {value}"),
    "forename-sound": mark("given name sounds alike: {value}"),
    "forename-initial": mark("same initial: {value}"),
    "forename-like": mark("given name somewhat alike: {value}"),
    "forename-other": mark("another given name: {value}"),
    "surname-same": mark("same family name"),
    "surname-slip": mark("family name spelt nearly the same: {value}"),
    "surname-sound": mark("family name sounds alike: {value}"),
    "surname-part": mark("part of the family name: {value}"),
    "surname-other": mark("another family name: {value}"),
    "dob-same": mark("born on the same day"),
    "dob-slip": mark("date of birth nearly the same: {value}"),
    "dob-two": mark("two parts of the date of birth agree: {value}"),
    "dob-year": mark("born in the same year: {value}"),
    "dob-other": mark("another date of birth: {value}"),
    "dob-told": mark("born in the year that was told: {value}"),
    "phone-same": mark("same number"),
    "phone-slip": mark("number nearly the same: {value}"),
    "phone-part": mark("part of the number agrees: {value}"),
    "phone-other": mark("another number: {value}"),
    "postcode-same": mark("same postcode"),
    "postcode-slip": mark("postcode nearly the same: {value}"),
    "postcode-sector": mark("a postcode close by: {value}"),
    "postcode-district": mark("a postcode of the same district: {value}"),
    "postcode-other": mark("another postcode: {value}"),
    "number-same": mark("same house number"),
    "number-slip": mark("house number nearly the same: {value}"),
    "number-other": mark("another house number: {value}"),
    "street-same": mark("same street"),
    "street-slip": mark("street spelt nearly the same: {value}"),
    "street-like": mark("a street much like it: {value}"),
    "street-other": mark("another street: {value}"),
    "town-same": mark("same town"),
    "town-slip": mark("town spelt nearly the same: {value}"),
    "town-like": mark("a town much like it: {value}"),
    "town-other": mark("another town: {value}"),
    "swapped": mark("given and family name the other way round"),
    "rival-twin": mark("could be a twin"),
    "rival-parent-child": mark("could be parent or child of the same name"),
    "rival-parent-child-unless-born": mark("could be parent or child of the same name: ask the date of birth"),
    "rival-home": mark("could be another person of this home"),
}
KEPT = WHY | {  # the words of decisions that went on record before likeness was weighed field by field
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
SURE = {"very-likely": mark("very likely"), "likely": mark("likely: confirm"), "possible": mark("possible")}
ASK = {
    "dob": mark("ask the date of birth"),
    "phone": mark("ask the number"),
    "postcode": mark("ask the postcode"),
    "forename": mark("ask the given name"),
    "surname": mark("ask the family name"),
}
RIVAL = {
    "rival-twin": mark("Could be a twin of theirs."),
    "rival-parent-child": mark("Could be their parent or child of the same name."),
    "rival-parent-child-unless-born": mark("Could be their parent or child of the same name."),
    "rival-home": mark("Could be another person at this address."),
}
EARLIER = {field: mark("an earlier address") for field in ("postcode", "street")} | {"phone": mark("an earlier number")}
UNSAID = frozenset(("prior", "rival-other"))  # no reason of its own: how many people there are


def why_kept(words: Words, codes: Iterable[str]) -> tuple[str, ...]:
    """The reasons of a decision as they went on record, without what they were compared with at the time."""
    told = (code for code in codes if code not in UNSAID)
    return tuple(words.say(KEPT[code], value="").partition(":")[0] if code in KEPT else code for code in told)


def why_said(words: Words, why: Iterable[Why]) -> tuple[str, ...]:
    """Each reason as a sentence, the weightiest first; one of a newer version is shown by its code rather than left out."""
    told = [one for one in why if one.code not in UNSAID]
    said = (words.say(WHY[one.code], value=_shown(words, one)) if one.code in WHY else one.code for one in told)
    return tuple(f"{text} · {earlier}" if (earlier := _earlier(words, one)) else text for text, one in zip(said, told, strict=True))


def for_said(words: Words, why: Iterable[Why], *, whole: bool) -> tuple[str, ...]:
    """The reasons for, the weightiest first; not `whole`: without what the log says there."""
    return _told(words, (one for one in why if one.bits > 0), whole=whole)


def against_said(words: Words, why: Iterable[Why], *, whole: bool) -> tuple[str, ...]:
    """The reasons against; who else it could be is said apart."""
    return _told(words, (one for one in why if one.bits <= 0 and one.field != "rival"), whole=whole)


def ask_said(words: Words, found: Candidate) -> str:
    """What would decide, where it is not sure, or where name and home agree and a parent or child may bear both; else ""."""
    open_still = found.sure in ("likely", "possible") or (found.sure == "very-likely" and found.rival == "parent-child-unless-born")
    return words.say(ASK[found.ask]) if not found.linked and open_still and found.ask in ASK else ""


def _told(words: Words, why: Iterable[Why], *, whole: bool) -> tuple[str, ...]:
    told = tuple(one for one in why if one.code not in UNSAID)
    return why_said(words, told) if whole else why_kept(words, (one.code for one in told))


def _earlier(words: Words, why: Why) -> str:
    """Said of what agrees: of the postcode and the street, and of a number."""
    return words.say(EARLIER[why.field]) if why.earlier and why.bits > 0 and why.field in EARLIER else ""


def sure_said(words: Words, found: Candidate) -> tuple[str, ...]:
    """How likely it is in words, never in per cent; and where it is not yet sure, what to ask that would decide it."""
    if found.linked or found.sure not in SURE:
        return ()
    ask = words.say(ASK[found.ask]) if found.sure != "very-likely" and found.ask in ASK else ""
    return tuple(filter(None, (words.say(SURE[found.sure]), ask)))


def _shown(words: Words, why: Why) -> str:
    """What the known description says, as it is usually written."""
    if why.field == "postcode":
        return f"{why.value[:-3]} {why.value[-3:]}".upper()
    if why.field == "dob" and len(why.value) == 8:
        try:
            return day(words, date.fromisoformat(why.value))
        except ValueError:
            return why.value
    return f"0{why.value}" if why.field == "phone" else why.value.title()
