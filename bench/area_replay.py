"""Replays histories under every area: `python -m bench.area_replay FOLDER` names the rule behind each difference from the generic rules."""

import sys
from collections import Counter
from pathlib import Path

from callhandler.cases.area import load_area
from callhandler.config import RESOURCES
from callhandler.replay import replay
from callhandler.replay.areas import apart, differences

AREAS = RESOURCES / "areas"


def main(folder: Path) -> int:
    generic = load_area(AREAS / "generic")
    usual = replay(folder, generic)
    contacts, unexplained = sum(map(len, usual.values())), 0
    for one in sorted(AREAS.iterdir()):
        area = load_area(one)
        rules = apart(area, generic)
        found = differences(replay(folder, area), usual, rules)
        unexplained += sum(not difference.rules for difference in found)
        told = Counter((one.flag, " or ".join(rule.rule for rule in one.rules) or "no rule") for one in found)
        print(f"{area.code}: {contacts} contacts, {len(found)} differences", flush=True)
        for (flag, why), often in told.most_common():
            print(f"  {often} {flag}: {why}")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
