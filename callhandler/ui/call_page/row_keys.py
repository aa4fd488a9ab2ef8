"""Opens and takes back rows of a repeat, such as further persons alleged responsible."""

from collections.abc import Callable

from callhandler.script.question import Changed
from callhandler.ui.call_page.asked import Asked
from callhandler.ui.question.column import Column


class RowKeys:
    """Hears the buttons in the column, and has keys for the row at hand. `take` shows what changed, `go` puts the caret somewhere."""

    def __init__(self, asked: Asked, column: Column, take: Callable[[Changed], None], go: Callable[[str], None]) -> None:
        self._asked, self._column, self._take, self._go = asked, column, take, go
        column.row_wanted.connect(self._add)
        column.row_unwanted.connect(self._remove)

    def acts(self) -> dict[str, Callable[[], None]]:
        """What keys do with rows."""
        return {"one row more": self._one_more, "one row less": self._one_less}

    def _one_more(self) -> None:
        """Ctrl+M: a further row of the repeat at hand."""
        if path := self._asked.repeat_at(self._column.current):
            self._add(path)

    def _one_less(self) -> None:
        """Ctrl+Shift+M: take back the row at hand, unless it is the only one."""
        if row := self._asked.row_at(self._column.current):
            self._remove(*row)

    def _add(self, path: str) -> None:
        before = self._asked.paths()
        self._take(self._asked.add_row(path))
        self._go(next((question.path for question in self._asked.questions() if question.path not in before), ""))

    def _remove(self, path: str, n: int) -> None:
        self._take(self._asked.remove_row(path, n))
        self._go(self._asked.first_in(f"{path}[{n}]") or self._asked.first_in(f"{path}[{n - 1}]"))
