"""How a question stands, and how its card looks: its words and their style, its ground and edge, and what of it never changes."""

from callhandler.script.question import Question
from callhandler.ui.theme import Colour


def fixed(question: Question) -> tuple[object, ...]:
    """What a card cannot change once it is made: the words, and the answers offered."""
    return question.kind, question.label, question.short, question.hint, question.readonly, question.options


def answerable(question: Question) -> bool:
    """Whether the handler can put an answer here."""
    return question.kind != "note" and not question.readonly and question.relevant


def open_question(question: Question) -> bool:
    """Whether an answer is still wanted here."""
    return answerable(question) and (question.value == "" or question.problem != "")


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


def answer_words(question: Question) -> str:
    """The answer as a handler would read it: the words of the choices, not their codes."""
    if question.kind not in ("one", "many"):
        return question.value
    labels = {option.name: option.label for option in question.options}
    return ", ".join(labels.get(name, name) for name in question.value.split())


def title(question: Question) -> str:
    """The line over the answer."""
    words = f"“{question.label}”" if question.spoken else question.short
    if question.readonly and question.kind != "note":
        return f"{words}: {answer_words(question) or '–'}"
    return f"{words} *" if question.required and question.relevant else words
