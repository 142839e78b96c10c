large-call = The call of { $name } to { $audience }:
large-call-text = “{ $text }”
large-call-row = Waiting for a supervisor: { $gist }, { $people } people
large-call-look = See the call
large-call-again = Change it and send it again
large-call-until = { $time } on { $day }
large-call-asked = This call reaches { $people } people, so a supervisor has to agree before it is sent. It waits until { $until }, and I tell you here what came of it.
large-call-who = I told: { $names }
large-call-nobody = There is no supervisor of this unit or above now. { $names } can invite one. You can also send the call to a smaller group.
large-call-nobody-at-all = There is no supervisor of this unit or above now. You can send the call to a smaller group.
large-call-told = { $name } wants to send a call to { $audience }: “{ $gist }”. To so many, a supervisor has to agree.
large-call-waits = It waits until { $until }.
large-call-is-returned = { $name } returned it.
large-call-reason = Reason: “{ $reason }”
large-call-is-approved = { $name } agreed, and it was sent.
large-call-is-withdrawn = It was taken back and reached nobody.
large-call-is-over = Nobody agreed in time, and it reached nobody.
large-call-withdraw = Take it back
large-call-approve = I agree: send it to { $people } people
large-call-return = Return it
large-call-sent = How it goes
large-call-approved = Call { $number } has begun in the name of { $name } and goes to { $people } people.
large-call-told-approved = { $name } agreed. Call { $number } (“{ $gist }”) has begun.{ $changed ->
    [0] {""}
   *[other] {" "}It is sent to { $people }; when it was asked for, there were { $previewed }.
}
large-call-returned = Returned. I am telling { $name }.
large-call-told-returned = Your call (“{ $gist }”) was not sent. { $name }, supervisor: “{ $reason }”
    Its words and its audience are kept; put it right and send it again.
large-call-over = Two days have passed and nobody agreed to your call (“{ $gist }”, { $unit }), so it reached nobody. If it is still needed, send it again; its words are kept.
call-returning-title = Returning a call
    .about = Return “{ $subject }”
call-returning-call = Which call?
    .help = The call that you return.
call-returning-reason = Why? Write a sentence, so that it can be put right. For example: its time and place are missing.
    .help = Who sent it reads this very sentence and puts the call right.
