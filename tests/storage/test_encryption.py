"""What is sealed opens only with its key and in its place; what is searched for is found without being readable."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.clock import FixedClock
from bot.storage.database import Database
from bot.storage.encryption import DecryptionError, InvalidKey, Keyring, associated_data, generate_key, install_keyring
from bot.storage.tables import Draft, Person

ONE, TWO = bytes(range(32)), bytes(range(32, 64))
WHERE = associated_data("families", "head_name_box", 7)


@given(st.binary(max_size=300))
def test_what_is_sealed_opens_again(content: bytes) -> None:
    ring = Keyring({1: ONE}, 1)
    assert ring.open(ring.seal(content, WHERE), WHERE) == content


def test_the_same_text_is_sealed_differently_each_time() -> None:
    ring = Keyring({1: ONE}, 1)
    assert ring.seal("زهرا موسوی", WHERE) != ring.seal("زهرا موسوی", WHERE)


def test_a_box_opens_in_no_other_row() -> None:
    ring = Keyring({1: ONE}, 1)
    with pytest.raises(DecryptionError):
        ring.open(ring.seal("زهرا", WHERE), associated_data("families", "head_name_box", 8))


@pytest.mark.parametrize("position", [0, 1, 13, -1])
def test_a_damaged_box_does_not_open(position: int) -> None:
    ring = Keyring({1: ONE}, 1)
    box = bytearray(ring.seal("زهرا", WHERE))
    box[position] ^= 1
    with pytest.raises(DecryptionError) as refused:
        ring.open(bytes(box), WHERE)
    assert "زهرا" not in str(refused.value)


@pytest.mark.parametrize("box", [b"", b"\x01", b"\x01" + bytes(12), b"\x01" + bytes(20)])
def test_a_box_cut_short_does_not_open(box: bytes) -> None:
    with pytest.raises(DecryptionError):
        Keyring({1: ONE}, 1).open(box, WHERE)


def test_a_key_added_seals_what_is_new_and_opens_what_is_old() -> None:
    before, after = Keyring({1: ONE}, 1), Keyring({1: ONE, 2: TWO}, 2)
    assert after.open(before.seal("زهرا", WHERE), WHERE) == "زهرا".encode()
    with pytest.raises(DecryptionError):
        before.open(after.seal("زهرا", WHERE), WHERE)
    assert before.digest("phone", "+98917") == after.digest("phone", "+98917")


def test_a_digest_is_equal_only_for_one_text_purpose_and_key() -> None:
    ring = Keyring({1: ONE}, 1)
    others = [ring.digest("phone", "2"), ring.digest("identity", "1"), Keyring({1: TWO}, 1).digest("phone", "1")]
    assert ring.digest("phone", "1") == ring.digest("phone", "1") == ring.digest("phone", b"1")
    assert ring.digest("phone", "1") not in others


def test_similar_names_share_most_tokens_and_different_ones_none() -> None:
    ring = Keyring({1: ONE}, 1)
    zahra, zohra, ali = (ring.ngram_tokens("name", name) for name in ("زهرا موسوی", "زهره موسوی", "علی رستم"))
    assert len(zahra & zohra) / len(zahra | zohra) > 0.5
    assert not zahra & ali
    assert ring.ngram_tokens("name", "موسوی زهرا") == zahra
    assert all(len(token) == 9 for token in zahra)
    assert ring.ngram_tokens("name", " ") == set()


@pytest.mark.parametrize(
    "text", [ONE.hex(), base64.b64encode(ONE).decode(), base64.urlsafe_b64encode(ONE).decode() + "\n"]
)
def test_a_key_is_read_in_hex_and_base64(text: str) -> None:
    box = Keyring({1: ONE}, 1).seal("x", WHERE)
    assert Keyring.from_setting(text).open(box, WHERE) == b"x"


def test_several_keys_are_read_and_the_highest_is_current() -> None:
    ring = Keyring.from_setting(f"1:{ONE.hex()}, 2:{base64.b64encode(TWO).decode()}")
    assert ring.current_key_number == 2
    assert Keyring({2: TWO}, 2).open(ring.seal("x", WHERE), WHERE) == b"x"


@pytest.mark.parametrize(
    "text", ["", "short", "1:", "x:" + ONE.hex(), "0:" + ONE.hex(), "256:" + ONE.hex(), "g" * 64, ONE.hex()[:-2]]
)
def test_a_bad_key_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(InvalidKey) as refused:
        Keyring.from_setting(text)
    assert ONE.hex()[:8] not in str(refused.value)


def test_a_fresh_key_is_a_setting() -> None:
    assert generate_key() != generate_key()
    assert Keyring.from_setting(generate_key()).current_key_number == 1


async def test_a_box_copied_to_another_row_of_the_database_does_not_open(database: Database, clock: FixedClock) -> None:
    names = ("مریم احمدی", "حسین رضایی")
    maryam, hossein = (Person(name=name, language="fa", created_at=clock.now()) for name in names)
    async with database.write_session() as session:
        session.add_all([maryam, hossein])
        await session.flush()
        hossein.name_box = maryam.name_box
        await session.commit()
    async with database.read_session() as session:
        stolen = (await session.execute(select(Person).where(Person.id == hossein.id))).scalar_one()
    assert stolen.phone is None
    with pytest.raises(DecryptionError):
        assert stolen.name


async def test_rows_written_with_an_older_key_are_read(database: Database, clock: FixedClock) -> None:
    install_keyring(Keyring({1: ONE}, 1))
    person = Person(name="مریم احمدی", language="fa", created_at=clock.now())
    draft = Draft(form="family", person_id=person.id, state='{"a": 1}', updated_at=clock.now())
    async with database.write_session() as session:
        session.add(person)
        await session.flush()
        session.add(draft)
        await session.commit()
    install_keyring(Keyring({1: ONE, 2: TWO}, 2))
    async with database.read_session() as session:
        assert (await session.execute(select(Person))).scalar_one().name == "مریم احمدی"
        read = (await session.execute(select(Draft))).scalar_one()
    assert read.state == '{"a": 1}'
    opened = Keyring({1: ONE}, 1).open(read.state_box, associated_data("drafts", "state_box", draft.id))
    assert opened == b'{"a": 1}'


def test_a_sealed_text_can_be_changed_and_taken_away(clock: FixedClock) -> None:
    person = Person(name="مریم", phone="+98917", language="fa", created_at=clock.now())
    person.name, person.phone = "مریم احمدی", None
    assert (person.name, person.phone, person.phone_box) == ("مریم احمدی", None, None)
