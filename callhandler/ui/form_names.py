"""What the script calls its questions, answers and floors, read from the form itself, for logs of calls that are long over."""

from callhandler.cases.phrases import FormNames
from callhandler.script.call import Call
from callhandler.script.question import Question

FLOORS = "/data/outcome/floors_shown"


def names_of(blank: Call, language: str) -> FormNames:
    """The names in a language; `blank` is a call in which nothing was answered. A path that the form no longer has names itself."""
    return FormNames(
        question=lambda path: _short(_question(blank, path, language), path),
        answer=lambda path, value: _labels(_question(blank, path, language)).get(value, value),
        floor=lambda code: _labels(_question(blank, FLOORS, language)).get(code, code),
    )


def _question(blank: Call, path: str, language: str) -> Question | None:
    try:
        return blank.question(path, language)
    except KeyError:
        return None


def _short(question: Question | None, path: str) -> str:
    return (question.short or question.label) if question else path.rsplit("/", 1)[-1]


def _labels(question: Question | None) -> dict[str, str]:
    return {option.name: option.label for option in question.options} if question else {}
