"""Opens a window with the picture of what another version of a script would have done."""

import sys

from PySide6.QtWidgets import QApplication

from callhandler.desk.rescoring import Rescoring
from callhandler.ui import theme
from callhandler.ui.rescore_page import RescorePage
from callhandler.words import Words


def run(found: Rescoring) -> int:
    """Stay until the window is closed."""
    app = QApplication(sys.argv[:1])
    theme.apply(app)
    page = RescorePage(Words())
    page.setWindowTitle(f"callhandler · {found.old} → {found.new}")
    page.show_found(found)
    page.left.connect(page.close)
    page.resize(1366, 768)
    page.show()
    return app.exec()
