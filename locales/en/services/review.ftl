verify-waiting-units = Waiting to be verified, unit by unit. Where it has waited longest comes first:
waiting-unit = { $unit }: { $services ->
    [one] one service
   *[other] { $services } services
}, since { $day }
verify-waiting-nothing = Nothing is waiting to be verified.
verify-waiting-in = Waiting to be verified in “{ $unit }”. The oldest comes first:
verify-waiting-none-in = Nothing is waiting to be verified in “{ $unit }”.
verify-returned-units = Returned, unit by unit. They wait for who reported them:
verify-returned-nothing = Nothing is returned.
verify-returned-in = Returned in “{ $unit }”. They wait for who reported them:
verify-returned-none-in = Nothing in “{ $unit }” is returned.
waiting-row = { $activity }, { $value }, { $name }
waiting-row-doubted = ⚠ { $row }
waiting-row-other = Service { $number }, for another to look at
waiting-returned = Returned
waiting-all = All units
waiting-list = What is waiting
verify-case = Service { $number } | { $unit }
verify-reported = Reported by { $name }, { $day } at { $time }
verify-in-stead = { $name } in place of { $of }
verify-doubt-late = ⚠ It was reported { $days } days after it was delivered.
verify-doubt-high = ⚠ The amount is far above what is usual for this service (at most { $usual }). Its reporter says that it is right.
verify-doubt-low = ⚠ The amount is far below what is usual for this service (at least { $usual }). Its reporter says that it is right.
verify-replaces = It was reported in place of service { $number }.
verify-by = { $name } has verified it.
verify-returned-by = { $name } has returned it.
verify-gone = Who reported it has taken it back or corrected it, and it no longer counts.
verify-own = You reported this service yourself, or it was reported in your place or that of whom you stand in for; verifying it is for another.
verify-own-household = This service is about your own household; looking at it is for another.
verify-others = Can verify it: { $names }
verify-no-others = There is no other supervisor of this unit or above now. An administrator can invite one.
verify = Verify
verify-return = Return to be corrected
verify-after-all = Verify all the same
verify-look = See the service
verify-pictures = See { $count ->
    [one] the picture
   *[other] { $count } pictures
}
verify-picture = Service { $number }, picture { $at } of { $of }
verify-day = All { $count } services of { $name } that day
verify-day-of = { $name }, “{ $unit }”, { $day }:
verify-day-line = { $number }: { $line } | { $files ->
    [0] no picture
    [one] one picture
   *[other] { $files } pictures
}
verify-day-left = Look at { $count ->
    [one] one other service
   *[other] { $count } other services
} of that day separately: they are larger, or for another to look at.
verify-day-yes = Verify { $count ->
    [one] this service
   *[other] all { $count } services
}, { $value }
verified = Service { $number } is verified.
verified-day = { $count ->
    [one] One service is verified
   *[other] { $count } services are verified
}, together { $value }.
returned-done = Service { $number } is returned. I am telling { $name }.
service-told-returned = Service { $number } ({ $activity }, { $value }, { $day }) came back to be corrected. { $why }
    { $name }, supervisor. Put right what is needed; the rest is as you had written it.
service-returning-title = Returning a service
    .about = Return { $subject }
service-returning-service = Which service?
    .help = The service that you return.
service-returning-reason = What about it is not right?
    .help = Press what is nearest. Who reported it reads it and puts the service right.
service-returning-note = Write in a sentence what is to be put right. Write nothing about illness or family quarrels.
    .skip = That is enough
    .help = For example: the receipt says 1,200,000 toman. Only who reported it reads this.
return-reason-amount = The amount is not right
return-reason-evidence = A picture or receipt is needed
return-reason-served = Wrong family or service
return-reason-day = The day is not right
return-reason-twice = It was reported twice
return-reason-other = Another reason
verify-picture-caption = Its caption: { $words }
