"""New versions of an open form, and paged lists: an answer belongs to the question that was on the screen."""

from dataclasses import replace

import pytest

from bot.dialogue.form import Form
from bot.dialogue.questions.basic import NumberQuestion
from bot.dialogue.screen import Screen
from bot.dialogue.views import ROWS_PER_PAGE, View, ViewRequest, paged_list, view_button
from bot.i18n.messages import text
from bot.storage.database import Database
from bot.turn.context import TurnContext
from handlers.registry import REGISTRY
from handlers.services.report import ServiceReport, service_report_form, submit_report
from tests.turn.harness import Street, with_form
from tests.turn.report_steps import VALUE, begun, form_of, up_to_value


def second_version() -> Form[ServiceReport]:
    """Return the form with a new first question: how many people."""
    asked = (
        NumberQuestion("people", minimum=1, maximum=100),
        *(q for q in service_report_form.questions if q.key != "people"),
    )
    return Form(
        ServiceReport,
        *asked,
        name="service-report",
        submit=submit_report,
        start=service_report_form.start,
        context=service_report_form.context,
        version=2,
    )


@pytest.mark.usefixtures("cast")
async def test_an_answer_to_the_old_question_is_not_taken_for_the_new_one(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        await up_to_value(street.neighbour(runtime, "telegram", 1001))
    async with street.runtime(database, registry=with_form(second_version())) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await maryam.say("۵۰")
        assert (await form_of(maryam)).at == "people"
        assert "people" not in (await form_of(maryam)).answers
        await maryam.say("۵")
        assert (await form_of(maryam)).answers["people"] == 5
        assert (await form_of(maryam)).at == "value", "what was answered before is kept"


@pytest.mark.usefixtures("cast")
async def test_an_old_press_is_not_taken_for_the_new_question(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await begun(maryam)
    async with street.runtime(database, registry=with_form(second_version())) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await maryam.tap("زهرا موسوی")
        assert (await form_of(maryam)).at == "people"
        assert "family" not in (await form_of(maryam)).answers


@pytest.mark.usefixtures("cast")
async def test_the_same_question_in_a_new_version_is_answered(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        await up_to_value(street.neighbour(runtime, "telegram", 1001))
    same = Form(
        ServiceReport,
        *service_report_form.questions,
        name="service-report",
        submit=submit_report,
        start=service_report_form.start,
        context=service_report_form.context,
        version=2,
    )
    async with street.runtime(database, registry=with_form(same)) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await maryam.say(VALUE)
        assert (await form_of(maryam)).at == "evidence"


@pytest.mark.usefixtures("cast")
async def test_a_form_that_is_no_more_strands_nobody(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await begun(maryam)
        await maryam.say("/menu")  # a draft of it, too
        await maryam.tap("ثبت خدمت")
    fewer = replace(REGISTRY, forms={name: form for name, form in REGISTRY.forms.items() if name != "service-report"})
    async with street.runtime(database, registry=fewer) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await maryam.tap("زهرا موسوی")
        assert "پیگیری" not in (await maryam.newest())["text"]
        assert await form_of(maryam) is None
        assert "مریم احمدی" in await maryam.say("/menu")


async def names(_: TurnContext, visit: ViewRequest) -> Screen:
    fit = [name for name in ("زهرا", *(f"کریم {n}" for n in range(10, 19))) if visit.search in name]
    rows = [view_button(name, "home") for name in fit[visit.offset : visit.offset + ROWS_PER_PAGE]]
    more = len(fit) > visit.offset + ROWS_PER_PAGE
    return Screen(
        text=text("turn-here-we-are"),
        buttons=(*paged_list(rows, visit, more=more), (view_button("نمایش همه", "names"),)),
    )


@pytest.mark.usefixtures("cast")
async def test_the_next_page_of_a_search_is_of_that_search(street: Street, database: Database) -> None:
    registry = replace(REGISTRY, views={**REGISTRY.views, "names": View(name="names", render=names, searchable=True)})
    async with street.runtime(database, registry=registry) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await maryam.say("/menu")
        await maryam.press((await maryam.newest())["id"], "b|names||")
        await maryam.say("کریم")
        first = await maryam.buttons()
        await maryam.tap("صفحهٔ بعد")
        second = await maryam.buttons()
        assert [name for name in first + second if "کریم" in name] == [f"کریم {n}" for n in range(10, 19)]
        await maryam.send(sticker="👍")
        await maryam.tap("نمایش دوبارهٔ صفحه")
        assert await maryam.buttons() == second, "what is drawn again is drawn as it was searched"
        await maryam.tap("صفحهٔ قبل")
        assert await maryam.buttons() == first
        await maryam.tap("نمایش همه")
        assert "زهرا" in await maryam.buttons()
