call-copy =
    Call for help from { $sender } for { $unit }
    Hello { $name }. { $text }
call-copy-campaign =
    Hello { $name }
    Call for help from { $sender } for { $unit }:
    Campaign “{ $title }”, { $when }
    { $places }

    { $text }
call-place-given = You have a place. Thank you for standing by us. If you cannot come, press “I cannot”, so that somebody else gets it.
call-place-none = All places are taken, and none was given to you. Thank you for being ready. If one becomes free, “I am coming” signs you up.
call-place-free-again = There was no place before, and none was given to you. Now there is one: if you are coming, press “I am coming” again.
call-place-closed = Sign-up is closed, and no place was given to you. Thank you for being ready.
call-answered-coming = Your answer: I am coming. Thank you for standing by us.
call-answered-cannot = Your answer: I cannot. Thank you for telling us.
call-title = Call { $number }: { $gist }
call-head = Call { $number }: { $gist } | { $state }
call-to = To: { $audience }
call-sent = Sent: { $sent } of { $total } ({ $share }). Waiting: { $waiting }. Not sent: { $missed }
call-answers = Answers: { $coming } coming, { $cannot } cannot, { $silent } not answered yet
call-no-place = Would come and found no place: { $people }
call-campaign = Campaign “{ $title }”: { $taken }
call-reach-changed = The recipients have changed since the preview: now { $people }, before { $previewed }.
call-on-day = { $day }, { $hours }
call-began = Began { $began }
call-began-ended = Began { $began }, ended { $ended }
call-pause = Pause
call-resume = Go on
call-stop = Cancel the call
call-stop-sure = Cancel call { $number } for good? { $waiting ->
    [0] It was sent to everybody; only no answers will be taken any more.
    [one] It will not be sent to the one person it has not reached yet.
   *[other] It will not be sent to the { $waiting } people it has not reached yet.
}
call-stop-yes = Yes, cancel it
call-see-answers = Answers
call-why = Why not sent
call-who = { $name }: { $answer }
call-missed = { $people ->
    [one] It was not sent to one person:
   *[other] It was not sent to { $people } people:
}
call-missed-why = { $people ->
    [one] one person: { $why }
   *[other] { $people } people: { $why }
}
call-row = { $number }: { $gist } | { $state }
calls = Calls for help, the latest on top:
own-calls = Your promises and the latest calls. Choose one to see or to change your answer.
own-calls-none = In the last two weeks no call has reached you, and you have signed up for no campaign.
own-calls-row = { $answer }: { $what }
own-calls-back = My calls
calls-none = No call has been sent yet.
call-started = Call { $number } has begun. See its progress right below.
audience-everybody = Everybody in { $unit }, { $people ->
    [one] one person
   *[other] { $people } people
}
audience-volunteer = Volunteers of { $unit }, { $people ->
    [one] one person
   *[other] { $people } people
}
audience-coordinator = Coordinators of { $unit }, { $people ->
    [one] one person
   *[other] { $people } people
}
audience-supervisor = Supervisors of { $unit }, { $people ->
    [one] one person
   *[other] { $people } people
}
audience-administrator = Administrators of { $unit }, { $people ->
    [one] one person
   *[other] { $people } people
}
call-sending-title = Call for help
    .about = Call “{ $subject }”
call-sending-audience = For whom? You can also write a unit's name.
    .label = For
    .help = Your own unit and those under it are in the list, once everybody and once each role. To find one, write a part of the unit's name.
call-sending-campaign = For which campaign?
    .label = Campaign
    .help = With “I am coming” the recipients sign up for this campaign.
call-sending-text = Write the call: what work, where, at what time. Everybody's own name stands above the message.
    .label = Text
    .help = Write briefly and clearly, up to 1500 letters. Example: Tuesday at 15:00, Sadat hall, we need help to pack 200 baskets.
call-sending-look = Have a look before it is sent. The message will arrive like this:
    .label = Sending
    .help = If the text or the recipients are not right, press “Back” and change them.
call-sending-name = (everybody's name)
call-sending-reach = It will be sent to { $people ->
    [one] one person
   *[other] { $people } people
}: { $messengers }.{ $missing ->
    [0] {""}
    [one] {" "}One person has no messenger that can be reached and is left out.
   *[other] {" "}{ $missing } have no messenger that can be reached and are left out.
}
call-sending-messenger = { $people } in { $messenger }
call-sending-nobody = Nobody in this group can be reached. Press “Back” and choose another group.
call-sending-send = Send to { $people ->
    [one] one person
   *[other] { $people } people
}
call-sending-ask = Ask a supervisor, { $people } people
call-sending-many = These are more than { $most } people: a supervisor has to agree before it is sent.
call-sending-press = Nothing has been sent yet. Press the button to send it, or “Back” to change the text.
call-sending-confirm = Send it?
    .ok = Send
