"""Who may do what with which part of a case: one table for the desk and for the endpoint, and whatever it does not name is refused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal, get_args

from callhandler.log.kinds import AgencyId

Role = Literal["handler", "officer", "supervisor", "coordinator", "partner-caseworker", "analyst", "administrator"]
Relation = Literal["own", "lead", "shared", "none"]
Sensitivity = Literal["ordinary", "sensitive", "restricted"]
Field = Literal[
    "case", "contact", "account", "risk", "notes", "files", "sharing", "health", "audit", "accounts", "devices", "agencies", "scripts"
]  # the parts of a case that differ in who may see them, then what is kept beside the cases
CaseAction = Literal["view", "write", "search", "print", "export", "share", "end-share", "combine", "review", "close", "accept", "erase"]
HouseAction = Literal["audit", "enrol", "revoke", "appoint", "switch", "publish"]
Action = Literal[CaseAction, HouseAction]
Reason = Literal["allowed", "glass", "disabled", "role", "sensitivity", "need-to-know"]

ROLES: tuple[Role, ...] = get_args(Role)
RELATIONS: tuple[Relation, ...] = get_args(Relation)
SENSITIVITIES: tuple[Sensitivity, ...] = get_args(Sensitivity)
FIELDS: tuple[Field, ...] = get_args(Field)
ACTIONS: tuple[Action, ...] = get_args(Action)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who asks. `knows`: what they need to know for their work, "health" or a sensitivity. `glass`: they gave a reason to see it once."""

    role: Role
    agency: AgencyId
    knows: frozenset[str] = frozenset()
    active: bool = True
    glass: bool = False


@dataclass(frozen=True, slots=True)
class Resource:
    """What is asked for: these parts of a case, or of what an agency keeps beside its cases. `host`: this agency runs the endpoint."""

    owner: AgencyId
    fields: frozenset[Field]
    shared: frozenset[AgencyId] = frozenset()
    lead: AgencyId = ""
    sensitivity: Sensitivity = "ordinary"
    host: AgencyId = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether it may be done, with which of the parts asked for, and why not. Through broken glass it is looked at the next day."""

    allow: bool
    fields: frozenset[Field]
    reason: Reason


@dataclass(frozen=True, slots=True)
class _Rule:
    roles: frozenset[str]
    relations: frozenset[str]
    actions: frozenset[str]
    fields: frozenset[Field]
    glass: frozenset[Field]


def _rule(roles: str, relations: str, actions: str, fields: Iterable[Field], glass: Iterable[Field] = ()) -> _Rule:
    """`glass`: those of the parts that a reason given in an emergency opens, where sensitivity or the need to know withholds them."""
    who, how, what = (frozenset(names.split()) for names in (roles, relations, actions))
    return _Rule(who, how, what, frozenset(fields), frozenset(glass))


_CORE: tuple[Field, ...] = ("case", "contact", "account", "risk")
_CASE: tuple[Field, ...] = (*_CORE, "notes", "files", "sharing")
_WHOLE: tuple[Field, ...] = (*_CASE, "health")
_TOLD: tuple[Field, ...] = (*_CORE, "notes", "files", "health")  # what a share can tell
_FOUND: tuple[Field, ...] = ("case", "contact", "account")
RULES: tuple[_Rule, ...] = (
    # the agency's own cases
    _rule("handler officer supervisor coordinator partner-caseworker", "own", "view", _WHOLE, glass=_WHOLE),
    _rule("handler officer supervisor coordinator partner-caseworker", "own", "write", _WHOLE),
    _rule("handler officer supervisor coordinator partner-caseworker", "own", "search", _FOUND, glass=_FOUND),
    _rule("handler officer supervisor coordinator partner-caseworker", "own", "combine", ("contact",)),
    _rule("officer supervisor coordinator partner-caseworker", "own", "print", _WHOLE),
    _rule("supervisor coordinator", "own", "export", _WHOLE),
    _rule("handler", "own", "share", _CORE),
    _rule("officer supervisor coordinator partner-caseworker", "own", "share", _TOLD),
    _rule("officer supervisor coordinator partner-caseworker", "own", "end-share", ("sharing",)),
    _rule("officer supervisor coordinator partner-caseworker", "own", "close", ("case",)),
    _rule("supervisor coordinator", "own", "review", ("case", "contact", "risk", "sharing")),
    _rule("supervisor coordinator", "own", "accept", _TOLD),
    _rule("supervisor", "own", "erase", _WHOLE),
    # cases of another agency
    _rule("officer supervisor coordinator partner-caseworker", "lead shared", "view", _TOLD, glass=_TOLD),
    _rule("handler", "lead shared", "view", _CORE),  # who takes calls rings the agency whose case it is
    _rule("officer supervisor coordinator partner-caseworker", "lead shared", "write", ("account", "risk", "notes", "files", "health")),
    _rule("handler officer supervisor coordinator partner-caseworker", "lead shared", "search", ("case", "contact")),
    _rule("officer supervisor coordinator partner-caseworker", "lead", "print", _CORE),
    _rule("supervisor coordinator", "lead", "review", ("case", "risk")),
    _rule("supervisor coordinator", "lead", "close", ("case",)),
    # numbers without names
    _rule("analyst", "own", "view export", ("case", "risk")),
    _rule("analyst", "own", "publish", ("scripts",)),
    _rule("handler officer supervisor coordinator partner-caseworker analyst", "own", "view", ("scripts",)),
    # what an agency keeps beside its cases
    _rule("supervisor administrator", "own", "audit export", ("audit",)),
    _rule("supervisor coordinator", "own", "review", ("audit",)),  # what their own people opened in an emergency
    _rule("administrator", "own", "view enrol revoke", ("devices",)),
    _rule("administrator", "own", "view appoint", ("accounts",)),
    _rule("administrator", "own", "view", ("agencies",)),
)
_OF_THE_HOST = _rule("administrator", "own lead shared none", "view switch appoint revoke", ("accounts", "devices", "agencies"))
_NOTHING: frozenset[Field] = frozenset()
_Named = tuple[frozenset[Field], frozenset[Field]]  # what is named, and which of it a reason opens
_NONE: _Named = (_NOTHING, _NOTHING)


def _tabled(rules: Iterable[_Rule]) -> Mapping[tuple[str, str, str], _Named]:
    table: dict[tuple[str, str, str], _Named] = {}
    for rule in rules:
        for asked in product(rule.roles, rule.relations, rule.actions):
            fields, glass = table.get(asked, _NONE)
            table[asked] = fields | rule.fields, glass | rule.glass
    return table


_TABLE, _HOST_TABLE = _tabled(RULES), _tabled((_OF_THE_HOST,))


def relation_of(agency: AgencyId, resource: Resource) -> Relation:
    """How an agency stands to a case. To lead it, it must have been let see it."""
    if not agency:
        return "none"
    if agency == resource.owner:
        return "own"
    if agency not in resource.shared:
        return "none"
    return "lead" if agency == resource.lead else "shared"


def decide(subject: Subject, action: Action, resource: Resource) -> Decision:
    """Decide by the table. Nothing in it is allowed that it does not name."""
    if not subject.active:
        return _refused("disabled")
    named, glass = (fields & resource.fields for fields in _named(subject, action, resource))
    if not named:
        return _refused("role")
    open_to = _open_to(subject, resource.sensitivity)
    known = _known(subject, action, named) if open_to else _NOTHING
    fields = known | glass if subject.glass and (open_to or resource.sensitivity == "sensitive") else known
    if not fields:
        return _refused("need-to-know" if open_to else "sensitivity")
    return Decision(allow=True, fields=fields, reason="allowed" if fields == known else "glass")


def behind_glass(subject: Subject, action: Action, resource: Resource) -> frozenset[Field]:
    """Which of the parts asked for are withheld from them, and open to a reason given in an emergency."""
    shut = decide(replace(subject, glass=False), action, resource).fields
    return decide(replace(subject, glass=True), action, resource).fields - shut


def _named(subject: Subject, action: Action, resource: Resource) -> _Named:
    asked = (subject.role, relation_of(subject.agency, resource), action)
    fields, glass = _TABLE.get(asked, _NONE)
    hosted, _ = _HOST_TABLE.get(asked, _NONE) if subject.agency and subject.agency == resource.host else _NONE
    return fields | hosted, glass


def _known(subject: Subject, action: Action, named: frozenset[Field]) -> frozenset[Field]:
    """Without health, for whoever does not need to know it; whoever hears of it on a call puts it down."""
    return named if action == "write" or "health" in subject.knows else named - {"health"}


def _open_to(subject: Subject, sensitivity: Sensitivity) -> bool:
    """A sensitive case is for those who need to know it, or through broken glass; a restricted one for the former alone."""
    return sensitivity == "ordinary" or sensitivity in subject.knows


def _refused(reason: Reason) -> Decision:
    return Decision(allow=False, fields=_NOTHING, reason=reason)
