"""What whoever sits here may do, by the one table that the endpoint asks too (ADR 0026)."""

from callhandler.desk.hand import Who
from callhandler.log.kinds import AgencyId
from callhandler.protocol.decision import Action, Field, Resource, Subject, decide


def may(who: Who, action: Action, *fields: Field, owner: AgencyId = "") -> bool:
    """Whether any of these parts is theirs for it; everything while nobody has signed in, since a role is only ever vouched for.

    `owner`: the agency whose case it is, their own unless told; what is here of another agency's was shared with them.
    """
    if not who.role:
        return True
    theirs = owner or who.agency
    shared = frozenset() if theirs == who.agency else frozenset((who.agency,))
    subject = Subject(who.role, who.agency, who.knows)
    return decide(subject, action, Resource(theirs, frozenset(fields), shared)).allow
