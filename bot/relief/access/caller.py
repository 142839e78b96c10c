"""The caller of a use case: an actor with the grants of their roles, a session and an instant."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import TEHRAN
from bot.relief.access.policy import MATRIX, REQUIRES_CONFIDENTIALITY, SENIORITY, Action, Scope
from bot.relief.errors import Forbidden
from bot.relief.ids import PersonId, UnitId
from bot.relief.vocabulary import Role, UnitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A role held in a unit.

    A borrowed grant names its lender in `delegated_by`; its last day is `delegated_until`. Both are None for one's own.
    """

    unit: UnitId
    unit_name: str
    unit_kind: UnitKind
    role: Role
    delegated_by: PersonId | None = None
    delegated_until: date | None = None

    def scope(self, action: Action) -> Scope | None:
        return MATRIX[self.role].get(action)


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspendedMembership:
    """A suspended membership. `until` is its last day, None until it is lifted."""

    unit_name: str
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person acting from one messenger, with the grants in force.

    `suspended_memberships` give no grants for now. `phone_digests` are the digests of the person's own number under
    every key: they identify the person's own household, which only others may serve. `last_seen_at` is the stored time
    of the last update in this messenger, None if the messenger takes no messages for the person. `may_have_draft` is
    False only if no draft of the person is stored.
    """

    person: PersonId
    name: str
    language: str
    messenger: str
    grants: tuple[Grant, ...]
    accepted_confidentiality: bool
    suspended_memberships: tuple[SuspendedMembership, ...] = ()
    phone_digests: tuple[bytes, ...] = ()
    last_seen_at: datetime | None = None
    may_have_draft: bool = True

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)

    @property
    def actions(self) -> frozenset[Action]:
        """The actions that some grant gives somewhere. For offering them only: doing one checks the unit."""
        return frozenset(action for role in self.roles for action in MATRIX[role])

    @property
    def principals(self) -> frozenset[PersonId]:
        """The actor, and those in whose stead they act: nobody decides what one of these did."""
        return frozenset(
            {self.person, *(grant.delegated_by for grant in self.grants if grant.delegated_by is not None)}
        )

    @property
    def primary_grant(self) -> Grant | None:
        """The most senior own grant; a borrowed one only where there is no own."""
        return max(
            self.grants, key=lambda grant: (grant.delegated_by is None, SENIORITY.index(grant.role)), default=None
        )

    def units(self, action: Action, scopes: Collection[Scope]) -> tuple[UnitId, ...]:
        """Return the units of the grants that give the action with one of these scopes.

        Every check of rights comes through here. Raises Forbidden where the action requires confidentiality and the
        actor has not accepted it.
        """
        if action in REQUIRES_CONFIDENTIALITY and not self.accepted_confidentiality:
            raise Forbidden("error-pledge-first")
        return tuple(grant.unit for grant in self.grants if grant.scope(action) in scopes)


@dataclass(frozen=True, slots=True)
class Caller:
    """The transaction a use case runs in, the actor whose rights are checked, and the time.

    The use case never commits `session`. `now` is an aware instant of the injected clock.
    """

    session: AsyncSession
    actor: Actor
    now: datetime

    @property
    def today(self) -> date:
        """The day in Tehran."""
        return self.now.astimezone(TEHRAN).date()
