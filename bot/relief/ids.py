"""Types of the keys, so that a key of one table is never passed for another's."""

from typing import NamedTuple, NewType

PersonId = NewType("PersonId", int)
UnitId = NewType("UnitId", int)
ActivityId = NewType("ActivityId", int)
FamilyId = NewType("FamilyId", int)
ServiceId = NewType("ServiceId", int)
FileId = NewType("FileId", int)
CampaignId = NewType("CampaignId", int)
CallId = NewType("CallId", int)
CallApprovalId = NewType("CallApprovalId", int)
InvitationId = NewType("InvitationId", int)
LiveMessageId = NewType("LiveMessageId", int)
LetterId = NewType("LetterId", int)
JoinRequestId = NewType("JoinRequestId", int)
MembershipId = NewType("MembershipId", int)
AccountId = NewType("AccountId", int)
DelegationId = NewType("DelegationId", int)
MergeId = NewType("MergeId", int)


class AccountRef(NamedTuple):
    """An account as its messenger identifies it. `external_id` is the messenger's user id."""

    messenger: str
    external_id: int
