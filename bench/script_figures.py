"""What the script costs, beside other engines: `python -m bench.script_figures [FORM.xml] [FOLDER]`, CPU time in milliseconds.

FOLDER holds `node_modules` with @getodk/xforms-engine and jsdom; elementpath is asked where it can be imported.
"""

import json
import random
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from time import process_time

from callhandler.config import RESOURCES
from callhandler.script.call import Call
from callhandler.script.load import load
from callhandler.script.scoring import sheet
from callhandler.script.xpath import read

TURNS = 5
BARS = {"open": 20.0, "answer": 0.3, "p99": 2.0, "anew": 1.5}


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


def figures(xml: bytes, seed: int) -> dict[str, float]:
    """One run."""
    form = load(xml)
    call = Call(form, now=noon)
    blank = [milliseconds(lambda: sheet(call, {})) for _ in range(10)]
    cuts = quantiles(took := answers(call, 1500, random.Random(seed)), n=100)
    return {
        "open": median(opening(xml) for _ in range(9)),
        "start a call": median(milliseconds(lambda: Call(form, now=noon)) for _ in range(9)),
        "answer": median(took),
        "p95": cuts[94],
        "p99": cuts[98],
        "anew": median(milliseconds(call.reckon_again) for _ in range(30)),
        "all the sections": median(milliseconds(call.sections) for _ in range(30)),
        "the blank sheet": median(blank),
    }


def web_forms(form: Path, folder: Path) -> dict[str, float]:
    """The same form in ODK Web Forms' engine, on Node."""
    script = Path(__file__).with_name("web_forms.mjs")
    told = subprocess.run(["node", str(script), str(form.resolve())], cwd=folder, capture_output=True, text=True, check=True)
    return {name: float(said) for name, said in json.loads(told.stdout.splitlines()[-1]).items()}


def main(form: Path, folder: Path | None) -> int:
    xml = form.read_bytes()
    runs = [figures(xml, seed) for seed in range(1, TURNS + 1)]
    ours = {name: median(run[name] for run in runs) for name in runs[0]}
    for name, took in ours.items():
        bar = BARS.get(name)
        print(f"{name:17} {took:8.3f}{f'   at most {bar}' if bar else ''}{'   MISSED' if bar and took > bar else ''}")
    if folder:
        theirs = web_forms(form, folder)
        for name in ("open", "answer", "p99"):
            print(f"Web Forms {name:7} {theirs[name]:8.3f}   {theirs[name] / ours[name]:.0f} times ours")
    return int(any(ours[name] > bar for name, bar in BARS.items()))


if __name__ == "__main__":
    shipped = RESOURCES / "forms" / "first-call.xml"
    sys.exit(main(Path(sys.argv[1]) if sys.argv[1:] else shipped, Path(sys.argv[2]) if sys.argv[2:] else None))
