"""Calls for help: how a recipient's copy and the sender's live progress look, answering, and sending."""

from bot.dialogue.browse import does
from bot.dialogue.screen import Lines, Screen, text, word
from bot.persian.said import Digits
from bot.relief.call_views import CallCopy, CallView


def copy_screen(copy: CallCopy) -> Screen:
    """What a recipient sees; the buttons work for ever."""
    said = text("call-copy", name=copy.name, sender=copy.sender, unit=copy.unit_name, text=copy.text)
    yes = does(text("answer-coming"), "call", "coming", copy.call)
    no = does(text("answer-cannot"), "call", "cannot", copy.call)
    answered = text("call-answered", answer=word(copy.answer)) if copy.answer else ""
    return Screen(text=Lines((said, answered)), buttons=((yes, no),))


def progress_screen(view: CallView) -> Screen:
    """One message that keeps itself up to date."""
    head = text("call-head", number=Digits(view.number), state=word(view.state))
    sent = text(
        "call-sent", sent=view.sent, total=view.total, waiting=view.waiting, failed=view.failed + view.unreachable
    )
    answers = text("call-answers", coming=view.coming, cannot=view.cannot)
    return Screen(text=Lines((head, sent, answers)))


FORMS = ()
VIEWS = ()
