"""Rights to decide join requests and answer letters, checked by the use cases themselves."""

import pytest

from bot.relief.access.caller import Caller
from bot.relief.errors import Forbidden, NotFound
from bot.relief.people import join_requests, letters
from bot.storage.database import Database
from tests.relief.world import NOW, Cast


async def test_nobody_decides_their_own_request_whatever_their_role_there(database: Database, cast: Cast) -> None:
    async with database.write_session() as session:
        asked = await join_requests.submit_join_request(Caller(session, cast.hossein, NOW), cast.tree.sadat)
        assert [one.person for one in asked.recipients] == [cast.zahra.person]
        for decide in (join_requests.approve_join_request, join_requests.refuse_join_request):
            with pytest.raises(Forbidden):
                await decide(Caller(session, cast.hossein, NOW), asked.request.id)
        mine = await join_requests.list_pending_join_requests(Caller(session, cast.hossein, NOW), offset=0, limit=5)
        assert not mine.items
        await join_requests.approve_join_request(Caller(session, cast.zahra, NOW), asked.request.id)
        with pytest.raises(NotFound):
            await join_requests.refuse_join_request(Caller(session, cast.zahra, NOW), asked.request.id)


async def test_letters_are_answered_by_who_answers_for_the_unit_and_by_nobody_else(
    database: Database, cast: Cast
) -> None:
    sadat, maryam = cast.tree.sadat, cast.maryam.person
    async with database.write_session() as session:
        with pytest.raises(NotFound):
            await letters.answer_letter(Caller(session, cast.hossein, NOW), sadat, maryam, "سلام")
        await letters.write_letter(Caller(session, cast.maryam, NOW), sadat, "فردا نمی‌آیم")
        for actor in (cast.narges, cast.mina, cast.maryam):
            with pytest.raises(Forbidden):
                await letters.answer_letter(Caller(session, actor, NOW), sadat, maryam, "سلام")
        for actor in (cast.hossein, cast.zahra):
            sent = await letters.answer_letter(Caller(session, actor, NOW), sadat, maryam, "سپاس")
            assert sent.recipients == (maryam,)
        for actor in (cast.narges, cast.hossein):
            with pytest.raises(Forbidden):
                await letters.write_letter(Caller(session, actor, NOW), sadat, "سلام")
