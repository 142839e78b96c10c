turn-home = Main menu
turn-old-button = That button belongs to an earlier page.
turn-pressed-before = You’ve already pressed this button.
turn-nothing-asked = I haven’t asked anything right now. Please press one of the buttons.
turn-show-again = Show the page again
turn-welcome = You are welcome.
turn-here-we-are = Let’s go on from here.
turn-go-on = Continue
draft-label = { $what }, { $day }
draft-today = today
draft-yesterday = yesterday
draft-day-at = { $day } { $time }
draft-begin = Start new
draft-or-new =
    { $count ->
        [1] You have a draft of “{ $form }”. Would you like to start a new one, or continue that one?
       *[other] You have { $count } drafts of “{ $form }”. Would you like to start a new one, or continue one of them?
    }
draft-full = You have { $count } drafts of “{ $form }”, and there’s no room for another. Please continue or delete one of them.
draft-kept = Draft kept: { $draft }
draft-gone = This draft is no longer there: it has been saved or deleted.
draft-not-submitted = This draft was saved, deleted or changed somewhere else, so it wasn’t saved from here.
draft-drop-sure =
    Delete this draft: { $draft }
    What you wrote can’t be brought back. Delete it?
draft-drop-yes = Yes, delete it
draft-drop-no = Keep it
turn-kept = I’ve kept it: { $draft }. You have 30 days to carry on from this question.
turn-not-kept = I kept nothing. Start again whenever you like.
turn-dropped = Draft deleted.
turn-resumed = Let’s go on: { $what }, since { $day }
turn-received = Got it, thank you.
turn-received-answer = Got it: { $answer }
turn-keys-below = Go on with the buttons of the next message:
turn-done = Saved. See the rest in our private chat.
turn-in-private = To protect families’ privacy, please continue in a private chat. Press the button below.
turn-open-private = Private chat
turn-failed = That didn’t work. Reference: { $reference }
turn-apology =
    Sorry, something went wrong and this wasn’t done. What you wrote is still there, and nothing is recorded twice.
    Please try once more. If it fails again, give this reference to your unit manager: { $reference }
turn-try-again = Try again
turn-file-not-had = The file didn’t reach me. Please send it again.
turn-file-not-shown = I couldn’t prepare the file or picture for this message. Please try again in a while; if it fails again, tell your unit manager.
turn-file-refused-voice = The voice message can’t be shown here: your messenger is set to block voice messages.
turn-file-refused-dimensions = The picture can’t be shown here: the messenger didn’t accept its dimensions.
turn-file-refused-large = The file can’t be shown here: it’s too large for the messenger.
turn-file-refused = The file can’t be shown here: the messenger didn’t accept it.
turn-message-refused = The messenger didn’t accept part of this message. To continue, send /menu.
turn-odd-sticker = I can’t read stickers. Please type your answer or press a button.
turn-odd-edited = I can’t read edited messages; what you wrote first still counts. To correct it, press “Back” or “Edit”.
turn-odd-media = I can’t keep videos or music. Please send a picture instead.
turn-odd-other = I can’t read this kind of message. Please type your answer or press a button.
turn-rights-changed = Your access has just changed, so this wasn’t done. What you wrote is kept for 30 days.
turn-account-unlinked = This account is no longer linked to Hamyar, and its unfinished work was put aside.
turn-too-much = Your messages came too fast and I didn’t read this one; everything saved before is fine. Please wait a moment and go on from here.
turn-file-kind = I can’t take this kind of file. Please send a picture, a voice message, a PDF, Excel or Word file, or plain text.
turn-file-large = This file is larger than 20 MB. Please make it smaller, or send a picture of it.
turn-voice-unheard = I can’t listen to voice messages, so I didn’t keep it. Please type instead.
turn-file-unasked = I didn’t keep this file. Pictures and files are kept with service reports, which volunteers and coordinators make.
turn-file-kept = I didn’t ask for a picture or file here. I’ve kept it, and will ask which service it’s for once you’re done.
turn-files-full = { $most } of your files are still waiting, so I didn’t keep this one. Please tell me first which service they’re for.
turn-files-wait = { $count ->
    [one] One file: which service?
   *[other] { $count } files: which service?
}
turn-place-unasked = I can’t use a location here, so I didn’t keep it. Family files have no location yet.
turn-contact-unasked = I didn’t keep this number. Send a family’s number in “Register a family”, when I ask for it.
turn-two-notes = { $first }
    { $second }
