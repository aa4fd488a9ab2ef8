"""Records JavaRosa answering a form: `python -m tests.oracle.record SEED FORM.xml OUT.jsonl.gz` makes a session to play back."""

import gzip
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ORACLE = Path(__file__).with_name("Oracle.java")
NEEDED = "needs a Java 17 compiler and runtime, and the extra “publish” (on Debian: apt-get install openjdk-17-jdk-headless)"


def missing() -> str:
    """What is not here of all that the oracle needs; "" where nothing is missing."""
    if shutil.which("javac") is None:
        return NEEDED
    return "" if importlib.util.find_spec("pyxform") else NEEDED


def recorded(form: Path, seed: int, answers: int = 300) -> dict[str, Any]:
    """One session: the form, the day, and each answer with the state of every place after it."""
    day = datetime.now(UTC).date()
    ops = answered(form, seed, answers)
    if datetime.now(UTC).date() != day:
        return recorded(form, seed, answers)  # midnight passed: what it calls today was two days
    first, *rest = ops
    return {"test": f"{form.name} seed {seed}", "day": day.isoformat(), "xml": first["xml"], "ops": rest}


def answered(form: Path, seed: int, answers: int) -> list[dict[str, Any]]:
    """What JavaRosa says, line by line."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "session.jsonl"
        java = [str(shutil.which("java")), "-Duser.timezone=UTC", "-cp", str(_jar())]
        subprocess.run([*java, str(ORACLE), str(out), str(answers), str(seed), str(form)], check=True, capture_output=True, timeout=300)
        return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def slimmed(session: dict[str, Any]) -> dict[str, Any]:
    """The same session with only what changed from step to step."""
    before: dict[str, list[Any]] = {}
    ops = []
    for op in session["ops"]:
        after = {path: rest for path, *rest in op["state"]}
        changed = {path: rest for path, rest in after.items() if before.get(path) != rest}
        gone = [path for path in before if path not in after]
        ops.append({**{key: value for key, value in op.items() if key != "state"}, "changed": changed, "gone": gone})
        before = after
    return {**session, "ops": ops}


def _jar() -> Path:
    pyxform = importlib.util.find_spec("pyxform")
    if pyxform is None or pyxform.origin is None:
        raise FileNotFoundError(NEEDED)
    return Path(pyxform.origin).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"


def main(seed: str, form: str, out: str) -> None:
    """Writes one session."""
    session = slimmed(recorded(Path(form), int(seed)))
    with gzip.GzipFile(out, "wb", mtime=0) as packed:
        packed.write(json.dumps(session, ensure_ascii=False).encode("utf-8"))


if __name__ == "__main__":
    main(*sys.argv[1:])
