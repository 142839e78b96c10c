error-call-empty = Please write the text of the call.
error-call-long = The text is too long. Please keep it to { $most } letters.
error-call-nobody = None of these recipients has a messenger registered. Please choose other recipients.
error-call-campaign-unit = This campaign is for { $unit } and the units below it. Please choose the recipients there.
error-campaign-members-only = Only active volunteers and coordinators of the unit can sign up for this campaign.
error-call-many = This call has more than { $most } recipients, so a supervisor has to approve it first. Please look again.
error-large-call-own = You can’t approve this call, because you or your stand-in wrote it. Another supervisor can.
error-large-call-approved = { $name } approved it before you, and it was sent.
error-large-call-returned = { $name } returned it for correction before you.
error-large-call-withdrawn = { $name } has cancelled this call.
error-large-call-expired = This call has expired and wasn’t sent.
error-large-call-sender = { $name } can no longer send calls for this unit, so it wasn’t sent.
error-call-ended = Call { $number } has ended and can’t be changed.
error-call-cancelled = Call { $number } was cancelled. Thank you; there’s no need to answer.

call-state-sending = sending
call-state-paused = paused
call-state-cancelled = cancelled
call-state-done = finished

hindrance-blocked = haven’t started the bot or have blocked it, and have no other messenger
hindrance-no-account = no messenger registered
hindrance-away = the messenger was down
hindrance-refused = the messenger didn’t accept the message
