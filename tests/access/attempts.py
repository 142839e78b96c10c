"""Attempts of each action: by buttons, typed words and forged presses, with their evidence."""

from collections.abc import Mapping

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.policy import Action
from bot.relief.vocabulary import CampaignState
from bot.storage.tables import Call, CallApproval, Campaign, Family, Invitation, Service
from tests.access.attempt import Trial, begins, held, looks, read, searches
from tests.access.attempts_more import LATER
from tests.access.explorer import Visitor, finds, presses, says
from tests.access.matrix_world import Quarter, Spot

# ---- families


async def registers(visitor: Visitor, _: Quarter, spot: Spot) -> None:
    answers = {
        "consent": presses("|=yes"),
        "head_name": says("نوبر آزمایشی"),
        "neighbourhood": says("آزمون‌آباد"),
        "members": says("۴"),
    }
    await begins(visitor, "family-registration", answers, spot)


async def sees_family(visitor: Visitor, _: Quarter, spot: Spot) -> None:
    one = spot.family.id
    await visitor.say("/menu")
    await looks(visitor, f"b|family||{one}", f"b|family|1|{one}", f"b|access-log||{one}")
    await searches(visitor, "families", str(spot.family.number), "سکینه")
    for form in ("family-completion", "service-report"):
        await begins(visitor, form, {}, None, one)
    await visitor.forge("b|form||service-report")
    await visitor.say(str(spot.family.number))
    await visitor.say("/cancel")


async def reports(visitor: Visitor, _: Quarter, spot: Spot) -> None:
    group = {"family": _whole_group, "people": says("۱۲"), "activity": finds("سبد کالا"), "value": says("۱ میلیون")}
    await begins(visitor, "service-report", group, spot)
    await begins(visitor, "service-report", group, None, spot.family.id)


async def _whole_group(visitor: Visitor) -> bool:
    return await visitor.tap("گروه") or await visitor.press("|=0")


# ---- campaigns and calls


async def signs_up(visitor: Visitor, _: Quarter, spot: Spot) -> None:
    one = spot.campaign
    await visitor.say("/menu")
    await looks(
        visitor,
        "b|campaigns||",
        "b|campaigns|1|",
        f"b|campaign||{one}",
        f"b|campaign|!sign-up|{one}",
        f"b|confirm-close||{one}",
        f"b|confirm-leave||{one}",
        f"b|campaign|!leave|{one}",
    )


async def opens_campaign(visitor: Visitor, _: Quarter, spot: Spot) -> None:
    answers = {
        "called": says("پویش آزمایشی"),
        "occasion": presses("|skip"),
        "since": says("امروز"),
        "until": says("فردا"),
        "places": presses("|skip"),
    }
    await begins(visitor, "campaign-opening", answers, spot)
    await visitor.say("/menu")
    await looks(visitor, f"b|sign-ups||{spot.campaign}", f"b|campaign|!close|{spot.campaign}")


async def sends_call(visitor: Visitor, _: Quarter, spot: Spot) -> None:
    await begins(visitor, "call-sending", {"audience": finds(spot.name), "text": says("فردا بیایید لطفاً")})
    await begins(visitor, "call-sending", {"text": says("فردا بیایید لطفاً")}, None, "campaign", spot.campaign)
    await visitor.say("/menu")
    acts = ("pause-live", "resume-live", "resume", "stop")
    await looks(visitor, f"b|confirm-stop||{spot.call}", *(f"b|call|!{act}|{spot.call}" for act in acts))


async def sees_call(visitor: Visitor, _: Quarter, spot: Spot) -> None:
    await visitor.say("/menu")
    one = spot.call
    await looks(visitor, f"b|call||{one}", f"b|call-answers||{one}", f"b|failures||{one}", "b|calls||")
    answers = (f"b|{view}|!{act}|{one}" for view in ("call", "own-call") for act in ("coming", "cannot"))
    await looks(visitor, "b|own-calls||", f"b|own-call||{one}", f"b|confirm-stop||{one}", *answers)


async def approves_call(visitor: Visitor, _: Quarter, spot: Spot) -> None:
    one = spot.large_call
    await visitor.say("/menu")
    await looks(visitor, "b|calls||", f"b|call-approval||{one}", f"b|call-approval|!withdraw|{one}")
    await begins(visitor, "call-returning", {"reason": says("برای آزمون")}, None, one)
    await begins(visitor, "call-sending", {}, None, one)
    await looks(visitor, f"b|call-approval|!approve|{one}")


async def _let_go(session: AsyncSession, visitor: Visitor, __: Quarter, spot: Spot) -> bool:
    decided = exists().where(CallApproval.id == spot.large_call, CallApproval.state != "waiting")
    return bool(await session.scalar(select(decided))) or visitor.has_read(spot.large_call_text)


# ---- summaries, invitations, the audit


async def asks_summary(visitor: Visitor, _: Quarter, spot: Spot) -> None:
    unit, month = spot.unit, "m20251023"
    await visitor.say("/menu")
    await looks(visitor, *(f"b|{view}||{unit},{month}" for view in ("summary", "summary-by-domain", "summary-why")))
    await looks(visitor, f"b|choose-period||{unit}")
    await begins(visitor, "summary-dates", {"since": says("۱ مهر"), "until": says("امروز")}, None, unit)
    await searches(visitor, "summary-units", spot.name)


async def invites(visitor: Visitor, _: Quarter, spot: Spot) -> None:
    await begins(visitor, "inviting", {}, spot)


async def reads_audit(visitor: Visitor, _: Quarter, spot: Spot) -> None:
    await visitor.say("/menu")
    await looks(
        visitor, f"b|access-log||{spot.family.id}", f"b|access-log|1|{spot.family.id}", f"b|family||{spot.family.id}"
    )


async def _summed(_: AsyncSession, visitor: Visitor, __: Quarter, spot: Spot) -> bool:
    return visitor.has_read(spot.name, "تومان")


TRIALS: Mapping[Action, Trial] = {
    **LATER,
    Action.REGISTER_FAMILY: Trial(
        tries=registers,
        done=held(
            lambda quarter, spot: exists().where(
                Family.unit_id == spot.unit,
                Family.registered_by == quarter.actor.person,
                Family.id != (quarter.mine.id if quarter.mine else 0),
            )
        ),
    ),
    Action.SEE_FAMILY: Trial(tries=sees_family, done=read(lambda spot: (spot.family_secret,))),
    Action.REPORT_SERVICE: Trial(
        tries=reports,
        done=held(
            lambda quarter, spot: exists().where(
                Service.reported_by == quarter.actor.person,
                or_(Service.unit_id == spot.unit, Service.family_id == spot.family.id),
            )
        ),
    ),
    Action.SIGN_UP: Trial(tries=signs_up, done=read(lambda spot: (spot.campaign_title,))),
    Action.OPEN_CAMPAIGN: Trial(
        tries=opens_campaign,
        done=held(
            lambda quarter, spot: exists().where(
                Campaign.unit_id == spot.unit,
                or_(Campaign.created_by == quarter.actor.person, Campaign.state == CampaignState.CLOSED),
            )
        ),
    ),
    Action.SEND_CALL: Trial(
        tries=sends_call,
        done=held(
            lambda quarter, spot: exists().where(
                Call.unit_id == spot.unit, or_(Call.created_by == quarter.actor.person, Call.state != "paused")
            )
        ),
    ),
    Action.SEE_CALL: Trial(tries=sees_call, done=read(lambda spot: (spot.call_text, spot.neighbour))),
    Action.APPROVE_CALL: Trial(tries=approves_call, done=_let_go),
    Action.ASK_SUMMARY: Trial(tries=asks_summary, done=_summed),
    Action.INVITE: Trial(
        tries=invites,
        done=held(
            lambda quarter, spot: exists().where(
                Invitation.unit_id == spot.unit, Invitation.created_by == quarter.actor.person
            )
        ),
    ),
    Action.READ_AUDIT: Trial(tries=reads_audit, done=read(lambda spot: (spot.neighbour,))),
}
