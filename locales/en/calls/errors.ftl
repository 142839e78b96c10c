error-call-empty = Please write the text of the call.
error-call-long = The text of the call is long. Please write it in { $most } characters or fewer.
error-call-nobody = Nobody in this group can be reached. Please choose another one.
error-call-campaign-unit = This campaign is for { $unit } and the units under it. Please choose the recipients there.
error-campaign-members-only = Active volunteers and coordinators of the unit can sign up for this campaign.
error-call-many = This call reaches more than { $most } people, and a supervisor has to agree before it is sent. Please look again.
error-large-call-own = This call is not yours to agree to: you asked for it, or it was asked in your place or that of whom you stand in for. Another supervisor can agree.
error-large-call-approved = { $name } agreed before you, and it was sent.
error-large-call-returned = { $name } returned it before you.
error-large-call-withdrawn = { $name } has taken this call back.
error-large-call-expired = The time of this call is over, and it reached nobody.
error-large-call-sender = { $name } cannot send calls for this unit any more, so it was not sent.
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
