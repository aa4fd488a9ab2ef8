"""Says where two desks wrote without seeing each other: every answer that stands, and every grade, is kept and shown."""

from callhandler.cases.complaint import Answer, Complaint, Graded
from callhandler.cases.phrases import band_said
from callhandler.risk.bands import RANK
from callhandler.ui.dates import day_and_time
from callhandler.ui.telling import Teller


def holding(one: Complaint) -> Graded | None:
    """The grade that holds: of several that stand the one with the highest band, and of equals the latest."""
    return max(reversed(one.standing), key=lambda grade: RANK[grade.band], default=None)


def standing_told(tell: Teller, one: Complaint) -> tuple[str, ...]:
    """A sentence for each question to which more than one answer stands, and one where several grades do."""
    differing = {path: {answer.value: answer for answer in answers} for path, answers in one.answers.items()}
    told = tuple(_answers(tell, path, tuple(answers.values())) for path, answers in differing.items() if len(answers) > 1)
    return (*_grades(tell, one.standing), *told)


def _answers(tell: Teller, path: str, answers: tuple[Answer, ...]) -> str:
    said = ", ".join(f"“{_answer(tell, path, each.value)}” ({day_and_time(tell.words, each.at)})" for each in answers)
    question = tell.names.question(path)
    return tell.words.say(
        "{question}: {n} answers stand, given without knowing of each other: {answers}", question=question, n=len(answers), answers=said
    )


def _grades(tell: Teller, standing: tuple[Graded, ...]) -> tuple[str, ...]:
    if len(standing) < 2:
        return ()
    said = ", ".join(f"{band_said(tell.words, each.band)} ({each.actor}, {day_and_time(tell.words, each.at)})" for each in standing)
    return (
        tell.words.say("{n} grades stand, made without knowing of each other; the highest holds: {grades}", n=len(standing), grades=said),
    )


def _answer(tell: Teller, path: str, value: str) -> str:
    """The words of the choices, not their codes; what was typed stays as it was typed."""
    ticks = value.split()
    labels = [tell.names.answer(path, tick) for tick in ticks]
    return ", ".join(labels) if all(label != tick for label, tick in zip(labels, ticks, strict=True)) else value
