turn-home = Main menu
turn-old-button = That button belongs to an earlier page.
turn-pressed-before = You have pressed this button already.
turn-nothing-asked = I have not asked anything just now. Please press one of the buttons.
turn-show-again = Show the page again
turn-welcome = You are welcome.
turn-here-we-are = Let’s go on from here.
turn-go-on = Go on
draft-label = { $what }, { $day }
draft-today = today
draft-yesterday = yesterday
draft-day-at = { $day } { $time }
draft-begin = Begin anew
draft-or-new =
    { $count ->
        [1] One draft is left of “{ $form }”. Do you begin anew, or go on with it?
       *[other] { $count } drafts are left of “{ $form }”. Do you begin anew, or go on with one of them?
    }
draft-full = { $count } drafts are left of “{ $form }”, and there is no room for one more. Please go on with one, or delete one.
draft-kept = Draft kept: { $draft }
draft-gone = This draft is no more: it was saved or deleted before.
draft-not-submitted = This draft was saved, deleted or changed from elsewhere, so it was not saved from here.
draft-drop-sure =
    Delete the draft: { $draft }
    What you wrote does not come back. Delete it?
draft-drop-yes = Delete
draft-drop-no = Keep
turn-kept = Kept here: { $draft }. For 30 days you can go on from this very question.
turn-not-kept = Nothing was kept. Begin again whenever you like.
turn-dropped = The draft was deleted.
turn-resumed = Going on: { $what }, since { $day }
turn-received = All right.
turn-done = Recorded. See the rest in our private chat.
turn-in-private = This conversation is private. Please press here, and we go on together.
turn-open-private = Private chat
turn-failed = This was not done. Reference: { $reference }
turn-apology =
    Sorry, something went wrong and this was not done. What you had written is still there, and nothing is recorded twice.
    Please try once more. If it fails again, tell this reference to whoever leads your group: { $reference }
turn-try-again = Try again
turn-file-not-had = The file did not reach me. Please send it again.
turn-file-not-shown = The file or picture of this message could not be made ready. Please try again a little later; if it fails again, tell whoever is responsible for your group.
turn-file-refused-voice = The voice message cannot be shown here: your messenger's settings take no voice messages.
turn-file-refused-dimensions = The picture cannot be shown here: the messenger refused its dimensions.
turn-file-refused-large = The file cannot be shown here: it is too large for the messenger.
turn-file-refused = The file cannot be shown here: the messenger refused it.
turn-message-refused = The messenger refused a part of this message. To go on, send /menu.
turn-odd-sticker = I do not keep stickers. Please write the answer or press a button.
turn-odd-edited = I do not read edited messages; what you wrote first is kept. To correct it, press “Back” or “Edit”.
turn-odd-media = I cannot keep videos and music. Please send a picture instead.
turn-odd-other = I cannot read this kind of message. Please write the answer or press a button.
turn-rights-changed = What you may do has just changed, so this did not go on. What you had written is not lost: I keep it for 30 days.
turn-account-unlinked = This account is not linked to Hamyar any more, and what it had begun is put aside.
turn-too-much = That came too fast, and I did not read this one; what was recorded before stands. Please wait a little and go on from here:
turn-file-kind = I do not keep this file. Please send a picture, a voice message, a PDF, an Excel or Word file, or plain text.
turn-file-large = This file is larger than 20 MB. Please make it smaller, or send a picture of it.
turn-voice-unheard = I cannot listen to voice notes, so I did not keep it. Please write.
turn-file-unasked = I did not keep this file. Pictures and files are kept with a service report, which volunteers and coordinators make.
turn-file-kept = No picture or file is asked for here. I kept it, and will ask which service it is for once this is done.
turn-files-full = { $most } of your files still wait, and I did not keep this one. Please say first which service they are for.
turn-files-wait = { $count ->
    [one] One file: which service?
   *[other] { $count } files: which service?
}
turn-place-unasked = I cannot use a location here and did not keep it. A family file has no place for a location yet.
turn-contact-unasked = I did not keep this number. Send a family’s number in “Register a family”, when I ask for it.
turn-two-notes = { $first }
    { $second }
