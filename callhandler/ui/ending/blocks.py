"""What closing a call asks, laid out as questions: the form's own last section, a reason for each gap, and the steps agreed."""

from collections.abc import Mapping, Sequence

from callhandler.script.question import Option, Question, Section
from callhandler.ui.call_page.needs import Outcome, Step
from callhandler.ui.question.order import Block
from callhandler.words import Words, mark

GAP, STEPS = "gap:", "steps"
REASONS = {  # the words of the log for why a required question was left
    "rang-off": mark("rang off"),
    "refused": mark("refused"),
    "unsafe": mark("not safe to ask"),
    "not-relevant": mark("not relevant"),
    "later": mark("later"),
}


def outcome_blocks(sections: Sequence[Section]) -> tuple[Block, ...]:
    """The questions of the last section: band, grade, referral, promise. What is only read out comes once the call is closed."""
    last = sections[-1]
    asked = [question for question in last.questions if question.kind != "note" and not question.readonly]
    return (Block("heading", f"heading:{last.path}", last.label), *(Block("question", each.path, question=each) for each in asked))


def own_decisions(sections: Sequence[Section], left: Sequence[Question]) -> tuple[Question, ...]:
    """What is still open in the last section: these are the handler's own decisions, which nobody else's silence excuses."""
    last = sections[-1].path
    return tuple(question for question in left if question.path.startswith(f"{last}/"))


def gap_blocks(left: Sequence[Question], reasons: Mapping[str, str], words: Words) -> tuple[Block, ...]:
    """A reason for each question that was left, one key each."""
    if not left:
        return ()
    heading = words.say("Left unasked: {n}. One key of reason each", n=len(left))
    return (Block("heading", "heading:gaps", heading), *(_gap(question, reasons.get(question.path, ""), words) for question in left))


def step_blocks(steps: Sequence[Step], agreed: str, words: Words) -> tuple[Block, ...]:
    """The next steps of this band, each to be agreed by its digit."""
    if not steps:
        return ()
    options = tuple(Option(step.code, step.what, None) for step in steps)
    short, hint = words.say("Agreed now"), words.say("Press the digit of each that is agreed; Enter goes on.")
    question = Question(
        STEPS, "many", "", False, short, hint, "", False, False, frozenset({"lines"}), options, agreed, "", "", True
    )  # fmt: skip
    return (Block("heading", "heading:steps", words.say("Next steps")), Block("question", STEPS, question=question))


def _gap(question: Question, reason: str, words: Words) -> Block:
    options = tuple(Option(code, words.say(said), None) for code, said in REASONS.items())
    path, short = f"{GAP}{question.path}", question.short or question.label
    gap = Question(path, "one", "", False, short, "", question.guidance, True, False, frozenset({"inline"}), options, reason, "", "", True)
    return Block("question", path, question=gap)


def outcome_of(reasons: Mapping[str, str], *, emergency: bool) -> Outcome:
    """How the call ended, in the words of the log."""
    if emergency:
        return "emergency"
    return "rang-off" if "rang-off" in reasons.values() else "closed"
