"""What came as a file: a photograph, a recording of noise, a diary sheet. What is in it is kept apart, under its hash."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from callhandler.log.kinds.body import Body, Text
from callhandler.log.text import clean_name

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class FileAttached(Body):
    """Somebody gave us a file for this case, or one of ours made it. It says nothing about where the file lay."""

    kind: Literal["file-attached"] = "file-attached"
    sha256: Sha256  # of the whole file
    size: int = Field(ge=1)  # bytes
    media: Text  # by what it begins with, such as "image/jpeg"
    name: Annotated[str, AfterValidator(clean_name)] = ""
    words: Text = ""  # said about it
    health: bool = False  # it shows or tells of somebody's health: then it is for those who need to know, as agreed
