"""What an update means where a conversation stands: old buttons, typed labels, commands, oddities. Nothing is read for it."""

from dataclasses import dataclass, replace

from bot.dialogue import engine
from bot.dialogue.engine import Continue
from bot.dialogue.form import CONFIRM_PAGE, Form
from bot.dialogue.inputs import Command, Press, TextInput, Unsupported, UnsupportedKind
from bot.dialogue.questions.basic import TextQuestion
from bot.dialogue.screen import Screen
from bot.dialogue.state import FormValues
from bot.dialogue.views import FORM_VIEW, View, ViewRequest, view_button
from bot.i18n.messages import text
from bot.relief.errors import Conflict
from bot.turn.context import Registry
from bot.turn.conversation.state import ConversationState
from bot.turn.execution import return_to_answer
from bot.turn.routing import FormStep, LeaveForm, OpenView, Redraw, Route, SayNote, Toast, route_input
from tests.dialogue.form_driver import MOMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    name: str
    city: str


async def page(_: object, __: ViewRequest) -> Screen:
    return Screen(text=text("turn-home"))


FORM_STORY = Form(Story, TextQuestion("name"), TextQuestion("city"), name="story")
HOME = ViewRequest(view="home")
REGISTRY = Registry.build(
    forms=[FORM_STORY],
    views=[View(name="home", render=page), View(name="families", render=page, searchable=True)],
    entry_view=lambda _: HOME,
    home=HOME,
)
IDLE = ConversationState(screen=4, view="b|families||")
ASKING = replace(IDLE, form=FORM_STORY.begin(), keys={"راهنما": "f|4|help", "بعداً": "f|4|later"})


def does(state: ConversationState, said: Press | TextInput | Command | Unsupported, *, present: bool = True) -> Route:
    return route_input(REGISTRY, state, said, MOMENT, on_current_screen=present)


def moved(chosen: Route) -> Continue:
    assert isinstance(chosen, FormStep)
    assert isinstance(chosen.step, Continue)
    return chosen.step


def test_a_press_of_the_present_screen_acts_and_one_of_an_older_screen_never_does() -> None:
    assert moved(does(ASKING, Press(data="f|4|help"))).note is not None
    assert does(ASKING, Press(data="f|3|help")) == Redraw(note=text("turn-old-button"))
    assert does(ASKING, Press(data="f|99|ok")) == Redraw(note=text("turn-old-button"))


def test_a_second_tap_on_what_ended_the_form_says_so() -> None:
    assert does(IDLE, Press(data="f|4|ok")) == Toast(note=text("turn-pressed-before"))
    assert does(IDLE, Press(data="f|3|ok"), present=False) == SayNote(note=text("turn-old-button"))


def test_odd_presses_are_old_buttons() -> None:
    for data in ("", "f", "f|4", "b", "b|nowhere||", "x|y|z", "f|٤|help"):
        assert does(ASKING, Press(data=data), present=False) == SayNote(note=text("turn-old-button"))
        assert does(ASKING, Press(data=data)) == Redraw(note=text("turn-old-button"))


def test_what_is_typed_answers_the_open_form_else_searches_the_page() -> None:
    assert moved(does(ASKING, TextInput(text="مریم"))).state.at == "city"
    assert does(IDLE, TextInput(text=" سادات ")) == OpenView(view_request=ViewRequest(view="families", search="سادات"))
    assert does(replace(IDLE, view="b|home||"), TextInput(text="رستمی")) == SayNote(note=text("turn-nothing-asked"))


def test_words_before_there_is_a_screen_are_answered_with_the_menu() -> None:
    assert does(ConversationState(), TextInput(text="رستمی")) == Redraw(note=text("turn-nothing-asked"))


def test_a_greeting_opens_the_menu_and_thanks_are_answered() -> None:
    for said in ("سلام", "سلام!", "Hello", "سلام 👋"):
        assert does(IDLE, TextInput(text=said)) == OpenView(view_request=HOME)
    for said in ("ممنون", "خیلی ممنونم.", "🙏🏻🙏", "ممنون 🌹", "دستتون درد نکنه"):
        assert does(IDLE, TextInput(text=said)) == SayNote(note=text("turn-welcome"))
    sticker = Unsupported(kind=UnsupportedKind.STICKER, text="🙏")
    assert does(IDLE, sticker) == SayNote(note=text("turn-welcome"))
    assert moved(does(ASKING, TextInput(text="سلام"))).state.at == "city"


def test_a_typed_label_is_its_button() -> None:
    assert moved(does(ASKING, TextInput(text="راهنما"))).note is not None
    assert does(ASKING, TextInput(text="بعدا")) == LeaveForm(form_state=FORM_STORY.begin(), as_draft=True)
    beside = replace(IDLE, keys={"پویش ۱۲": view_button("", "home").data})
    assert does(beside, TextInput(text="پويش 12")) == OpenView(view_request=HOME)


def test_a_forwarded_label_and_one_that_means_two_things_are_words() -> None:
    assert moved(does(ASKING, TextInput(text="راهنما", forwarded=True))).state.at == "city"
    twice = replace(ASKING, keys={"علي": "f|4|=0", "علی": "f|4|=1"})
    assert moved(does(twice, TextInput(text="علی"))).state.at == "city"


def test_commands_work_everywhere() -> None:
    assert does(ASKING, Command(name="menu")) == OpenView(view_request=HOME, leaves_form=True)
    assert does(IDLE, Command(name="menu")) == OpenView(view_request=HOME)
    assert does(ASKING, Command(name="cancel")) == LeaveForm(form_state=FORM_STORY.begin(), as_draft=True)
    assert moved(does(ASKING, Command(name="help"))).note is not None


def test_a_form_that_is_opened_puts_the_open_one_aside() -> None:
    assert does(ASKING, Press(data=f"b|{FORM_VIEW}||story")) == OpenView(
        view_request=ViewRequest(view=FORM_VIEW, args=("story",)), leaves_form=True
    )


def test_oddities_have_an_answer_and_change_nothing() -> None:
    for kind in UnsupportedKind:
        assert isinstance(does(ASKING, Unsupported(kind=kind)), SayNote)


def test_a_refusal_leads_to_the_answer_it_is_about_else_to_the_end() -> None:
    given = FORM_STORY.begin(FormValues(context=None, answers={"name": "مریم", "city": "یاسوج"}))
    assert return_to_answer(given, FORM_STORY, Conflict("error-story", field="name", who="مریم"))[0].at == "name"
    assert return_to_answer(given, FORM_STORY, Conflict("error-story"))[0].at == CONFIRM_PAGE
    unconfirmed = Form(Story, TextQuestion("name"), TextQuestion("city"), name="story", confirm=False)
    back, note = return_to_answer(given, unconfirmed, Conflict("error-story", who="مریم"))
    assert (back.at, note) == ("city", text("error-story", who="مریم"))


def test_a_form_without_a_last_page_never_stands_on_it() -> None:
    form = Form(Story, TextQuestion("name"), TextQuestion("city"), name="story", confirm=False)
    whole = FormValues(context=None, answers={"name": "مریم", "city": "یاسوج"})
    assert form.begin(whole).at == "city"
    assert engine.resume_form(form, replace(form.begin(whole), at="?confirm")).at == "city"
    elsewhere = replace(form.begin(whole), at="of-an-older-version")
    assert form.back(elsewhere) == form.begin(whole)
