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
from bot.i18n.messages import text, to_json
from bot.persian.digits import to_latin_digits
from bot.persian.normalisation import normalise
from bot.relief.access.actors import load_actor
from bot.relief.access.guess_limits import GuessKind, limited_guesses
from bot.relief.access.policy import Action, Actor
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.errors import Conflict, NotFound
from bot.relief.ids import AccountRef, MembershipId, PersonId
from bot.relief.outbound import notices
from bot.relief.outbound.addresses import resolve_addresses
from bot.relief.outbound.notices import NoticeKind
from bot.relief.people.members import list_accounts, load_membership, require_manager_of
from bot.storage.encryption import keyring
from bot.storage.index_key import index_key_number
from bot.storage.tables import Account, LinkCode, Person

_RIGHT = Action.MANAGE_MEMBERS
LINK_CODE_DIGITS = 8
LINK_CODE_LIFETIME = timedelta(minutes=10)
PHONE_TRUST_PERIOD = timedelta(days=90)
_TYPED = re.compile(rf"(\d{{{LINK_CODE_DIGITS // 2}}})[\s-]?(\d{{{LINK_CODE_DIGITS // 2}}})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeOwner:
    """Whose code was typed. `owns_account`: this account is theirs already; `account_is_free`: it is nobody's yet."""

    person: PersonId
    name: str
    language: str
    owns_account: bool
    account_is_free: bool


async def issue_link_code(session: AsyncSession, actor: Actor, now: datetime) -> str:
    """A fresh code of digits, for ten minutes; the ones before it are worth nothing any more."""
    code = await _create_code(session, actor.person, now)
    await audit_log.record(session, actor, AuditAction.SHOW_LINK_CODE, now=now)
    return code


async def issue_link_code_for(
    session: AsyncSession, actor: Actor, member: MembershipId, now: datetime, today: date
) -> str:
    """For somebody with no account left, who lost phone and number: whoever looks after all their memberships, each above
    it, gives them a code by word of mouth. Conflict while they have an account: then they link by themselves.
    """
    known = await load_membership(session, member, today)
    await require_manager_of(session, actor, known.person, today, strictly_above=True)
    if await list_accounts(session, known.person):
        raise Conflict("error-code-not-needed")
    code = await _create_code(session, known.person, now)
    subject = f"membership:{member}"
    await audit_log.record(
        session, actor, AuditAction.SHOW_LINK_CODE_FOR, unit=known.unit, subject=subject, right=_RIGHT, now=now
    )
    return code


async def _create_code(session: AsyncSession, person: PersonId, now: datetime) -> str:
    await session.execute(delete(LinkCode).where(LinkCode.person_id == person))
    code = await _generate_unused_code(session)
    digest = keyring().digest("link", code, await index_key_number(session))
    session.add(LinkCode(code_digest=digest, person_id=person, expires_at=now + LINK_CODE_LIFETIME))
    await session.flush()
    return code


async def _generate_unused_code(session: AsyncSession) -> str:
    while True:
        code = f"{secrets.randbelow(10**LINK_CODE_DIGITS):0{LINK_CODE_DIGITS}}"
        if await _find_code(session, code) is None:
            return code


async def _find_code(session: AsyncSession, code: str) -> LinkCode | None:
    wanted = select(LinkCode).where(LinkCode.code_digest.in_(keyring().lookup_digests("link", code)))
    return await session.scalar(wanted)


async def code_owner(session: AsyncSession, code: str, account_ref: AccountRef, now: datetime) -> CodeOwner:
    """A wrong code is a guess, and guesses are bounded: Forbidden."""
    row = await _require_valid_code(session, code, account_ref, now)
    person = await session.get_one(Person, row.person_id)
    account = await _load_account(session, account_ref)
    holder = None if account is None or account.unlinked_at is not None else account.person_id
    return CodeOwner(
        person=PersonId(person.id),
        name=person.name,
        language=person.language,
        owns_account=holder == person.id,
        account_is_free=holder is None,
    )


async def _require_valid_code(session: AsyncSession, code: str, account_ref: AccountRef, now: datetime) -> LinkCode:
    async with limited_guesses(session, GuessKind.LINK, *account_ref, now):
        row = await _find_code(session, normalise_link_code(code))
        if row is None or row.used_at is not None or row.expires_at <= now:
            raise NotFound("error-link-code-unknown")
    return row


def normalise_link_code(typed: str) -> str:
    """Digits of any script, in groups or not; anything else finds nothing."""
    return "".join(char for char in to_latin_digits(typed) if char.isdecimal())


def parse_link_code(typed: str) -> str | None:
    """The code that somebody wrote and nothing else, as one reads it out or as one copies it, with the marks of direction that came along."""
    found = _TYPED.fullmatch(to_latin_digits(normalise(typed)))
    return None if found is None else found[1] + found[2]


def format_link_code(code: str) -> str:
    """«4821 7730»: to be read out, and typed."""
    return f"{code[: LINK_CODE_DIGITS // 2]} {code[LINK_CODE_DIGITS // 2 :]}"


async def consume_link_code(session: AsyncSession, code: str, account_ref: AccountRef, now: datetime) -> PersonId:
    """The person whose code it is; it is used once, whoever comes at the same instant."""
    row = await _require_valid_code(session, code, account_ref, now)
    taken = update(LinkCode).where(LinkCode.id == row.id, LinkCode.used_at.is_(None)).values(used_at=now)
    if await session.scalar(taken.returning(LinkCode.id)) is None:
        raise NotFound("error-link-code-unknown")
    return PersonId(row.person_id)


async def link_account(session: AsyncSession, code: str, account_ref: AccountRef, now: datetime) -> PersonId:
    """A stranger's account becomes one of the person's. Their other accounts hear of it."""
    known = await code_owner(session, code, account_ref, now)
    if not known.account_is_free:
        raise Conflict("error-link-not-stranger")
    person = await consume_link_code(session, code, account_ref, now)
    await add_account_with_notice(session, person, account_ref, now)
    return person


async def add_account_with_notice(
    session: AsyncSession, person: PersonId, account_ref: AccountRef, now: datetime
) -> None:
    """Of somebody who is known: said to the account that was there before, so that nobody is joined to without knowing.
    Theirs already: nothing.
    """
    row = await _load_account(session, account_ref)
    if row is not None and row.unlinked_at is None and row.person_id == person:
        return
    if await resolve_addresses(session, [person]):  # the new one is not among them yet
        said = text("link-told", messenger=text(f"messenger-{account_ref.messenger}"))
        await notices.enqueue_notice(
            session, person, NoticeKind.ACCOUNT_LINKED.event(account_ref.messenger, int(now.timestamp())), to_json(said)
        )
    await add_account(session, person, account_ref, now)
    actor = await load_actor(session, *account_ref, now.astimezone(TEHRAN).date())
    if actor is not None:
        await audit_log.record(session, actor, AuditAction.LINK_ACCOUNT, now=now)


async def add_account(session: AsyncSession, person: PersonId, account_ref: AccountRef, now: datetime) -> None:
    """Conflict where it is somebody's already."""
    row = await _load_account(session, account_ref, lock=True)
    if row is not None and row.unlinked_at is None:
        raise Conflict("error-account-known")
    if row is None:
        messenger, external_id = account_ref
        session.add(Account(person_id=person, messenger=messenger, external_id=external_id, last_seen_at=now))
    else:
        row.person_id, row.last_seen_at, row.unlinked_at, row.unreachable_since = person, now, None, None
    await session.flush()


async def _load_account(session: AsyncSession, account_ref: AccountRef, *, lock: bool = False) -> Account | None:
    query = select(Account).where(
        Account.messenger == account_ref.messenger, Account.external_id == account_ref.external_id
    )
    return await session.scalar(query.with_for_update() if lock else query)


async def find_person_by_phone(session: AsyncSession, phone: str) -> PersonId | None:
    """The one person who has this number (E.164), as a messenger vouched; None where several have it."""
    rows = await session.scalars(
        select(Person.id)
        .where(Person.phone_digest.in_(keyring().lookup_digests("phone", phone)), Person.merged_into.is_(None))
        .limit(2)
    )
    found = rows.all()
    return PersonId(found[0]) if len(found) == 1 else None


async def recently_active(session: AsyncSession, person: PersonId, now: datetime) -> bool:
    """From any account that is theirs, or was until it was unlinked: who is silent for longer may have given up the number,
    and an operator sells it again.
    """
    accounts_of = select(func.max(Account.last_seen_at)).where(Account.person_id == person)
    last = await session.scalar(accounts_of)
    return last is not None and last > now - PHONE_TRUST_PERIOD
