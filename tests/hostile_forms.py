"""Makes forms that mean harm, and plays them: published forms bent, expressions at random, bombs, depths, sheer size."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from itertools import count
from time import monotonic, thread_time
from typing import TypeVar

from callhandler.script.call import Call
from callhandler.script.functions import FUNCTIONS
from callhandler.script.load import load
from callhandler.script.scoring import sheet
from callhandler.script.trouble import ScriptTrouble
from tests.script_forms import a_list, noon, written

LEAVES = (
    *("/data/a", "/data/b", "/data/rep/c", "../a", ".", "..", "*", "/", "/data/*", "/data/rep", "current()/../a", "''", "'x y'", "'a'"),
    *("0", "-1", "1.5", "1e9", "99999999999999999999", "today()", "now()", "'2026-11-22'", "'(a+)+$'", "'%Y-%m-%d %q'", "'\ud7ff'"),
    *("instance('many')/root/item", "instance('many')/root/item/points", "instance('none')/root", "once(.)", "position(..)", "'d:%'"),
    *("jr:choice-name(/data/a, '/data/a')", "indexed-repeat(/data/rep/c, /data/rep, 1)", "pulldata('many', 'points', 'name', /data/a)"),
)
OPERATORS = (" + ", " - ", "*", " div ", " mod ", " = ", "!=", "<", ">=", " and ", " or ", "|", "/", "//", "::", ",", " ")
ANSWERS = (
    "",
    "a",
    "n1",
    "n1 n2",
    "-1",
    "1e308",
    "NaN",
    "2026-11-22",
    "x" * 5_000,
    "ŵŷ\u0301",
    "'\"<&",
    "9" * 400,
    "true",
    "\n\t",
    "dk",
    "yes",
)
BOMB = '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY a{n} "{"&a;" * 10}">' for n in range(9)) + "]>"
PROLOGUES = (
    BOMB,
    '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
    '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>',
    '<?xml version="1.0" encoding="utf-7"?>',
    '<?xml version="1.1"?>',
    '<?xml version="1.0" encoding="x-none"?>',
    "\ufeff",
    "<!-- -->" * 1_000,
    "<?x y?>" * 1_000,
)
LISTS = a_list("many", *(f"n{n}={n}" for n in range(60)))
PLACES = "<a/><b/><rep jr:template=''><c/><d/></rep>"
SECOND = 1.0
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found:
    """A form that did what none may: how it came about, so that it can be made again, and what it did."""

    seed: int
    what: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What a hunt made of its forms."""

    made: int
    opened: int
    answers: int
    longest: float
    found: tuple[Found, ...]


def hunt(published: list[bytes], seconds: float, first: int = 1) -> Tally:
    """Make and play forms for so many seconds. A seed and the published forms give the same form again."""
    ends, made, opened, answers, longest = monotonic() + seconds, 0, 0, 0, 0.0
    found: list[Found] = []
    for seed in count(first):
        if monotonic() > ends or len(found) > 20:
            break
        made += 1
        played = Played(seed, published)
        try:
            played.play()
        except ScriptTrouble:
            pass
        except Exception as trouble:  # noqa: BLE001 - whatever comes out is what the hunt is for
            found.append(Found(seed, f"{type(trouble).__name__}: {str(trouble)[:200]}"))
        if played.longest > SECOND:
            found.append(Found(seed, f"took {played.longest:.1f} s"))
        opened, answers, longest = opened + played.opened, answers + played.answers, max(longest, played.longest)
    return Tally(made, opened, answers, longest, tuple(found))


class Played:
    """One form, made from a seed, opened and answered at random; each step is timed by this thread's own work."""

    def __init__(self, seed: int, published: list[bytes]) -> None:
        self.dice, self.published = random.Random(seed), published
        self.opened, self.answers, self.longest = False, 0, 0.0

    def play(self) -> None:
        form = made(self.dice, self.published)
        read = self._timed(lambda: load(form))
        self.opened = True
        call = self._timed(lambda: Call(read, now=noon))
        for _ in range(8):
            self._timed(lambda: self._step(call))
            self.answers += 1
        self._timed(lambda: [call.sections(language) for language in (*list(read.languages)[:2], "xx")])
        self._timed(lambda: sheet(call, {}))

    def _step(self, call: Call) -> None:
        paths = [path for path, value, *_ in call.state() if value is not None]
        rows = [block.path for block in call.form.shapes if block.repeat and not block.in_rows]
        dice = self.dice.random()
        try:
            if rows and dice < 0.15:
                call.add_row(self.dice.choice(rows))
            elif rows and dice < 0.25:
                call.remove_row(self.dice.choice(rows), 1)
            elif paths:
                call.set(self._as_asked(call, self.dice.choice(paths)), self.dice.choice(ANSWERS))
        except KeyError:
            return  # a place that is not there: the screen names none such

    def _as_asked(self, call: Call, path: str) -> str:
        """A path of the state numbers every place; one of a call, only the rows."""
        shapes = {place for place, shape in call.form.places.items() if shape.repeat}
        steps = [step.partition("[") for step in path.split("/")[1:]]
        said, bare = "", ""
        for name, _, place in steps:
            bare += f"/{name}"
            said += f"/{name}[{place}" if bare in shapes else f"/{name}"
        return said

    def _timed(self, what: Callable[[], T]) -> T:
        began = thread_time()
        try:
            return what()
        finally:
            self.longest = max(self.longest, thread_time() - began)


def made(dice: random.Random, published: list[bytes]) -> bytes:
    """A form that means harm."""
    way = dice.choice((_written, _written, _written, _bent, _bent, _swapped, _prologued, _deep, _big))
    return way(dice, published)


def expression(dice: random.Random, depth: int = 4) -> str:
    """Anything that an expression may be made of, well-formed more often than not."""
    kind = dice.random()
    if depth == 0 or kind < 0.25:
        return dice.choice(LEAVES)
    inner = [expression(dice, depth - 1) for _ in range(dice.randint(0, 3))] or ["."]
    if kind < 0.55:
        return f"{dice.choice([*FUNCTIONS, 'cuont', 'jr:choice-name', 'instance', 'current'])}({', '.join(inner)})"
    if kind < 0.7:
        return f"{dice.choice(LEAVES)}[{inner[0]}]"
    return f"({inner[0]}{dice.choice(OPERATORS)}{inner[-1]})"


def _written(dice: random.Random, _published: list[bytes]) -> bytes:
    """A small form whose every condition is made at random."""
    kinds = ("calculate", "relevant", "constraint", "required", "readonly")
    binds = "".join(
        f'<bind nodeset="{place}" type="{dice.choice(("string", "int", "decimal", "date", "time", "select", "xx"))}" '
        f'{dice.choice(kinds)}="{escape(expression(dice))}"/>'
        for place in dice.choices(("/data/a", "/data/b", "/data/rep", "/data/rep/c", "/data/rep/d", "/data/zz"), (9, 9, 5, 9, 9, 1), k=3)
    )
    counted = f' jr:count="{escape(expression(dice, 2))}"' if dice.random() < 0.4 else ""
    nodes = dice.choice(("instance('many')/root/item", f"instance('many')/root/item[{expression(dice, 3)}]", expression(dice, 2)))
    asked = f'<select ref="/data/a"><label><output value="{escape(expression(dice, 2))}"/></label>'
    asked += f'<itemset nodeset="{escape(nodes)}"><value ref="name"/><label ref="label"/></itemset></select>'
    event = dice.choice(("odk-instance-first-load", "xforms-value-changed", "odk-new-repeat"))
    setting = f'<setvalue event="{event}" ref="/data/b" value="{escape(expression(dice, 2))}"/>'
    body = f'{asked}<input ref="/data/b"><label>B</label>{setting}</input>'
    body += f'<group ref="/data/rep"><label>R</label><repeat nodeset="/data/rep"{counted}><input ref="/data/rep/c"/></repeat></group>'
    return written(PLACES, binds, body, more=LISTS)


def _bent(dice: random.Random, published: list[bytes]) -> bytes:
    """A published form with some of its bytes changed, cut out or doubled."""
    form = bytearray(dice.choice(published))
    for _ in range(dice.randint(1, 12)):
        at, many = dice.randrange(len(form)), dice.choice((1, 1, 1, 4, 40, 4_000))
        kind = dice.randrange(4)
        if kind == 0:
            form[at] = dice.randrange(256)
        elif kind == 1:
            del form[at : at + many]
        elif kind == 2:
            form[at:at] = form[at : at + many] * dice.randint(1, 5)
        else:
            form[at:at] = dice.choice(ANSWERS).encode()
    return bytes(form)


def _swapped(dice: random.Random, published: list[bytes]) -> bytes:
    """A published form, some of whose attributes say what others say, or something at random."""
    form = dice.choice(published).decode()
    attributes = list(re.finditer(r'(?<==")[^"<]+(?=")', form))
    for place in sorted(dice.sample(attributes, 6), key=lambda one: -one.start()):
        said = dice.choice((dice.choice(attributes)[0], escape(expression(dice))))
        form = form[: place.start()] + said + form[place.end() :]
    return form.encode()


def _prologued(dice: random.Random, published: list[bytes]) -> bytes:
    """A form behind a document type, with entities, or in another encoding."""
    form = re.sub(r"^<\?xml.*?\?>", "", dice.choice((written("<a/>"), dice.choice(published))).decode())
    if dice.random() < 0.3:
        return form.encode(dice.choice(("utf-16", "utf-16-le", "utf-32", "utf-8-sig")))
    return (dice.choice(PROLOGUES) + form.replace("<a/>", dice.choice(("<a>&a8;</a>", "<a>&#0;</a>", "<a>&lt;</a>")))).encode("utf-8")


def _deep(dice: random.Random, _published: list[bytes]) -> bytes:
    """Elements, brackets, conditions, repeats within each other."""
    deep = dice.choice((5, 40, 98, 200, 5_000, 100_000))
    kind = dice.randrange(5)
    if kind == 0:
        return written("<g>" * deep + "</g>" * deep)
    if kind == 1:
        sign = dice.choice(("({})", "-{}", "not({})", "/data/a[{}]", "concat('a',{})"))
        left, right = sign.split("{}")
        return written(PLACES, f'<bind nodeset="/data/a" calculate="{left * deep}1{right * deep}"/>')
    if kind == 2:
        return written(PLACES, f'<bind nodeset="/data/a" calculate="{escape(dice.choice(OPERATORS)).join(["1"] * deep)}"/>')
    names = [f"r{n}" for n in range(min(deep, 6))]
    places = "".join(f"<{name}>" for name in names) + "<x/>" + "".join(f"</{name}>" for name in reversed(names))
    paths = ["/data/" + "/".join(names[: n + 1]) for n in range(len(names))]
    body = "".join(f'<group ref="{path}"><repeat nodeset="{path}" jr:count="{dice.choice((3, 9, 200, 1e9))}">' for path in paths)
    return written(places, "", body + "</repeat></group>" * len(paths))


def _big(dice: random.Random, _published: list[bytes]) -> bytes:
    """Many places, long texts, long attributes, chains and circles."""
    many = dice.choice((10, 300, 3_000, 30_000))
    kind = dice.randrange(5)
    if kind == 0:
        return written(f"<a>{'x' * many * 300}</a><b/>", "<bind nodeset='/data/b' calculate='concat(/data/a, /data/a)'/>")
    if kind == 1:
        return written("".join(f"<a{n}/>" for n in range(many)), f"<bind nodeset='/data/a0' calculate='{'1+' * many}1'/>")
    links = range(min(many, 3_000))
    chain = "".join(f"<bind nodeset='/data/a{n}' calculate='/data/a{(n + 1) % (len(links) + dice.randint(0, 1))} + 1'/>" for n in links)
    if kind == 2:
        return written("".join(f"<a{n}/>" for n in range(len(links) + 1)), chain)
    if kind == 3:
        entries = a_list("many", *(f"n{n}=1" for n in range(many)))
        crossed = "count(instance('many')/root/item[count(instance('many')/root/item[points = current()/../a]) &gt; 0])"
        return written("<a/><b/>", f'<bind nodeset="/data/b" calculate="{crossed}"/>', more=entries)
    return written("<a/>" * many, "<bind nodeset='/data/a' calculate='sum(/data/a)'/>")
