"""Every table, by name. Importing it completes `Base.metadata`."""

from bot.storage.tables.audit import AuditAnchor, AuditEntry
from bot.storage.tables.calls import Answer, Call, CallApproval, Delivery
from bot.storage.tables.campaigns import Campaign, SignUp
from bot.storage.tables.catalogue import Activity
from bot.storage.tables.conversations import Conversation, DeadLetter, Draft, LiveMessage, Notice
from bot.storage.tables.families import Family, FamilyToken, Need, OwnHousehold
from bot.storage.tables.files import File, RemoteFileId
from bot.storage.tables.jobs import ActiveKey, Counter, Job, Lane
from bot.storage.tables.ledger import Commitment, Total
from bot.storage.tables.limits import AttemptCounter, RetentionCount
from bot.storage.tables.membership_requests import JoinRequest, Letter, MemberCard
from bot.storage.tables.membership_status import Delegation, FreeTime, LinkCode, MergeOffer, PersonSkill, Suspension
from bot.storage.tables.people import Account, Invitation, Membership, Person
from bot.storage.tables.services import Evidence, Service, ServiceReturn
from bot.storage.tables.units import Unit, UnitAncestor, UnitAttributeValue

__all__ = [
    "Account",
    "ActiveKey",
    "Activity",
    "Answer",
    "AttemptCounter",
    "AuditAnchor",
    "AuditEntry",
    "Call",
    "CallApproval",
    "Campaign",
    "Commitment",
    "Conversation",
    "Counter",
    "DeadLetter",
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
    "Lane",
    "Letter",
    "LinkCode",
    "LiveMessage",
    "MemberCard",
    "Membership",
    "MergeOffer",
    "Need",
    "Notice",
    "OwnHousehold",
    "Person",
    "PersonSkill",
    "RemoteFileId",
    "RetentionCount",
    "Service",
    "ServiceReturn",
    "SignUp",
    "Suspension",
    "Total",
    "Unit",
    "UnitAncestor",
    "UnitAttributeValue",
]
