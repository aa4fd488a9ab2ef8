"""How the card of a question looks: its ground and edge, the style of its words, and what of it never changes."""

from callhandler.script.question import Question
from callhandler.ui.theme import Colour


def fixed(question: Question) -> tuple[object, ...]:
    """What a card cannot change once it is made: the words, and the answers offered."""
    return question.kind, question.label, question.short, question.hint, question.readonly, question.options


def role(question: Question) -> str:
    if "alert" in question.appearance:
        return "alert"
    if not question.relevant:
        return "gone"
    return "spoken" if question.spoken else "short"


def colours(question: Question, *, current: bool) -> tuple[Colour, Colour]:
    """Ground and edge."""
    if not question.relevant:
        return Colour.GONE_CARD, Colour.LINE
    if question.kind == "note":
        return (Colour.RED, Colour.RED) if "alert" in question.appearance else (Colour.PAGE, Colour.PAGE)
    ground = Colour.TINT if current else Colour.CARD
    if question.problem:
        return ground, Colour.RED
    if question.answered:
        return ground, Colour.GREEN
    return ground, Colour.BLUE if current else Colour.LINE
