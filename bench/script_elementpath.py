"""Our expressions beside elementpath's: `python -m bench.script_elementpath` runs those of the shipped form that both can read.

elementpath knows none of the functions of XForms, so a form cannot be run with it; only single expressions are compared.
"""

import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from statistics import median
from time import process_time
from typing import Any
from xml.etree import ElementTree as ET

from callhandler.config import RESOURCES
from callhandler.script.call import Call
from callhandler.script.load import load

EXPRESSION = re.compile(r'(?:relevant|constraint|calculate|required)="([^"]+)"')


def microseconds(work: Callable[[], object], times: int = 200) -> float:
    began = process_time()
    for _ in range(times):
        work()
    return (process_time() - began) / times * 1e6


def data(xml: str) -> ET.Element:
    """The blank answers, as a document that others can ask."""
    found = re.search(r"<instance>\s*(<data.*?</data>)", xml, re.DOTALL)
    bare = re.sub(r"\s(?:xmlns(?::\w+)?|jr:\w+|orx:\w+)=\"[^\"]*\"", "", found[1] if found else "<data/>")
    return ET.fromstring(re.sub(r"(</?)\w+:", r"\1", bare))  # noqa: S314 - our own form


def main() -> int:
    try:
        theirs: Any = import_module("elementpath")
    except ImportError:
        print("elementpath is not installed here; it is on PyPI.")
        return 1
    file = RESOURCES / "forms" / "first-call.xml"
    form = load(file.read_bytes())
    call = Call(form, now=lambda: datetime(2026, 11, 22, 12, tzinfo=UTC))
    root = data(file.read_text(encoding="utf-8"))
    parser, ratios, ran = theirs.XPath2Parser(strict=False), [], 0
    rules = [rule for rule in form.rules if rule.kind in ("relevant", "required")]
    written = {" ".join(one.split()) for one in EXPRESSION.findall(file.read_text(encoding="utf-8"))}
    for said in sorted(written):
        try:
            token = parser.parse(said)
            context = theirs.XPathContext(ET.ElementTree(root))
            token.evaluate(context)
        except Exception:  # noqa: BLE001, S112 - a function of XForms that it does not know
            continue
        ran += 1
        ratios.append(microseconds(lambda token=token, context=context: token.evaluate(context)))  # type: ignore[misc]
    ours = microseconds(call.reckon_again, 50) / len(form.rules)
    print(f"elementpath runs {ran} of {len(written)} expressions of the form, median {median(ratios):.1f} µs each")
    print(
        f"ours: all {len(form.rules)} rules ({len(rules)} of them as plain as these), {ours:.1f} µs each; {median(ratios) / ours:.1f} times"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
