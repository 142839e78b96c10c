joinable-which = Which group or centre? Write the name of a city, a neighbourhood or the group itself, or choose from the list.
joinable-line = { $name }, { $place }
joinable-all = All groups and centres
join-asking-title = Request to join
    .about = Join { $subject }
join-asking-unit = Which unit?
    .help = The unit you would like to join.
join-asking-name = Write your first and last name. Example: Maryam Ahmadi
    .help = Those responsible for the unit know you by this name.
join-asking-phone = Send your mobile number with the button at the bottom of the page.
    Only those responsible for this unit see it.
    .help = The button “Send my number” is at the bottom of the page. If you do not see it, press the square sign beside the place for writing.
join-request-told = { $name } would like to become a volunteer of “{ $unit }”.
    { $phone }
join-request-reminds = A reminder: { $name } is still waiting to join “{ $unit }”.
    { $phone }
join-request-waits = Your request to join “{ $unit }” has arrived and was sent to { $names }. I will tell you the answer here, usually within 2 days.
    Until then you can practise. Files open once you are taken in.
join-request-nobody = Your request to join “{ $unit }” is recorded, but nobody answers for this unit in Hamyar yet. Whoever comes to do so will see it, and I will tell you the answer here.
join-request-remind = Remind the coordinator
join-request-withdraw = Withdraw the request
join-request-reminded = The reminder was sent.
join-request-withdrawn = Your request for “{ $unit }” was withdrawn.
joiner-phone = Phone: { $phone }
joiner-no-phone = No phone was given.
joiner-approve = Take in
joiner-refuse = Refuse
joiner-asks = { $name } would like to become a volunteer of “{ $unit }”. Asked on { $day }
joiner-approved = { $name } is now a member of “{ $unit }” and is told so.
joiner-refused = The request of { $name } was refused, and they are told so.
joiner-welcome = Welcome, { $name }. Your request was accepted: you are a volunteer of “{ $unit }”.
joiner-begin = Begin
joiner-not-taken = Your request for “{ $unit }” was not accepted. { $why }
joiner-call = To ask why, call { $phone }.
joiner-ask-there = To ask why, visit the unit.
joiners-waiting = They would like to join. Press one.
joiners-none = Nobody is waiting to join.
joiners-line = { $name }, { $unit }
joiners-all = All requests
joinable-near = Near me
unit-seeking-title = Finding a group nearby
unit-seeking-place = Send where you are with the button at the bottom of the page, and I show the groups and centres nearby. Your place is not kept.
    .help = The button is at the bottom of the page. If you would rather not, press “Later” and write the name of your city or neighbourhood.
nearby-which = The nearest groups and centres:
nearby-none = No group or centre has its place on the map yet. Search by the name of your city or neighbourhood.
nearby-line = { $name }, { $far }
nearby-metres = { $metres } m
nearby-kilometres = { $kilometres } km
