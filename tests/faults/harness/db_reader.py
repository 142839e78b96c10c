"""Independent reader of the database at rest: plain SQL, boxes opened by their documented format.

It shares no code with the bot. A box is one byte of key number, twelve of nonce, then AES-256-GCM with
`table.column:row` as associated data; its key is HKDF-SHA256 of the secret key, without salt, for «hamyar seal».
"""

import hashlib
import hmac
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

Ask: TypeAlias = Callable[[str], Awaitable[list[dict[str, Any]]]]

ACCOUNTS = "SELECT messenger, external_id, person_id FROM accounts"
SERVICES = """SELECT s.id, s.number, s.value, s.typed_amount_box, s.voided_at, s.reported_by, s.family_id, s.people, a.name AS activity,
  (SELECT count(*) FROM evidence e WHERE e.service_id = s.id) AS files
  FROM services s JOIN activities a ON a.id = s.activity_id"""
FAMILIES = "SELECT id, number, head_name_box, registered_by FROM families"
CAMPAIGNS = "SELECT id, number, title, places, taken_places, created_by FROM campaigns"
SIGN_UPS = "SELECT c.title, s.person_id, s.state FROM sign_ups s JOIN campaigns c ON c.id = s.campaign_id"
CALLS = "SELECT id, number, text_box, created_by, campaign_id FROM calls"
ANSWERS = "SELECT call_id, person_id, answer FROM answers"
MEMBERS = (
    "SELECT p.id, p.name_box, m.role FROM persons p JOIN memberships m ON m.person_id = p.id WHERE m.until IS NULL"
)
DELIVERIES = "SELECT call_id, person_id, state, unconfirmed_sends FROM deliveries"
SUMS = """SELECT booked_on, unit_id, domain, kind, count(*) AS services, sum(value) AS value FROM services
  WHERE voided_at IS NULL GROUP BY booked_on, unit_id, domain, kind"""
TOTALS = """SELECT booked_on, unit_id, domain, kind, sum(services) AS services, sum(value) AS value FROM totals
  GROUP BY booked_on, unit_id, domain, kind HAVING sum(services) > 0"""
NUMBERS = {"services": "services", "families": "families", "campaigns": "campaigns", "calls": "calls"}


class Boxes:
    def __init__(self, key: bytes) -> None:
        fixed = hmac.digest(bytes(32), key, hashlib.sha256)
        self._cipher = AESGCM(hmac.digest(fixed, b"hamyar seal\x01", hashlib.sha256))

    def open(self, box: bytes, table: str, column: str, row: int | str) -> str:
        """Decrypt a box. Raises InvalidTag for one that is damaged or of another row."""
        return self._cipher.decrypt(box[1:13], box[13:], f"{table}.{column}:{row}".encode()).decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One stored record. `by` is the person's id; `facts` are the values typed with it."""

    kind: str
    mark: str
    by: int
    number: int = 0
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """Content of the database.

    `people` are person ids by messenger and account. `unfinished` are open forms and drafts, as JSON. `wrong` are
    sums and numbers that do not agree, in words.
    """

    people: dict[tuple[str, int], int]
    records: tuple[Record, ...]
    places: dict[str, tuple[int, int | None]]
    set_aside: Counter[str]
    unfinished: tuple[str, ...]
    wrong: tuple[str, ...]


async def holdings(ask: Ask, key: bytes) -> Holdings:
    boxes = Boxes(key)
    accounts = await ask(ACCOUNTS)
    campaigns = await ask(CAMPAIGNS)
    aside = await ask("SELECT error FROM dead_letters")
    return Holdings(
        people={(row["messenger"], row["external_id"]): row["person_id"] for row in accounts},
        records=(
            *await _written(ask, boxes),
            *(Record(kind="campaign", mark=r["title"], by=r["created_by"], number=r["number"]) for r in campaigns),
            *await _promised(ask, boxes),
        ),
        places={row["title"]: (row["taken_places"], row["places"]) for row in campaigns},
        unfinished=tuple(await _unfinished(ask, boxes)),
        set_aside=Counter(row["error"] for row in aside),
        wrong=(*await _sums(ask), *await _numbers(ask), *await _seats(ask)),
    )


async def _written(ask: Ask, boxes: Boxes) -> list[Record]:
    services = [
        Record(
            kind="service",
            mark=str(row["value"]),
            by=row["reported_by"],
            number=row["number"],
            facts={
                "said": boxes.open(row["typed_amount_box"], "services", "typed_amount_box", row["id"])
                if row["typed_amount_box"]
                else "",
                "voided": row["voided_at"] is not None,
                "files": row["files"],
            },
        )
        for row in await ask(SERVICES)
    ]
    families = [
        Record(
            kind="family",
            mark=boxes.open(row["head_name_box"], "families", "head_name_box", row["id"]),
            by=row["registered_by"],
            number=row["number"],
        )
        for row in await ask(FAMILIES)
    ]
    return [*services, *families]


async def _promised(ask: Ask, boxes: Boxes) -> list[Record]:
    """Read calls with their answers, sign-ups and members."""
    calls = {row["id"]: (row, boxes.open(row["text_box"], "calls", "text_box", row["id"])) for row in await ask(CALLS)}
    sent = [Record(kind="call", mark=text, by=row["created_by"], number=row["number"]) for row, text in calls.values()]
    answers = [
        Record(kind="answer", mark=calls[row["call_id"]][1], by=row["person_id"], facts={"state": row["answer"]})
        for row in await ask(ANSWERS)
    ]
    seats = [
        Record(kind="sign-up", mark=row["title"], by=row["person_id"], facts={"state": row["state"]})
        for row in await ask(SIGN_UPS)
    ]
    members = [
        Record(kind="joining", mark=boxes.open(row["name_box"], "persons", "name_box", row["id"]), by=row["id"])
        for row in await ask(MEMBERS)
    ]
    return [*sent, *answers, *seats, *members]


async def _unfinished(ask: Ask, boxes: Boxes) -> list[str]:
    drafts = await ask("SELECT id, state_box FROM drafts")
    open_ = await ask("SELECT messenger, external_id, state FROM conversations")
    return [
        *(boxes.open(row["state_box"], "drafts", "state_box", row["id"]) for row in drafts),
        *(
            boxes.open(row["state"], "conversations", "state", f"{row['messenger']}/{row['external_id']}")
            for row in open_
        ),
    ]


async def _sums(ask: Ask) -> list[str]:
    """Compare the totals with the valid services."""
    kept = {tuple(row.values()) for row in await ask(TOTALS)}
    counted = {tuple(row.values()) for row in await ask(SUMS)}
    return [f"a total does not agree with its services: {row}" for row in kept ^ counted]


async def _numbers(ask: Ask) -> list[str]:
    """Check that numbers that people read aloud are in order, without gaps."""
    wrong = []
    for name, table in NUMBERS.items():
        numbers = sorted(row["number"] for row in await ask(f"SELECT number FROM {table}"))
        if numbers and numbers != list(range(numbers[0], numbers[0] + len(numbers))):
            wrong.append(f"the numbers of {name} have gaps")
        counter = await ask(f"SELECT value FROM counters WHERE name = '{name}'")
        if numbers and [row["value"] for row in counter] != [numbers[-1]]:
            wrong.append(f"the last number of {name} is not the counter's")
    return wrong


async def _seats(ask: Ask) -> Iterable[str]:
    """Compare taken places with the people signed up; no one is beyond the last place, and none is counted twice."""
    inside = Counter(row["title"] for row in await ask(SIGN_UPS) if row["state"] == "in")
    of_campaigns = {row["id"] for row in await ask(CALLS) if row["campaign_id"] is not None}
    beside = [row for row in await ask(ANSWERS) if row["answer"] == "coming" and row["call_id"] in of_campaigns]
    return [
        *(f"«coming» is stored beside the sign-ups: {row}" for row in beside),
        *await _overbooked(ask, inside),
    ]


async def _overbooked(ask: Ask, inside: Counter[str]) -> Iterable[str]:
    return [
        f"campaign {row['number']} says {row['taken_places']} of {row['places']}, in are {inside[row['title']]}"
        for row in await ask(CAMPAIGNS)
        if row["taken_places"] != inside[row["title"]]
        or (row["places"] is not None and row["taken_places"] > row["places"])
    ]
