"""A field with its name above it and room for a remark below, so that nobody has to guess what belongs in it."""

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from callhandler.ui.safe import PlainField, PlainLabel


class NamedField(QWidget):
    """Name, field, remark, from top to bottom; the remark takes no room while it is empty."""

    def __init__(self, parent: QWidget | None = None, *, name: str, secret: bool = False) -> None:
        super().__init__(parent)
        self._name, self.field, self._remark = PlainLabel(role="short"), PlainField(), PlainLabel(role="hint")
        self.field.setObjectName(name)
        self._remark.setObjectName(f"{name}_remark")
        self._name.setBuddy(self.field)
        self.hide_typing(secret)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self._name, self.field, self._remark):
            column.addWidget(part)
        self.remark("")

    def call_it(self, name: str) -> None:
        self._name.setText(name)
        self.field.setAccessibleName(name)

    def remark(self, words: str, role: str = "hint") -> None:
        self._remark.setText(words)
        self._remark.dress(role)
        self._remark.setVisible(bool(words))
        self.field.setAccessibleDescription(words)

    def hide_typing(self, hidden: bool) -> None:
        self.field.setEchoMode(QLineEdit.EchoMode.Password if hidden else QLineEdit.EchoMode.Normal)

    def text(self) -> str:
        return self.field.text()
