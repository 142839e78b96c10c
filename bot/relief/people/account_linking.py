"""One person, many accounts: linked by a code that is shown in one and typed in another, or by the same verified phone.

It knows accounts and codes; what becomes of two persons who are one is told by `merging`, how an account goes by `unlinking`.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import TEHRAN
from bot.i18n.messages import said_json, text
from bot.persian.digits import latin
from bot.persian.normalisation import normalise
from bot.relief.access.actors import load_actor
from bot.relief.access.guess_limits import Guessed, guessing
from bot.relief.access.policy import Action, Actor
from bot.relief.audit import log as audit
from bot.relief.audit.actions import AuditAction
from bot.relief.errors import Conflict, NotFound
from bot.relief.ids import Here, MembershipId, PersonId
from bot.relief.outbound import notices
from bot.relief.outbound.addresses import addresses
from bot.relief.outbound.notices import NoticeKind
from bot.relief.people.members import accounts, membership, must_look_after
from bot.storage.encryption import keyring
from bot.storage.index_key import digest_key
from bot.storage.tables import Account, LinkCode, Person

RIGHT = Action.MANAGE_MEMBERS
CODE_DIGITS = 8
STANDS_FOR = timedelta(minutes=10)
SAME_NUMBER = timedelta(days=90)
_TYPED = re.compile(rf"(\d{{{CODE_DIGITS // 2}}})[\s-]?(\d{{{CODE_DIGITS // 2}}})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeOwner:
    """Whose code was typed. `mine`: this account is theirs already; `stranger`: it is nobody's yet."""

    person: PersonId
    name: str
    language: str
    mine: bool
    stranger: bool


async def show_code(session: AsyncSession, actor: Actor, now: datetime) -> str:
    """A fresh code of digits, for ten minutes; the ones before it are worth nothing any more."""
    code = await _fresh(session, actor.person, now)
    await audit.note(session, actor, AuditAction.SHOW_LINK_CODE, now=now)
    return code


async def show_code_for(session: AsyncSession, actor: Actor, member: MembershipId, now: datetime, today: date) -> str:
    """For somebody with no account left, who lost phone and number: whoever looks after all their memberships, each above
    it, gives them a code by word of mouth. Conflict while they have an account: then they link by themselves.
    """
    known = await membership(session, member, today)
    await must_look_after(session, actor, known.person, today, above=True)
    if await accounts(session, known.person):
        raise Conflict("error-code-not-needed")
    code = await _fresh(session, known.person, now)
    subject = f"membership:{member}"
    await audit.note(
        session, actor, AuditAction.SHOW_LINK_CODE_FOR, unit=known.unit, subject=subject, right=RIGHT, now=now
    )
    return code


async def _fresh(session: AsyncSession, person: PersonId, now: datetime) -> str:
    await session.execute(delete(LinkCode).where(LinkCode.person_id == person))
    code = await _unused(session)
    digest = keyring().digest("link", code, await digest_key(session))
    session.add(LinkCode(code_digest=digest, person_id=person, expires_at=now + STANDS_FOR))
    await session.flush()
    return code


async def _unused(session: AsyncSession) -> str:
    while True:
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
        if await _found(session, code) is None:
            return code


async def _found(session: AsyncSession, code: str) -> LinkCode | None:
    wanted = select(LinkCode).where(LinkCode.code_digest.in_(keyring().digests("link", code)))
    return await session.scalar(wanted)


async def owner(session: AsyncSession, code: str, here: Here, now: datetime) -> CodeOwner:
    """A wrong code is a guess, and guesses are bounded: Forbidden."""
    row = await _standing(session, code, here, now)
    person = await session.get_one(Person, row.person_id)
    account = await _account(session, here)
    holder = None if account is None or account.unlinked_at is not None else account.person_id
    return CodeOwner(
        person=PersonId(person.id),
        name=person.name,
        language=person.language,
        mine=holder == person.id,
        stranger=holder is None,
    )


async def _standing(session: AsyncSession, code: str, here: Here, now: datetime) -> LinkCode:
    async with guessing(session, Guessed.LINK, *here, now):
        row = await _found(session, read_code(code))
        if row is None or row.used_at is not None or row.expires_at <= now:
            raise NotFound("error-link-code-unknown")
    return row


def read_code(typed: str) -> str:
    """Digits of any script, in groups or not; anything else finds nothing."""
    return "".join(char for char in latin(typed) if char.isdecimal())


def typed_code(said: str) -> str | None:
    """The code that somebody wrote and nothing else, as one reads it out or as one copies it, with the marks of direction that came along."""
    found = _TYPED.fullmatch(latin(normalise(said)))
    return None if found is None else found[1] + found[2]


def in_halves(code: str) -> str:
    """«4821 7730»: to be read out, and typed."""
    return f"{code[: CODE_DIGITS // 2]} {code[CODE_DIGITS // 2 :]}"


async def use_up(session: AsyncSession, code: str, here: Here, now: datetime) -> PersonId:
    """The person whose code it is; it is used once, whoever comes at the same instant."""
    row = await _standing(session, code, here, now)
    taken = update(LinkCode).where(LinkCode.id == row.id, LinkCode.used_at.is_(None)).values(used_at=now)
    if await session.scalar(taken.returning(LinkCode.id)) is None:
        raise NotFound("error-link-code-unknown")
    return PersonId(row.person_id)


async def link(session: AsyncSession, code: str, here: Here, now: datetime) -> PersonId:
    """A stranger's account becomes one of the person's. Their other accounts hear of it."""
    known = await owner(session, code, here, now)
    if not known.stranger:
        raise Conflict("error-link-not-stranger")
    person = await use_up(session, code, here, now)
    await join_account(session, person, here, now)
    return person


async def join_account(session: AsyncSession, person: PersonId, here: Here, now: datetime) -> None:
    """Of somebody who is known: said to the account that was there before, so that nobody is joined to without knowing.
    Theirs already: nothing.
    """
    row = await _account(session, here)
    if row is not None and row.unlinked_at is None and row.person_id == person:
        return
    if await addresses(session, [person]):  # the new one is not among them yet
        said = text("link-told", messenger=text(f"messenger-{here[0]}"))
        await notices.notify(
            session, person, NoticeKind.ACCOUNT_LINKED.event(here[0], int(now.timestamp())), said_json(said)
        )
    await add_account(session, person, here, now)
    actor = await load_actor(session, *here, now.astimezone(TEHRAN).date())
    if actor is not None:
        await audit.note(session, actor, AuditAction.LINK_ACCOUNT, now=now)


async def add_account(session: AsyncSession, person: PersonId, here: Here, now: datetime) -> None:
    """Conflict where it is somebody's already."""
    messenger, external_id = here
    row = await _account(session, here, hold=True)
    if row is not None and row.unlinked_at is None:
        raise Conflict("error-account-known")
    if row is None:
        session.add(Account(person_id=person, messenger=messenger, external_id=external_id, last_seen_at=now))
    else:
        row.person_id, row.last_seen_at, row.unlinked_at, row.unreachable_since = person, now, None, None
    await session.flush()


async def _account(session: AsyncSession, here: Here, *, hold: bool = False) -> Account | None:
    messenger, external_id = here
    wanted = select(Account).where(Account.messenger == messenger, Account.external_id == external_id)
    return await session.scalar(wanted.with_for_update() if hold else wanted)


async def person_of_phone(session: AsyncSession, phone: str) -> PersonId | None:
    """The one person who has this number (E.164), as a messenger vouched; None where several have it."""
    rows = await session.scalars(
        select(Person.id)
        .where(Person.phone_digest.in_(keyring().digests("phone", phone)), Person.merged_into.is_(None))
        .limit(2)
    )
    found = rows.all()
    return PersonId(found[0]) if len(found) == 1 else None


async def heard_lately(session: AsyncSession, person: PersonId, now: datetime) -> bool:
    """From any account that is theirs, or was until it was unlinked: who is silent for longer may have given up the number,
    and an operator sells it again.
    """
    accounts_of = select(func.max(Account.last_seen_at)).where(Account.person_id == person)
    last = await session.scalar(accounts_of)
    return last is not None and last > now - SAME_NUMBER
