"""The pages that many conversations share: «are you sure?» and the checklist."""

from bot.dialogue.views import form_button, view_button
from bot.i18n.messages import text
from handlers.navigation import ChecklistItem, checklist_page, confirm_page, home_row

YES = view_button("بله", "yes")
BACK = view_button("بازگشت", "back")


def test_a_confirm_page_has_its_answers_in_one_row_or_stacked() -> None:
    assert confirm_page("مطمئنید؟", YES, BACK).buttons == ((YES, BACK),)
    assert confirm_page("مطمئنید؟", YES, BACK, *home_row()[0], stacked=True).buttons == ((YES,), (BACK, *home_row()[0]))


def test_a_checklist_opens_each_item_and_marks_what_is_done() -> None:
    phone, address = form_button("تلفن", "unit-phoning", 4), form_button("نشانی", "unit-telling", 4, "address")
    items = (ChecklistItem(button=phone, done=True), ChecklistItem(button=address, done=False))
    screen = checklist_page("چه مانده است؟", items, *home_row())
    assert [button.data for (button,) in screen.buttons] == [address.data, phone.data, home_row()[0][0].data]
    assert [row[0].label for row in screen.buttons[:2]] == ["نشانی", text("dialogue-marked", what="تلفن")]
