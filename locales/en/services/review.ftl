verify-waiting-units = Services waiting to be verified, by unit (oldest first):
waiting-unit = { $unit }: { $services ->
    [one] one service
   *[other] { $services } services
}, since { $day }
verify-waiting-nothing = Nothing is waiting to be verified.
verify-waiting-in = Services of “{ $unit }” waiting to be verified (oldest first):
verify-waiting-none-in = Nothing is waiting to be verified in “{ $unit }”.
verify-returned-units = Services that need correction, by unit. Waiting for the people who reported them:
verify-returned-nothing = No service needs correction.
verify-returned-in = Services of “{ $unit }” that need correction:
verify-returned-none-in = No service of “{ $unit }” needs correction.
waiting-row = { $activity }, { $value }, { $name }
waiting-row-doubted = ⚠ { $row }
waiting-row-other = Service { $number }, for another supervisor
waiting-returned = Need correction
waiting-all = All units
waiting-list = Back to the list
verify-case = Service { $number } | { $unit }
verify-reported = Reported by { $name }, { $day } at { $time }
verify-in-stead = { $name }, standing in for { $of }
verify-doubt-late = ⚠ Reported { $days } days after it was delivered.
verify-doubt-high = ⚠ The amount is far more than usual for this service (usually { $usual } at most). The person who reported it says it’s right.
verify-doubt-low = ⚠ The amount is far less than usual for this service (usually { $usual } at least). The person who reported it says it’s right.
verify-replaces = It replaces service { $number }.
verify-by = Verified by { $name }.
verify-returned-by = Returned for correction by { $name }.
verify-gone = The person who reported it has cancelled or corrected it, and it no longer counts.
verify-own = You (or someone standing in for you) reported this service, so another supervisor must verify it.
verify-own-household = This service is for your own family, so another supervisor must check it.
verify-others = Who can verify it: { $names }
verify-no-others = There’s no other supervisor for this unit or above right now. Please ask an administrator to invite one.
verify = Verify
verify-return = Needs correction
verify-after-all = Verify anyway
verify-look = See the service
verify-pictures = See { $count ->
    [one] the picture
   *[other] { $count } pictures
}
verify-picture = Service { $number }, picture { $at } of { $of }
verify-day = See all { $count } of { $name } that day
verify-day-of = { $name }, “{ $unit }”, { $day }:
verify-day-line = { $number }: { $line } | { $files ->
    [0] no picture
    [one] one picture
   *[other] { $files } pictures
}
verify-day-left = Please check { $count ->
    [one] one other service
   *[other] { $count } other services
} of that day separately: the amount is larger, or another supervisor must check.
verify-day-yes = Verify { $count ->
    [one] this service
   *[other] all { $count } services
}, { $value }
verified = Service { $number } was verified.
verified-day = { $count ->
    [one] One service was verified
   *[other] { $count } services were verified
}, { $value } in total.
returned-done = Service { $number } was sent back for correction. I’ll let { $name } know.
service-told-returned = Supervisor { $name } sent service { $number } ({ $activity }, { $value }, { $day }) back for correction. { $why }
    Please correct what’s needed; everything else is as you wrote it.
service-returning-title = Return a service
    .about = Return { $subject }
service-returning-service = Which service?
    .help = The service you’re returning.
service-returning-reason = What isn’t right?
    .help = Choose the closest one. The person who reported it will read this and correct the service.
service-returning-note = Write in a sentence what needs correcting. Please write nothing about illness or family quarrels.
    .skip = No note
    .help = Example: the receipt says 1,200,000 toman. Only the person who reported it reads this.
return-reason-amount = The amount is wrong
return-reason-evidence = A picture or receipt is needed
return-reason-served = Wrong family or service
return-reason-day = The day is wrong
return-reason-twice = Reported twice
return-reason-other = Another reason
verify-picture-caption = Caption: { $words }
