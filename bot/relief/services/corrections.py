"""Corrections: a new report, by its reporter, that replaces one not verified yet.

Returning a report is part of `services.verification`.
"""

from dataclasses import dataclass, replace

from bot.relief.access.caller import Caller
from bot.relief.access.policy import Action
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.errors import Conflict
from bot.relief.ids import PersonId, ServiceId
from bot.relief.services.reporting import (
    NewService,
    insert_service,
    load_own_service,
    lock_own_service,
    stored_report,
    void_service,
)
from bot.relief.services.views import REPLACEMENT_REASON, ServiceView
from bot.relief.vocabulary import ServiceState
from bot.storage.tables import Service, ServiceReturn


@dataclass(frozen=True, slots=True, kw_only=True)
class EditableReport:
    """A report as it stands, for the answers that its correction begins with.

    `view` names what `report` refers to.
    """

    view: ServiceView
    report: NewService


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionResult:
    """The result of a correction. `returned_by` had returned the original."""

    view: ServiceView
    original: ServiceView
    returned_by: PersonId | None


async def load_editable_report(caller: Caller, service_id: ServiceId) -> EditableReport:
    view = await load_own_service(caller, service_id)
    _require_editable(view)
    row = await caller.session.get_one(Service, service_id)
    return EditableReport(view=view, report=await stored_report(caller.session, row))


def _require_editable(view: ServiceView) -> None:
    match view.state:
        case ServiceState.VERIFIED:
            raise Conflict("error-service-verified")
        case ServiceState.REPLACED:
            raise Conflict("error-service-replaced")
        case ServiceState.VOIDED:
            raise Conflict("error-service-void")
        case ServiceState.WAITING | ServiceState.RETURNED:
            return


async def correct_report(caller: Caller, service_id: ServiceId, correction: NewService) -> CorrectionResult:
    """Void the old row and insert the corrected one, to be verified; update the totals with them.

    All in the caller's transaction. Raises Conflict if nothing was changed: another way of typing the same amount is
    no correction.
    """
    old = await lock_own_service(caller, service_id)
    before = await load_own_service(caller, service_id)
    _require_editable(before)
    original = await stored_report(caller.session, old)
    new = replace(correction, joint=original.joint)
    if new == replace(original, typed_amount=new.typed_amount, currency=new.currency):
        raise Conflict("error-correction-same")
    row = await insert_service(caller, new, replaced=before)
    await void_service(caller, old, REPLACEMENT_REASON)
    await audit_log.record(
        caller, AuditAction.CORRECT_SERVICE, unit=new.unit, subject=f"service:{row.number}", right=Action.REPORT_SERVICE
    )
    back = await caller.session.get(ServiceReturn, service_id)
    return CorrectionResult(
        view=await load_own_service(caller, ServiceId(row.id)),
        original=before,
        returned_by=None if back is None else PersonId(back.returned_by),
    )
