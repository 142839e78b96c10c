turn-home = Main menu
turn-old-button = That button was of an earlier screen. This is the present one:
turn-pressed-before = You have pressed this button already.
turn-nothing-asked = No question is open now. Please press one of the buttons.
turn-here-we-are = We were here:
turn-go-on = Go on
turn-go-on-with = Go on: { $form }
turn-kept = Kept as it is: { $form }. For 30 days you can go on from this question.
turn-not-kept = Nothing was kept. Begin again whenever you like.
turn-dropped = Discarded.
turn-resumed = We go on from where you left.
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
turn-odd-sticker = I do not keep stickers. Please write the answer or press a button.
turn-odd-edited = I do not read edited messages; what you wrote first is kept. To correct it, press “Back” or “Edit”.
turn-odd-other = I cannot read this kind of message. Please write the answer or press a button.
turn-rights-changed = Your access has just changed, so this did not go on. What you had written is kept for 30 days.
turn-account-unlinked = This account is not linked to Hamyar any more, and what it had begun is put aside.
