"""Asks which files are to be attached."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFileDialog, QWidget

from callhandler.words import Words


def chosen_files(over: QWidget, words: Words) -> Sequence[str]:
    """Ask for files; none where the operator thinks better of it."""
    kinds = words.say("Photographs, recordings and PDF")
    endings = "*.jpg *.jpeg *.png *.webp *.heic *.pdf *.ogg *.mp3 *.wav *.m4a *.mp4 *.mov"
    return QFileDialog.getOpenFileNames(over, words.say("Choose files to attach"), "", f"{kinds} ({endings})")[0]
