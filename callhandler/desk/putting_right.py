"""What is appended where something on record was wrong: the right value in place of the wrong one, which stays on record (s.46)."""

from collections.abc import Callable, Sequence

from callhandler.cases.access import SAID_AGAIN
from callhandler.log.entry import Entry
from callhandler.log.fold import Registers
from callhandler.log.kinds import Answered, Body, CaseId, Corrected, Noted, PersonDescribed, PlaceDescribed, RectificationAsked
from callhandler.script.call import Call

Value = Callable[[str, str], str | None]  # what somebody said, as an answer to the question at a path; None where it is none
Written = tuple[Body, Sequence[str]]  # with what it replaces


def corrections(registers: Registers, case: CaseId, asked: RectificationAsked, value: Value) -> tuple[Written, ...]:
    """What puts it right. A grade or an agreement is nobody's to rewrite: what they say stands beside it, as a note."""
    wrong = next((entry for entry in registers.entries(case) if entry.id == asked.of), None)
    body = wrong.body if wrong else None
    match body:
        case PersonDescribed() if asked.part in type(body).model_fields:
            return _described(registers, case, body, asked)
        case Answered(path=path):
            said = value(path, asked.right)
            return (_answered(registers, case, body, said),) if said is not None else (_beside(asked, path),)
        case PlaceDescribed():
            right = PlaceDescribed(place=asked.right)
            return ((right, registers.heads(case, right.field)),)
        case Noted(path=path):
            return ((Corrected(of=asked.of), (asked.of,)), (Noted(text=asked.right, path=path), ()))
    return (_beside(asked),)


def as_answer(blank: Call, path: str, said: str) -> str | None:
    """What somebody said, as an answer to the question at a path; None where the form takes no such answer."""
    try:
        asked = [blank.question(path, language) for language in ("en", "cy")]
    except KeyError:
        return said  # of a row, or of a form that is no longer asked
    if asked[0].kind in ("one", "many"):
        offered = {called.casefold(): option.name for each in asked for option in each.options for called in (option.name, option.label)}
        return offered.get(said.casefold())
    return said if asked[0].kind == "text" else None


def _described(registers: Registers, case: CaseId, wrong: PersonDescribed, asked: RectificationAsked) -> tuple[Written, ...]:
    """The description, and the answers that say the same of them."""
    right = PersonDescribed.model_validate({**_standing(registers, case, wrong).model_dump(), asked.part: asked.right})
    was = str(wrong.model_dump()[asked.part])
    again = [entry for path in sorted(SAID_AGAIN) for entry in registers.values(case, f"answer:{path}") if _says(entry, was)]
    answers = [_answered(registers, case, entry.body, asked.right) for entry in again if isinstance(entry.body, Answered)]
    return ((right, registers.heads(case, right.field)), *answers)


def _standing(registers: Registers, case: CaseId, wrong: PersonDescribed) -> PersonDescribed:
    """As they are described now, which may be otherwise in other parts by now."""
    stands = registers.value(case, wrong.field)
    return stands.body if stands and isinstance(stands.body, PersonDescribed) else wrong


def _says(entry: Entry, was: str) -> bool:
    return isinstance(entry.body, Answered) and entry.body.value == was


def _answered(registers: Registers, case: CaseId, wrong: Answered, said: str) -> Written:
    right = Answered(path=wrong.path, value=said, manner=wrong.manner, language=wrong.language)
    return right, registers.heads(case, right.field)


def _beside(asked: RectificationAsked, path: str = "") -> Written:
    return Noted(text=asked.right, path=path), ()
