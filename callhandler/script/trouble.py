"""What is wrong with a script, said in plain words with the row of the workbook where it stands."""

from collections.abc import Iterable
from difflib import get_close_matches


class ScriptTrouble(Exception):  # noqa: N818 - what the world does wrong is a trouble, not an error of ours
    """A script that cannot be run. `code` is stable, `row` the row of the sheet survey (0: not known), `where` the question."""

    def __init__(self, code: str, said: str, *, where: str = "", row: int = 0) -> None:
        place = ", ".join(part for part in (f"row {row}" if row else "", where) if part)
        super().__init__(f"{place}: {said}" if place else said)
        self.code, self.said, self.where, self.row = code, said, where, row

    def at(self, where: str, row: int) -> "ScriptTrouble":
        """The same trouble, naming the place in the script."""
        return ScriptTrouble(self.code, self.said, where=where, row=row)


def did_you_mean(word: str, known: Iterable[str], wrap: str = "{}") -> str:
    """Asks about something known and near (“, did you mean …?”); nothing where nothing is near."""
    near = get_close_matches(word, sorted(known), n=1, cutoff=0.5)
    return f", did you mean {wrap.format(near[0])}?" if near else ""
