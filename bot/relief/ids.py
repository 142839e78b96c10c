"""Names for the keys, so that one is never taken for another."""

from typing import NewType, TypeAlias

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
AccountRef: TypeAlias = tuple[str, int]
"""A messenger, and what it calls an account."""
