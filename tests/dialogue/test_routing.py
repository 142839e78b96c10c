"""What an update means where a conversation stands: old buttons, typed labels, commands, oddities. Nothing is read for it."""

from dataclasses import dataclass, replace

from bot.dialogue import engine
from bot.dialogue.engine import Going
from bot.dialogue.form import LAST_PAGE, Form
from bot.dialogue.questions.basic import Words
from bot.dialogue.screen import Command, Odd, Oddity, Press, Screen, Typed
from bot.dialogue.views import FORM, Browse, Visit, opens
from bot.i18n.messages import text
from bot.relief.errors import Conflict
from bot.turn.context import Book
from bot.turn.conversation.state import State
from bot.turn.execution import refused_form
from bot.turn.routing import Again, Leave, Look, Move, Plan, Tell, plan
from tests.dialogue.form_driver import MOMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    name: str
    city: str


async def page(_: object, __: Visit) -> Screen:
    return Screen(text=text("turn-home"))


FORM_STORY = Form(Story, Words("name"), Words("city"), name="story")
HOME = Visit(view="home")
BOOK = Book.of(
    forms=[FORM_STORY],
    views=[Browse(name="home", page=page), Browse(name="families", page=page, search=True)],
    entry=lambda _: HOME,
    home=HOME,
)
IDLE = State(screen=4, view="b|families||")
ASKING = replace(IDLE, form=FORM_STORY.begin({}), keys={"راهنما": "f|4|help", "بعداً": "f|4|later"})


def does(state: State, said: Press | Typed | Command | Odd, *, present: bool = True) -> Plan:
    return plan(BOOK, state, said, MOMENT, present=present)


def moved(chosen: Plan) -> Going:
    assert isinstance(chosen, Move)
    assert isinstance(chosen.step, Going)
    return chosen.step


def test_a_press_of_the_present_screen_acts_and_one_of_an_older_screen_never_does() -> None:
    assert moved(does(ASKING, Press(data="f|4|help"))).note is not None
    assert does(ASKING, Press(data="f|3|help")) == Again(note=text("turn-old-button"))
    assert does(ASKING, Press(data="f|99|ok")) == Again(note=text("turn-old-button"))


def test_a_second_tap_on_what_ended_the_form_says_so() -> None:
    assert does(IDLE, Press(data="f|4|ok")) == Tell(note=text("turn-pressed-before"))
    assert does(IDLE, Press(data="f|3|ok"), present=False) == Again(note=text("turn-old-button"))


def test_odd_presses_are_old_buttons() -> None:
    for data in ("", "f", "f|4", "b", "b|nowhere||", "x|y|z", "f|٤|help"):
        assert does(ASKING, Press(data=data), present=False) == Again(note=text("turn-old-button"))


def test_what_is_typed_answers_the_open_form_else_searches_the_page() -> None:
    assert moved(does(ASKING, Typed(text="مریم"))).state.at == "city"
    assert does(IDLE, Typed(text=" سادات ")) == Look(visit=Visit(view="families", search="سادات"))
    assert does(replace(IDLE, view="b|home||"), Typed(text="سلام")) == Again(note=text("turn-nothing-asked"))


def test_a_typed_label_is_its_button() -> None:
    assert moved(does(ASKING, Typed(text="راهنما"))).note is not None
    assert does(ASKING, Typed(text="بعدا")) == Leave(keep=True)
    beside = replace(IDLE, keys={"پویش ۱۲": opens("", "home").data})
    assert does(beside, Typed(text="پويش 12")) == Look(visit=HOME)


def test_a_forwarded_label_and_one_that_means_two_things_are_words() -> None:
    assert moved(does(ASKING, Typed(text="راهنما", forwarded=True))).state.at == "city"
    twice = replace(ASKING, keys={"علي": "f|4|=0", "علی": "f|4|=1"})
    assert moved(does(twice, Typed(text="علی"))).state.at == "city"


def test_commands_work_everywhere() -> None:
    assert does(ASKING, Command(name="menu")) == Look(visit=HOME, leaves=True)
    assert does(IDLE, Command(name="menu")) == Look(visit=HOME)
    assert does(ASKING, Command(name="cancel")) == Leave(keep=True)
    assert moved(does(ASKING, Command(name="help"))).note is not None


def test_a_form_that_is_opened_puts_the_open_one_aside() -> None:
    assert does(ASKING, Press(data=f"b|{FORM}||story")) == Look(visit=Visit(view=FORM, args=("story",)), leaves=True)


def test_oddities_have_an_answer_and_change_nothing() -> None:
    for kind in Oddity:
        assert isinstance(does(ASKING, Odd(kind=kind)), Again)


def test_a_refusal_leads_to_the_answer_it_is_about_else_to_the_end() -> None:
    given = FORM_STORY.begin({"name": "مریم", "city": "یاسوج"})
    assert refused_form(given, FORM_STORY, Conflict("error-story", at="name", who="مریم"))[0].at == "name"
    assert refused_form(given, FORM_STORY, Conflict("error-story"))[0].at == LAST_PAGE
    unconfirmed = Form(Story, Words("name"), Words("city"), name="story", confirm=False)
    back, note = refused_form(given, unconfirmed, Conflict("error-story", who="مریم"))
    assert (back.at, note) == ("city", text("error-story", who="مریم"))


def test_a_form_without_a_last_page_never_stands_on_it() -> None:
    form = Form(Story, Words("name"), Words("city"), name="story", confirm=False)
    whole = {"name": "مریم", "city": "یاسوج"}
    assert form.begin(whole).at == "city"
    assert engine.resume(form, replace(form.begin(whole), at="?confirm")).at == "city"
    elsewhere = replace(form.begin(whole), at="of-an-older-version")
    assert form.back(elsewhere) == form.begin(whole)
