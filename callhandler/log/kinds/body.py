"""What every kind of entry has in common, and the words they are made of."""

from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict

from callhandler.log.text import clean

Text = Annotated[str, AfterValidator(clean)]
CaseId = str
PersonId = str
AgencyId = str
Band = Literal["standard", "medium", "high"]
Manner = Literal["asked", "told"]
Purpose = Literal["report", "follow-up", "service-complaint", "agency-contact", "referral", "case-review"]


class Body(BaseModel):
    """What one entry says. `field` names the register of its case that it writes, or "" where every entry stands for itself."""

    model_config = ConfigDict(frozen=True, extra="allow", allow_inf_nan=False, ser_json_inf_nan="constants")
    version: ClassVar[int] = 1
    writes: ClassVar[str] = ""  # the field of its case, its own values in braces
    kind: str

    @property
    def field(self) -> str:
        return self.writes.format_map(self.__dict__)


class UnknownBody(Body):
    """A kind made by a newer version: stored, shown as such, and carried unchanged."""
