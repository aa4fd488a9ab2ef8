"""Whose case it is: the name of a case begins with the agency that opened it, so that nobody has to be asked."""

from callhandler.log.kinds import AgencyId, CaseId

Audience = str  # an agency, or a narrower group of its people such as "police/sensitive"


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


def devices_of(agency: AgencyId) -> CaseId:
    """Where an agency keeps its decisions about its own devices."""
    return case_of(agency, "devices")
