"""Linking of accounts to one person.

It works by a code that is shown in one account and typed in another, or by the same verified phone. Knows accounts and
codes. `lifecycle.person_merge` merges two persons; `account_unlinking` removes an account.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import TEHRAN
from bot.i18n.messages import text, to_json
from bot.persian.digits import to_latin_digits
from bot.persian.normalisation import normalise
from bot.relief.access.actors import load_actor
from bot.relief.access.caller import Caller
from bot.relief.access.guess_limits import GuessKind, limited_guesses
from bot.relief.access.policy import Action
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
    """The person of a typed code. `owns_account`: the typing account is the person's; `account_is_free`: it has no person."""

    person: PersonId
    name: str
    language: str
    owns_account: bool
    account_is_free: bool


async def issue_link_code(caller: Caller) -> str:
    """Issue a link code of digits, valid for ten minutes. Earlier codes of the actor become invalid."""
    code = await _create_code(caller.session, caller.actor.person, caller.now)
    await audit_log.record(caller, AuditAction.SHOW_LINK_CODE)
    return code


async def issue_link_code_for(caller: Caller, member: MembershipId) -> str:
    """Issue a link code for a member without any account, who lost phone and number. The manager passes it on orally.

    The actor must manage all memberships of the member, each from a role above it. Raises Conflict while the member has
    an account: they can link another one themselves.
    """
    membership = await load_membership(caller.session, member, caller.today)
    await require_manager_of(caller, membership.person, strictly_above=True)
    if await list_accounts(caller.session, membership.person):
        raise Conflict("error-code-not-needed")
    code = await _create_code(caller.session, membership.person, caller.now)
    subject = f"membership:{member}"
    await audit_log.record(caller, AuditAction.SHOW_LINK_CODE_FOR, unit=membership.unit, subject=subject, right=_RIGHT)
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
    query = select(LinkCode).where(LinkCode.code_digest.in_(keyring().lookup_digests("link", code)))
    return await session.scalar(query)


async def code_owner(session: AsyncSession, code: str, account_ref: AccountRef, now: datetime) -> CodeOwner:
    """Find the owner of a link code.

    Raises NotFound for a wrong code, and Forbidden after too many of them.
    """
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
    """Return the typed digits, of any script and grouping, as Latin digits."""
    return "".join(char for char in to_latin_digits(typed) if char.isdecimal())


def parse_link_code(typed: str) -> str | None:
    """Parse a text that is a link code and nothing else; None for any other.

    Accepts a code with and without groups, and with the direction marks that copying adds.
    """
    match = _TYPED.fullmatch(to_latin_digits(normalise(typed)))
    return None if match is None else match[1] + match[2]


def format_link_code(code: str) -> str:
    """Format a code as «4821 7730», to be read out and typed."""
    return f"{code[: LINK_CODE_DIGITS // 2]} {code[LINK_CODE_DIGITS // 2 :]}"


async def consume_link_code(session: AsyncSession, code: str, account_ref: AccountRef, now: datetime) -> PersonId:
    """Use a link code once (conditional UPDATE), and return its owner. Raises NotFound if it is used already."""
    row = await _require_valid_code(session, code, account_ref, now)
    use_code = update(LinkCode).where(LinkCode.id == row.id, LinkCode.used_at.is_(None)).values(used_at=now)
    if await session.scalar(use_code.returning(LinkCode.id)) is None:
        raise NotFound("error-link-code-unknown")
    return PersonId(row.person_id)


async def link_account(session: AsyncSession, code: str, account_ref: AccountRef, now: datetime) -> PersonId:
    """Link a stranger's account to the owner of the code, whose other accounts are notified.

    Raises Conflict if the account has a person already.
    """
    owner = await code_owner(session, code, account_ref, now)
    if not owner.account_is_free:
        raise Conflict("error-link-not-stranger")
    person = await consume_link_code(session, code, account_ref, now)
    await add_account_with_notice(session, person, account_ref, now)
    return person


async def add_account_with_notice(
    session: AsyncSession, person: PersonId, account_ref: AccountRef, now: datetime
) -> None:
    """Add an account to a person, and notify the person's other accounts.

    Without the notice an account could be linked unnoticed. Does nothing if the account is the person's already.
    """
    row = await _load_account(session, account_ref)
    if row is not None and row.unlinked_at is None and row.person_id == person:
        return
    if await resolve_addresses(session, [person]):  # the new one is not among them yet
        notice = text("link-told", messenger=text(f"messenger-{account_ref.messenger}"))
        await notices.enqueue_notice(
            session,
            person,
            NoticeKind.ACCOUNT_LINKED.event(account_ref.messenger, int(now.timestamp())),
            to_json(notice),
        )
    await add_account(session, person, account_ref, now)
    actor = await load_actor(session, *account_ref, now.astimezone(TEHRAN).date())
    if actor is not None:
        await audit_log.record(Caller(session, actor, now), AuditAction.LINK_ACCOUNT)


async def add_account(session: AsyncSession, person: PersonId, account_ref: AccountRef, now: datetime) -> None:
    """Add an account to a person. Raises Conflict if it is linked already."""
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
    """Find the only person with this verified number (E.164); None if there are several."""
    rows = await session.scalars(
        select(Person.id)
        .where(Person.phone_digest.in_(keyring().lookup_digests("phone", phone)), Person.merged_into.is_(None))
        .limit(2)
    )
    person_ids = rows.all()
    return PersonId(person_ids[0]) if len(person_ids) == 1 else None


async def recently_active(session: AsyncSession, person: PersonId, now: datetime) -> bool:
    """Return True if an account of the person, unlinked ones included, was active in the trust period.

    After a longer silence the operator may have sold the number to another person.
    """
    query = select(func.max(Account.last_seen_at)).where(Account.person_id == person)
    last_seen_at = await session.scalar(query)
    return last_seen_at is not None and last_seen_at > now - PHONE_TRUST_PERIOD
