"""Whatever the desk says it says in Welsh too, with the same blanks to fill in; and no screen speaks past the words."""

import ast
import re
import string
from collections import Counter
from collections.abc import Iterator

import polib
import pytest

from tests.source import HERE, called, calls, modules

SPEAKING = {
    "setText",
    "setWindowTitle",
    "setPlaceholderText",
    "setAccessibleName",
    "setAccessibleDescription",
    "setTitle",
    "setStatusTip",
    "addItem",
    "addAction",
    "addMenu",
    "addTab",
    "showMessage",
    "setHeaderLabels",
    "PlainLabel",
    "PlainButton",
    "QPushButton",
    "QCheckBox",
    "QRadioButton",
    "QGroupBox",
    "QAction",
    "plain_tip",
    "say",
}
READS_HTML = {"setToolTip", "setWhatsThis", "setHtml", "appendHtml", "insertHtml", "setMarkdown", "addRow"}
TO_A_TERMINAL = ("callhandler/tour.py", "/printed.py")  # tell whoever typed a command, in English, what came of it
PAGES = tuple((HERE / "resources" / "endpoint").glob("*.html"))  # of the endpoint
SAYS = re.compile(r'\bsay\("([^"]+)"')
PAST = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<[^>]*>", re.DOTALL)
NAMES = {"callhandler", "endpoint", "English", "Cymraeg", "callhandler verify FILE", "· callhandler endpoint"}  # the same in either
SCREENS = ("callhandler/ui", "callhandler/app", "callhandler/tour")


def sentences() -> Iterator[tuple[str, str]]:
    """Every sentence the desk can say, and where it stands."""
    for path, tree in modules("callhandler"):
        for call in calls(tree):
            if says(call) and not path.endswith(TO_A_TERMINAL):
                for key in literals(call.args[0]):
                    yield key, f"{path}:{call.lineno}"
    for page in PAGES:
        for found in SAYS.finditer(page.read_text(encoding="utf-8")):
            yield found[1], f"{page.name}: {found[1]}"


def says(call: ast.Call) -> bool:
    """Whether words are asked for a sentence: `say(…)`, `words.say(…)`, `mark(…)`; a button that says something is another matter."""
    owner, _, verb = called(call).rpartition(".")
    asked = owner.endswith("words") or not owner
    return bool(call.args) and asked and verb.lstrip("_") in {"say", "mark"}


def literals(said: ast.expr) -> Iterator[str]:
    match said:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from literals(one)
            yield from literals(other)


def welsh() -> dict[str, str]:
    catalogue = polib.pofile(str(HERE / "resources" / "locale" / "cy.po"), check_for_duplicates=True)
    return {line.msgid: line.msgstr for line in catalogue}


def blanks(sentence: str) -> Counter[str]:
    return Counter(blank for _, blank, _, _ in string.Formatter().parse(sentence) if blank is not None)


@pytest.mark.req("R23")
def test_whatever_the_desk_says_it_says_in_welsh():
    known = welsh()
    assert sorted({f"{where}: {sentence}" for sentence, where in sentences() if not known.get(sentence)}) == []


@pytest.mark.req("R23")
def test_the_welsh_has_the_same_blanks_to_fill_in():
    assert {english: cymraeg for english, cymraeg in welsh().items() if set(blanks(english)) != set(blanks(cymraeg))} == {}


def test_nothing_is_translated_that_nobody_says():
    said = {sentence for sentence, _ in sentences()}
    assert sorted(english for english in welsh() if english not in said) == []


def test_a_sentence_is_never_glued_together():
    """A sentence built at run time cannot be found by the translator."""
    glued = [
        f"{path}:{call.lineno}"
        for path, tree in modules("callhandler")
        for call in calls(tree)
        if says(call) and isinstance(call.args[0], ast.JoinedStr | ast.BinOp) and not path.endswith(TO_A_TERMINAL)
    ]
    assert glued == []


@pytest.mark.req("R23")
def test_no_screen_speaks_past_the_words():
    spoken = [
        f"{path}:{call.lineno} {argument.value!r}"
        for path, tree in modules(*SCREENS)
        for call in calls(tree)
        if called(call).rsplit(".", maxsplit=1)[-1] in SPEAKING and not says(call)
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and any(map(str.isalpha, argument.value))
    ]
    assert spoken == []


@pytest.mark.req("T8")
def test_only_the_safe_words_reach_what_reads_html():
    raw = [
        f"{path}:{call.lineno} {called(call)}"
        for path, tree in modules(*SCREENS)
        for call in calls(tree)
        if path != "callhandler/ui/safe.py" and called(call).rsplit(".", maxsplit=1)[-1] in READS_HTML
    ]
    assert raw == []


@pytest.mark.req("R23")
def test_no_page_of_the_endpoint_speaks_past_the_words():
    """Neither between its tags nor in what is read out of them."""
    words = [(page.name, word.strip()) for page in PAGES for word in PAST.sub("\n", page.read_text(encoding="utf-8")).splitlines()]
    read_out = [
        found
        for page in PAGES
        for found in re.findall(r'(?:aria-label|placeholder|title)="(?!\{\{)[^"]*"', page.read_text(encoding="utf-8"))
    ]
    assert [told for told in words if any(map(str.isalpha, told[1])) and told[1] not in NAMES] == []
    assert read_out == []
