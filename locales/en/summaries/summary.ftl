summary-which = Which period? Unit: { $unit }
summary-this-month = This month
summary-month-before = Last month
summary-this-season = This season
summary-season-before = Last season
summary-half-year = First half
summary-half-year-before = Last year's first half
summary-second-half = Second half
summary-second-half-before = Last year's second half
summary-nine-months = Nine months
summary-nine-months-before = Last year's nine months
summary-this-year = This year
summary-year-before = Last year
summary-own-dates = Own dates
summary-other-unit = Another unit
summary-other-period = Another period
summary-before = Period before
summary-after = Period after
summary-by-domain = By domain
summary-why = What do these percentages mean?
summary-which-unit = The summary of which unit? You can also write a part of its name.
summary-every-unit = All units
summary-head = { $unit } | { $period }
summary-nothing = No service was recorded in this period.
summary-served = { $services ->
    [one] one service
   *[other] { $services } services
}{ $families ->
    [0] {""}
    [one] {" "}to one family
   *[other] {" "}to { $families } families
}{ $people ->
    [0] {""}
   *[other] {$families ->
        [0] {" "}to { $people } people in unnamed groups
       *[other] {" "}and { $people } people in unnamed groups
    }
}
summary-total = Total: { $total }
summary-delivered = Services delivered: { $total }
summary-kind = { $part } { $value }
summary-share = { $part } { $share }
summary-commitment = Commitment: { $commitment }
summary-attained = Attainment: { $share } of the commitment
summary-attained-times = Attainment: { $times } times the commitment
summary-over = Growth over the commitment: { $share } ({ $amount } more than the commitment)
summary-over-amount = { $amount } more than the commitment
summary-short = Left to the commitment: { $amount } ({ $share } of it)
summary-fell-short = Short of the commitment: { $amount } less ({ $share } of it)
summary-met = Exactly the commitment
summary-grown = Growth against “{ $before }”: { $share } (then { $then })
summary-shrunk = Decline against “{ $before }”: { $share } (then { $then })
summary-grown-times = { $times } times “{ $before }” (then { $then })
summary-unchanged = The same as “{ $before }”
summary-from-nothing = Nothing counts in “{ $before }”; growth from zero has no percentage
summary-incomparable = This cannot be compared with “{ $before }”, because not everything is verified yet: { $here ->
    [0] {""}
    [one] one service of this period
   *[other] { $here } services of this period
}{ $there ->
    [0] {""}
   *[other] { $here ->
        [0] { $there } of that one
       *[other] {" "}and { $there } of that one
    }
}
summary-joint = Joint work with partner bodies and benefactors: { $joint }
summary-centres = { $centres ->
    [0] No centre is open
    [one] One centre is open
   *[other] { $centres } centres are open
}{ $active ->
    [0] {$centres ->
        [0] {""}
       *[other] , none delivered a service in this period
    }
    [one] , one delivered a service in this period
   *[other] , { $active } delivered services in this period
}
summary-cities-without = Cities without a centre: { $cities }
summary-verified-and-waiting = These figures include what waits to be verified: { $services ->
    [one] one service
   *[other] { $services } services
}, { $value }
summary-returned = { $services ->
    [one] One service is
   *[other] { $services } services are
} returned for correction: { $value }, not in the total
summary-less-than = less than { $amount }
summary-verified-only = Verified only. Waiting: { $services ->
    [one] one service
   *[other] { $services } services
}, { $value }
summary-verified-all = Verified only; nothing is waiting
summary-nothing-verified = Nothing was verified in this period yet.
summary-only-verified = Verified only
summary-together = All together
summary-as-of = Up to { $time } on { $day }
summary-domain = { $part }: { $value } ({ $share })
summary-why-attained = Attainment: { $total } divided by { $commitment } makes { $ratio }; so { $share } of the commitment is done.
summary-why-over = Growth over the commitment: { $total } minus { $commitment } makes { $amount }; { $amount } divided by { $commitment } makes { $ratio }; so { $share } more than the commitment.
summary-why-short = Left to the commitment: { $commitment } minus { $total } makes { $amount }; { $amount } divided by { $commitment } makes { $ratio }; so { $share } of the commitment is left.
summary-why-fell-short = Short of the commitment: { $commitment } minus { $total } makes { $amount }; { $amount } divided by { $commitment } makes { $ratio }; so the period ended { $share } below the commitment.
summary-why-named = This is not growth on the previous period; in a report, say which one you mean.
summary-why-exact = The total without rounding: { $total }. The amounts of the summary are rounded.
summary-why-joint = Joint work is a part of this total, not beside it.
summary-why-centres = An open centre was open on the last day of this period. One that delivered has at least one service in this total.
summary-why-waiting = Services that wait to be verified are in the total, except in “Verified only”.
summary-why-returned = A service that was returned for correction is in no total until it is corrected or verified.
summary-why-grown = Growth against “{ $before }”: { $total } minus { $then } makes { $amount }; { $amount } divided by { $then } makes { $ratio }; so { $share } more.
summary-why-shrunk = Decline against “{ $before }”: { $then } minus { $total } makes { $amount }; { $amount } divided by { $then } makes { $ratio }; so { $share } less.
summary-why-share = A domain's share is its amount divided by the total. { $domain }: { $value } divided by { $total } makes { $ratio }; so { $share }. The shares are rounded so that they add up to 100%.
summary-dates-title = Summary of own dates
    .about = Summary: { $subject }
summary-dates-unit = The summary of which unit? You can also write a part of its name.
    .label = Unit
    .help = Your own unit or one of those under it.
summary-dates-since = From which day? Example: 1 Mehr, 1404/7/1
    .label = From
    .help = The first day of the period. Choose it in the calendar or write it: 1 Mehr, 1404/7/1
summary-dates-until = Until which day? Example: today, 30 Mehr
    .label = Until
    .help = The last day of the period. Choose it in the calendar or write it: today, 30 Mehr, 1404/7/30
summary-dates-confirm = The summary of these days:
    .ok = Show it
error-summary-backwards = The last day is before the first. Please say another last day.
