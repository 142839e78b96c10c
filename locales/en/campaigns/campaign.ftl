campaign-opening-title = New campaign
    .about = Campaign “{ $subject }”
campaign-all-occasions = All occasions
campaign-opening-called = What’s the campaign called? Example: cooking and serving 200 hot meals
    .label = Campaign
    .help = A short name that volunteers see in the list, up to 100 letters.
campaign-opening-occasion = What’s the occasion? If it isn’t in the list, type it.
    .label = Occasion
    .skip = No occasion
    .help = Choose one of the occasions or type your own. If there is none, press “No occasion”.
campaign-opening-since = What’s the first day?
    .label = From
    .help = The first day of the campaign. Choose it in the calendar or type it: tomorrow, 14 Aban, 1404/8/14
campaign-opening-until = What’s the last day?
    .label = Until
    .help = The last day of the campaign. Sign-up closes after it.
campaign-opening-places = How many people do you need? Example: 20
    .label = Places
    .skip = No limit
    .help = When this many people have signed up, the campaign is full. If the more the better, press “No limit”.
campaign-opening-unit = Which unit is the campaign for?
    .label = Unit
    .help = Members of this unit and the units below can see the campaign. You can also type the unit’s name.
campaign-opening-confirm = The campaign will look like this:
    .ok = Open the campaign
campaign-opened = The campaign is open. Campaign number: { $number }
campaign-call = Send a call
campaign-see = Campaign page
campaign-title = Campaign “{ $title }”
campaign-occasion = Occasion: { $occasion }
campaign-when = { $unit } | { $when }
campaign-without-limit = { $taken ->
    [0] Places are unlimited. Nobody has signed up yet.
    [one] Places are unlimited. One person has signed up.
   *[other] Places are unlimited. { $taken } people have signed up.
}
campaign-places = { $left ->
    [0] { $places ->
        [one] The only place is taken.
       *[other] All { $places } places are taken.
    }
    [one] 1 of { $places } places left
   *[other] { $left } of { $places } places left
}
campaigns = Open campaigns:
campaigns-none = There are no open campaigns right now.
campaigns-ended = Past campaigns:
campaigns-none-ended = No campaign has ended yet.
campaigns-open = Open campaigns
campaigns-see-ended = Past campaigns
campaign-row = { $title }
campaign-row-places = { $left ->
    [0] { $title }, full
    [one] { $title }, 1 place left
   *[other] { $title }, { $left } places left
}
campaign-row-ended = { $taken ->
    [one] { $title }, one person
   *[other] { $title }, { $taken } people
}
campaign-mine = You’ve signed up.
campaign-taken = { $taken ->
    [0] Nobody had signed up.
    [one] One person has signed up.
   *[other] { $taken } people have signed up.
}
campaign-over = This campaign is over.
campaign-shut = Sign-up for this campaign is closed.
campaign-sign-up = Sign up
campaign-leave = I can’t come
campaign-leave-sure = Give up your place in “{ $title }”, { $when }? Somebody else may take it right away.
campaign-leave-yes = Yes, I can’t come
campaign-signed-up = You’ve got a place: { $when }. Ask your coordinator about the time and place. If you can’t come after all, press “I can’t come” so that somebody else can take it.
campaign-left = Your place is free again. Thank you for letting us know.
campaign-who = Who’s coming?
campaign-who-came = Who signed up?
campaign-who-head = Campaign “{ $title }”: { $taken ->
    [0] nobody has signed up.
    [one] one person
   *[other] { $taken } people
}
campaign-name = { $name }
campaign-close = Close sign-up
campaign-close-sure = Close sign-up for “{ $title }” for good? People who have signed up stay in.
campaign-close-yes = Yes, close it
campaign-closed = Sign-up is closed.
