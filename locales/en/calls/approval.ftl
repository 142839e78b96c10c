large-call = Call from { $name } to { $audience }:
large-call-text = “{ $text }”
large-call-row = Needs approval, { $people } people: { $gist }
large-call-look = See the call
large-call-again = Edit and send again
large-call-until = { $time } on { $day }
large-call-asked = This call goes to { $people } people, so a supervisor has to approve it first. It waits until { $until }, and I’ll tell you the result here.
large-call-who = I’ve told: { $names }
large-call-nobody = This unit and the units above have no supervisor right now. Ask { $names } to invite one, or send the call to fewer people.
large-call-nobody-at-all = This unit and the units above have no supervisor right now. You can send the call to fewer people.
large-call-told = { $name } would like to send a call to { $audience }: “{ $gist }”. For this many people, a supervisor has to approve it.
large-call-waits = Waiting for approval until { $until }.
large-call-is-returned = { $name } returned it for correction.
large-call-reason = Reason: “{ $reason }”
large-call-is-approved = { $name } approved it, and it was sent.
large-call-is-withdrawn = It was cancelled and not sent to anyone.
large-call-is-over = Nobody approved it in time, so it wasn’t sent.
large-call-withdraw = Cancel the call
large-call-approve = Approve ({ $people } people)
large-call-return = Needs correction
large-call-sent = Progress
large-call-approved = Call { $number } has started on behalf of { $name } and is going to { $people } people.
large-call-told-approved = { $name } approved it. Call { $number } (“{ $gist }”) has started.{ $changed ->
    [0] {""}
   *[other] {" "}It’s going to { $people } people; there were { $previewed } when you asked.
}
large-call-returned = The call was returned. I’ll let { $name } know.
large-call-told-returned = Supervisor { $name } returned your call (“{ $gist }”) for correction: “{ $reason }”
    The text and the recipients are kept; please correct it and send it again.
large-call-over = Two days have passed and nobody approved your call (“{ $gist }”, { $unit }), so it wasn’t sent. If it’s still needed, send it again; the text is kept.
call-returning-title = Return a call
    .about = Return “{ $subject }”
call-returning-call = Which call?
    .help = The call you’re returning.
call-returning-reason = Write in a sentence what needs correcting. Example: the time and place are missing.
    .help = The person who sent it will read this and correct the call.
