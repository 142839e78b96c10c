campaign-opening-title = New campaign
    .about = Campaign “{ $subject }”
campaign-opening-called = What is the campaign called? Example: cooking and serving 200 hot meals
    .label = Campaign
    .help = A short name that volunteers see in the list, up to 100 letters.
campaign-opening-occasion = On what occasion? If it is not in the list, write it.
    .label = Occasion
    .skip = No occasion
    .help = Press one of the occasions or write your own. If there is none, press “No occasion”.
campaign-opening-since = From which day?
    .label = From
    .help = The first day of the campaign. Choose it in the calendar or write it: tomorrow, 14 Aban, 1404/8/14
campaign-opening-until = Until what day?
    .label = Until
    .help = The last day of the campaign. After it nobody can sign up.
campaign-opening-places = How many people do you need? Example: 20
    .label = Places
    .skip = No limit
    .help = When so many have signed up, the campaign is full. If the more the better, press “No limit”.
campaign-opening-unit = For which unit is the campaign?
    .label = Unit
    .help = The members of this unit and of those under it see the campaign. You can also write the unit's name.
campaign-opening-confirm = The campaign will open like this:
    .ok = Open it
campaign-opened = The campaign is open. Campaign number: { $number }
campaign-call = Call for this campaign
campaign-same-day = The same day, { $day }
campaign-before-first-day = This day is before the first day of the campaign ({ $since }). Please say that day or a later one.
campaign-see = Campaign page
campaign-title = Campaign “{ $title }”
campaign-occasion = Occasion: { $occasion }
campaign-when = { $unit } | { $when }
campaign-without-limit = { $taken ->
    [0] Places are not limited. Nobody has signed up yet.
    [one] Places are not limited. One person has signed up.
   *[other] Places are not limited. { $taken } people have signed up.
}
campaign-places = { $left ->
    [0] { $places ->
        [one] Its only place is taken.
       *[other] All { $places } places are taken.
    }
    [one] One place of { $places } is left.
   *[other] { $left } places of { $places } are left.
}
campaigns = Open campaigns:
campaigns-none = No campaign is open now. Your group's coordinator will tell you of a new one.
campaigns-ended = Past and closed campaigns:
campaigns-none-ended = No campaign has ended yet.
campaigns-open = Open campaigns
campaigns-see-ended = Past and closed
campaign-row = { $title }
campaign-row-places = { $left ->
    [0] { $title }, full
    [one] { $title }, one place
   *[other] { $title }, { $left } places
}
campaign-row-ended = { $taken ->
    [one] { $title }, one person
   *[other] { $title }, { $taken } people
}
campaign-mine = You have signed up.
campaign-taken = { $taken ->
    [0] Nobody had signed up.
    [one] One person has signed up.
   *[other] { $taken } people have signed up.
}
campaign-over = This campaign is over.
campaign-shut = Nobody can sign up for this campaign any more.
campaign-sign-up = Sign up
campaign-leave = I cannot come
campaign-leave-sure = Give your place in the campaign “{ $title }”, { $when }, to somebody else?
campaign-leave-yes = Yes, I cannot come
campaign-signed-up = Your place is kept: { $when }. If you cannot come, press “I cannot come”, so that somebody else gets it.
campaign-left = Your place is free again. Thank you for telling us.
campaign-who = Who is coming?
campaign-who-came = Who had signed up?
campaign-who-head = Campaign “{ $title }”: { $taken ->
    [0] nobody has signed up.
    [one] one person
   *[other] { $taken } people
}
campaign-name = { $name }
campaign-close = Close sign-up
campaign-close-sure = Close sign-up for the campaign “{ $title }” for good? Those who have signed up stay in.
campaign-close-yes = Yes, close it
campaign-closed = Sign-up is closed.
