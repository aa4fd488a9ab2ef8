"""Small parts stand side by side, each in the middle of its line, and go on in the next where there is no more room."""

from PySide6.QtWidgets import QWidget

from callhandler.ui.flow import Flow


def test_a_low_part_stands_in_the_middle_of_its_line(qtbot):
    box = QWidget()
    qtbot.addWidget(box)
    low, high, last = (QWidget(box) for _ in range(3))
    for part, height in ((low, 10), (high, 24), (last, 10)):
        part.setFixedSize(40, height)
    box.setLayout(Flow(low, high, last))
    box.resize(100, 100)
    box.show()
    assert (low.y() + 5, high.y() + 12) == (12, 12)
    assert last.y() == 28, "alone in its line it stands at its top"
