error-call-empty = Please write the text of the call.
error-call-long = The text of the call is long. Please write it in { $most } characters or fewer.
error-call-nobody = Nobody in this group can be reached. Please choose another one.
error-call-ended = Call { $number } has ended and does not change any more.
error-call-cancelled = Call { $number } was cancelled. Thank you; no answer is needed.

call-state-sending = being sent
call-state-paused = paused
call-state-cancelled = cancelled
call-state-done = finished

hindrance-blocked = they have not opened the bot or have blocked it, and have no other messenger
hindrance-no-account = no messenger of theirs could be reached
hindrance-away = the messenger was down
hindrance-refused = the messenger did not take the message
