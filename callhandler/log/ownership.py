"""Whose case it is: the name of a case begins with the agency that opened it, so that nobody has to be asked."""

from callhandler.log.kinds import AgencyId, CaseId

Audience = str  # an agency, a narrower group of its people such as "police/sensitive", or those who carry a beat: "police//east"
Beat = str  # a part of the area; "~" and a device: what that device opened itself


def case_of(agency: AgencyId, id: str) -> CaseId:
    """The name of a new case of this agency. Raises ValueError for an agency that no case can be named after."""
    if not agency or "." in agency or "/" in agency:
        raise ValueError("an agency's short name has no full stop and no slash")
    return f"{agency}.{id}"


def owner_of(case: CaseId) -> AgencyId:
    """The agency that a case belongs to, "" where its name does not say."""
    agency, stop, _ = case.partition(".")
    return agency if stop else ""


def agency_of(audience: Audience) -> AgencyId:
    """The agency that an audience is a part of."""
    return audience.partition("/")[0]


def whole_of(audience: Audience) -> Audience:
    """The audience that carries everything, of one that carries a beat."""
    return audience.partition("//")[0]


def carriers_of(audience: Audience, beat: Beat) -> Audience:
    """Those of an agency who carry this beat."""
    return f"{audience}//{beat}"


def opened_on(line: str) -> Beat:
    """What was opened at the device that was let in under this name."""
    return f"~{line}"


def devices_of(agency: AgencyId) -> CaseId:
    """Where an agency keeps its decisions about its own devices."""
    return case_of(agency, "devices")
