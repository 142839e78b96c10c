"""Every table, by name; importing it completes `Base.metadata`."""

from bot.storage.tables.campaigns import Answer, Call, Campaign, Delivery, LargeCall, SignUp
from bot.storage.tables.conversations import Conversation, Draft, Notice, SetAside
from bot.storage.tables.families import Family, FamilyToken, Need, OwnHousehold
from bot.storage.tables.files import File, RemoteFile
from bot.storage.tables.jobs import Counter, Job, KeyInUse, Lane
from bot.storage.tables.limits import Attempt, Retained
from bot.storage.tables.membership_requests import JoinRequest, Letter, MemberCard
from bot.storage.tables.membership_status import Delegation, FreeTime, LinkCode, MergeOffer, PersonSkill, Suspension
from bot.storage.tables.people import Account, AuditAnchor, AuditEntry, Invitation, Membership, Person
from bot.storage.tables.services import Activity, Commitment, Evidence, Service, ServiceReturn, Total
from bot.storage.tables.units import Unit, UnitAncestor, UnitFact

__all__ = [
    "Account",
    "Activity",
    "Answer",
    "Attempt",
    "AuditAnchor",
    "AuditEntry",
    "Call",
    "Campaign",
    "Commitment",
    "Conversation",
    "Counter",
    "Delegation",
    "Delivery",
    "Draft",
    "Evidence",
    "Family",
    "FamilyToken",
    "File",
    "FreeTime",
    "Invitation",
    "Job",
    "JoinRequest",
    "KeyInUse",
    "Lane",
    "LargeCall",
    "Letter",
    "LinkCode",
    "MemberCard",
    "Membership",
    "MergeOffer",
    "Need",
    "Notice",
    "OwnHousehold",
    "Person",
    "PersonSkill",
    "RemoteFile",
    "Retained",
    "Service",
    "ServiceReturn",
    "SetAside",
    "SignUp",
    "Suspension",
    "Total",
    "Unit",
    "UnitAncestor",
    "UnitFact",
]
