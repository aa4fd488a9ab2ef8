"""Says which agency is meant, as people call it."""

from callhandler.words import Words, mark

_NAMES = {
    "police": mark("Police"),
    "council": mark("Council"),
    "landlord": mark("Housing"),
    "health": mark("Health"),
    "social-care": mark("Social care"),
    "fire": mark("Fire and rescue"),
}
_GROUPS = {"health": mark("those who need to know about health"), "sensitive": mark("those who see sensitive cases")}


def agency_word(words: Words, audience: str) -> str:
    """Of an agency, or of a group of its people such as "council/health"."""
    agency, _, group = audience.partition("/")
    name = words.say(_NAMES[agency]) if agency in _NAMES else agency.replace("-", " ").capitalize()
    return f"{name} ({words.say(_GROUPS[group]) if group in _GROUPS else group})" if group else name
