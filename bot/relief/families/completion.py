"""Completion of a family's file on another day, within what the family has consented to.

It knows files, identities and needs. Services belong to `services`, rights to `access`.
"""

from dataclasses import dataclass

from sqlalchemy import select

from bot.i18n.answer_parsers import IdentityKind
from bot.relief.access.caller import Caller
from bot.relief.access.policy import Action
from bot.relief.access.rights import require
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.blind_index import identity_digest
from bot.relief.constraints import translate_integrity_errors
from bot.relief.errors import Conflict, NotFound
from bot.relief.families.files import FamilyView, build_family_view, family_visible
from bot.relief.families.registration import CONSENT_VERSION, NewNeed, build_need, canonical_identity, refuse_duplicate
from bot.relief.ids import FamilyId, UnitId
from bot.relief.vocabulary import Coverage, Sex, Support
from bot.storage.index_key import index_key_number
from bot.storage.tables import Family, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """Additions to a file on another day. None leaves a value; needs are added to earlier ones.

    `consent_version` is that of a text that was read to the family on this day, None if the earlier consent stands.
    """

    family: FamilyId
    head_sex: Sex | None = None
    identity_kind: IdentityKind | None = None
    identity: str | None = None
    coverage: Coverage | None = None
    support: Support | None = None
    needs: tuple[NewNeed, ...] = ()
    consent_version: int | None = None

    @property
    def only_needs(self) -> bool:
        """True if nothing is added but needs, to which the first text of consent was enough."""
        return not any((self.head_sex, self.identity_kind, self.identity, self.coverage, self.support))


async def complete_family(caller: Caller, completion: Completion) -> FamilyView:
    """Add to a file that the actor sees, in a unit where they may register.

    An identity number that is there is not replaced. Raises Conflict for a duplicate, as at registration, and for more
    than the family has consented to.
    """
    query = select(Family).where(Family.id == completion.family, family_visible(caller.actor, caller.today))
    row = await caller.session.scalar(query.with_for_update(of=Family))
    if row is None:
        raise NotFound("error-family-not-found", field="family")
    unit = UnitId(row.unit_id)
    await require(caller, Action.REGISTER_FAMILY, unit)
    _apply_consent(row, completion, caller)
    identity = canonical_identity(completion.identity_kind, completion.identity)
    digest = identity_digest(completion.identity_kind, identity, await index_key_number(caller.session))
    has_identity = row.identity_digest is not None
    if (
        identity is not None
        and has_identity
        and (completion.identity_kind, identity) != (row.identity_kind, row.identity)
    ):
        raise Conflict("error-family-identity-stands", field="identity")
    if identity is not None and not has_identity:
        await refuse_duplicate(caller, f"{completion.identity_kind}:{identity}", unit)
    async with translate_integrity_errors(caller.session):
        _apply_completion(row, completion, identity, digest)
        caller.session.add_all(build_need(row, need, caller.now) for need in completion.needs)
    await audit_log.record(
        caller, AuditAction.COMPLETE_FAMILY, unit=unit, subject=f"family:{row.number}", right=Action.REGISTER_FAMILY
    )
    return build_family_view(row, (await caller.session.get_one(Unit, unit)).name, caller.actor.language)


def _apply_consent(row: Family, completion: Completion, caller: Caller) -> None:
    if completion.consent_version is not None and completion.consent_version > row.consent_version:
        row.consent_version, row.consented_at = completion.consent_version, caller.now
        row.consent_taken_by = caller.actor.person
    if row.consent_version < CONSENT_VERSION and not completion.only_needs:
        raise Conflict("error-family-consent", field="consent")


def _apply_completion(row: Family, completion: Completion, identity: str | None, digest: bytes | None) -> None:
    row.head_sex = completion.head_sex or row.head_sex
    row.coverage = completion.coverage or row.coverage
    row.support = completion.support or row.support
    if digest is not None:
        row.identity_kind, row.identity, row.identity_digest = completion.identity_kind, identity, digest
    elif row.identity_digest is None:
        row.identity_kind = completion.identity_kind or row.identity_kind
