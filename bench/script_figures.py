"""What the script costs: `python -m bench.script_figures` prints opening a form, an answer, everything anew, the sheet (CPU time, ms)."""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median, quantiles
from time import process_time

from callhandler.config import RESOURCES
from callhandler.script.call import Call
from callhandler.script.load import load
from callhandler.script.scoring import sheet
from callhandler.script.xpath import read


def noon() -> datetime:
    return datetime(2026, 11, 22, 12, tzinfo=UTC)


def milliseconds(work: Callable[[], object]) -> float:
    started = process_time()
    work()
    return (process_time() - started) * 1000


def opening(xml: bytes) -> float:
    """One opening, with nothing remembered of the last."""
    read.cache_clear()
    return milliseconds(lambda: load(xml))


def answers(call: Call, count: int, dice: random.Random) -> list[float]:
    """Random answers to the questions of the form."""
    questions = [question for section in call.sections() for question in section.questions if question.options and not question.readonly]
    found = []
    for _ in range(count):
        question = dice.choice(questions)
        name = dice.choice(question.options).name
        found.append(milliseconds(lambda path=question.path, name=name: call.set(path, name)))  # type: ignore[misc]
    return found


def main() -> None:
    xml = (RESOURCES / "forms" / "first-call.xml").read_bytes()
    form = load(xml)
    call = Call(form, now=noon)
    blank = [milliseconds(lambda: sheet(call, {})) for _ in range(20)]
    took = answers(call, 3000, random.Random(1))
    cuts = quantiles(took, n=100)
    print(f"open a form      median {median(opening(xml) for _ in range(15)):.1f}")
    print(f"start a call     median {median(milliseconds(lambda: Call(form, now=noon)) for _ in range(15)):.2f}")
    print(f"an answer        median {median(took):.3f}  p95 {cuts[94]:.3f}  p99 {cuts[98]:.3f}")
    print(f"everything anew  median {median(milliseconds(call.reckon_again) for _ in range(50)):.2f}")
    print(f"all the sections median {median(milliseconds(call.sections) for _ in range(50)):.2f}")
    print(f"the blank sheet  median {median(blank):.2f}")


if __name__ == "__main__":
    main()
