"""The simulator in short: ten thousand seeds, and the first mutants. The long forms are `python -m tests.simulator`."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import LONG
from tests.simulator import breaking, facts, judge, mutants, told
from tests.simulator.__main__ import hunt_all, play_all
from tests.simulator.breaking import Mutant, broken, loaded
from tests.simulator.hunt import hunt
from tests.simulator.mutants import FIRST, MUTANTS
from tests.simulator.play import play
from tests.source import HERE

pytestmark = pytest.mark.req("T4", "F6", "F18")


def test_no_seed_breaks_a_guarantee():
    assert play_all(0, 10_000, os.cpu_count() or 1, earnest=False) == 0


@pytest.mark.parametrize("seed", [23038, 27791, 35250, 41230, 42265, 53551, 634458, 1536013])
def test_seeds_that_once_found_something_find_nothing_more(seed):
    assert play(seed).failures == ()


def test_the_keys_that_are_used_in_earnest_change_nothing():
    assert {seed: failures for seed in range(40) if (failures := play(seed, earnest=True).failures)} == {}


@pytest.mark.parametrize("mutant", FIRST, ids=lambda mutant: mutant.name)
def test_the_first_mutants_die(mutant):
    assert hunt(mutant, seeds=8).by


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_every_mutant_breaks_a_line_that_stands_there(mutant):
    source = (HERE / (mutant.module.replace(".", "/") + ".py")).read_text(encoding="utf-8")
    assert ast.dump(ast.parse(broken(mutant, source))) != ast.dump(ast.parse(source))


def test_a_mutant_that_is_out_of_date_says_so():
    with pytest.raises(LookupError, match="stands 0 times"):
        broken(Mutant("old", "callhandler.sync.feed", "no such line", ""), "pass")


def test_a_broken_core_is_gone_when_the_hunt_is_over():
    before = dict(sys.modules)
    with loaded(FIRST[0]) as load:
        assert load(FIRST[0].module) is not before[FIRST[0].module]
    assert {name: module for name, module in sys.modules.items() if name.startswith(breaking.LOADED_ANEW)} == {
        name: module for name, module in before.items() if name.startswith(breaking.LOADED_ANEW)
    }


def test_a_core_that_keeps_every_guarantee_survives_the_hunt():
    harmless = Mutant("harmless", "callhandler.sync.pace", "LARGEST = 1000", "LARGEST = 999")
    assert hunt(harmless, seeds=8).by == ""


def test_a_seed_ends_the_same_wherever_it_is_played():
    code = "from tests.simulator.play import play; print([play(seed).digest for seed in range(12)])"
    ends = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            cwd=HERE,
            capture_output=True,
            check=True,
            timeout=LONG,
        ).stdout
        for hash_seed in ("1", "2")
    }
    assert len(ends) == 1


@pytest.mark.parametrize("module", [judge, facts, told], ids=lambda module: module.__name__)
def test_the_judge_imports_nothing_that_it_judges(module):
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert imported <= {"collections.abc", "dataclasses", "hashlib", "tests.simulator.facts", "tests.simulator.told"}


def test_no_two_mutants_share_a_name():
    assert len({mutant.name for mutant in mutants.MUTANTS}) == len(MUTANTS) >= 18


@pytest.mark.soak
def test_a_million_seeds():
    assert play_all(0, 1_000_000, os.cpu_count() or 1, earnest=False) == 0


@pytest.mark.soak
def test_every_mutant_dies():
    assert hunt_all(2_000, os.cpu_count() or 1) == 0
