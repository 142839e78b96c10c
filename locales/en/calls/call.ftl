call-copy =
    Hello { $name }
    Call for help from { $sender } for { $unit }:
    { $text }
call-copy-campaign =
    Hello { $name }
    Call for help from { $sender } for { $unit }:
    Campaign “{ $title }”, { $when }
    { $places }

    { $text }
call-place-given = You’ve got a place. Thank you for being there. If you can’t come after all, press “I can’t come” so that somebody else can take it.
call-place-none = All the places are taken, so there’s none for you this time. Thank you for offering. If one becomes free, “I’m coming” signs you up.
call-place-free-again = There was no place for you before. Now there is one: if you’re coming, press “I’m coming” again.
call-place-closed = Sign-up is closed, so you didn’t get a place. Thank you for offering.
call-answered-coming = Your answer: I’m coming. Thank you for being there.
call-answered-cannot = Your answer: I can’t come. Thank you for letting us know.
call-title = Call { $number }: { $gist }
call-head = Call { $number }: { $gist } | { $state }
call-to = To: { $audience }
call-sent = Sent: { $sent } of { $total } ({ $share }). Waiting: { $waiting }. Not sent: { $missed }
call-answers = Coming: { $coming }, not coming: { $cannot }, no answer yet: { $silent }
call-no-place = Wanted to come, no place left: { $people }
call-campaign = Campaign “{ $title }”: { $taken }
call-reach-changed = The recipients have changed since the preview: now { $people }, before { $previewed }.
call-on-day = { $day }, { $hours }
call-began = Started { $began }
call-began-ended = Started { $began }, ended { $ended }
call-pause = Pause
call-resume = Resume
call-stop = Cancel the call
call-stop-sure = Cancel call { $number } for good? { $waiting ->
    [0] Everyone has already got it; it just won’t take any more answers.
    [one] It won’t be sent to the one person who hasn’t got it yet.
   *[other] It won’t be sent to the { $waiting } people who haven’t got it yet.
}
call-stop-yes = Yes, cancel it
call-see-answers = Answers
call-why = Why wasn’t it sent?
call-who = { $name }: { $answer }
call-missed = { $people ->
    [one] It was not sent to one person:
   *[other] It was not sent to { $people } people:
}
call-missed-why = { $people ->
    [one] one person: { $why }
   *[other] { $people } people: { $why }
}
call-row = { $number } ({ $state }): { $gist }
calls = Calls for help (latest first):
own-calls = Your promises and latest calls. Choose one to see or change your answer.
own-calls-none = In the last two weeks you’ve had no calls and haven’t signed up for a campaign.
own-calls-row = { $answer }: { $what }
own-calls-back = My calls
calls-none = No calls have been sent yet.
call-started = Call { $number } has started. You can follow its progress below.
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
call-sending-title = New call
    .about = Call “{ $subject }”
call-sending-audience = Who is it for? You can also type a unit’s name.
    .label = For
    .help = The list has your own unit and the units below it, once for everybody and once for each role. To find one, type part of the unit’s name.
call-sending-campaign = Which campaign is it for?
    .label = Campaign
    .help = Recipients who press “I’m coming” sign up for this campaign.
call-sending-text = Write the call: what kind of work, where and when. Each recipient’s name is added at the top.
    .label = Text
    .help = Keep it short and clear, up to 1500 letters. Example: Tuesday at 15:00, Sadat hall, we need help packing 200 baskets.
call-sending-look = Please read it once before sending. The message will look like this:
    .label = Sending
    .help = If the text or the recipients aren’t right, press “Back” and change them.
call-sending-name = (recipient’s name)
call-sending-reach = It will be sent to { $people ->
    [one] one person
   *[other] { $people } people
}: { $messengers }.{ $missing ->
    [0] {""}
    [one] {" "}One person has no messenger registered and won’t get it.
   *[other] {" "}{ $missing } people have no messenger registered and won’t get it.
}
call-sending-messenger = { $people } in { $messenger }
call-sending-nobody = None of these recipients has a messenger registered. Press “Back” and choose other recipients.
call-sending-send = Send to { $people ->
    [one] one person
   *[other] { $people } people
}
call-sending-ask = Ask for approval ({ $people } people)
call-sending-many = There are more than { $most } recipients: a supervisor has to approve it first.
call-sending-press = Nothing has been sent yet. Press the button to send it, or “Back” to change the text.
call-sending-confirm = Send it?
    .ok = Send
