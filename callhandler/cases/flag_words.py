"""The flags that may stand against a person's log, each with its word."""

from callhandler.words import Words, mark

FLAGS = {
    "repeat": mark("Repeat victim"),
    "vulnerable": mark("Vulnerable"),
    "high_risk": mark("High risk"),
    "hate": mark("Hate"),
    "case_review_threshold": mark("Case review threshold met"),
    "first_time_long_time": mark("First-time caller, long-time victim"),
    "lows": mark("Several low grades: look at them together"),
}


def flag_word(words: Words, code: str) -> str:
    """The flag's word; a flag of a newer version is shown by its code rather than left out."""
    return words.say(FLAGS[code]) if code in FLAGS else code
