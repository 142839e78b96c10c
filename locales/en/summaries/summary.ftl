summary-which = Summary of “{ $unit }” for which period?
summary-this-month = This month
summary-month-before = Last month
summary-this-season = This season
summary-season-before = Last season
summary-half-year = First half
summary-half-year-before = First half, last year
summary-second-half = Second half
summary-second-half-before = Second half, last year
summary-nine-months = Nine months
summary-nine-months-before = Nine months, last year
summary-this-year = This year
summary-year-before = Last year
summary-own-dates = Custom dates
summary-other-unit = Another unit
summary-other-period = Another period
summary-before = Previous period
summary-after = Next period
summary-details = Details
summary-by-domain = By domain
summary-why = About the figures
summary-which-unit = Summary of which unit? You can also type part of its name.
summary-every-unit = All units
summary-head = { $unit } | { $period }
summary-nothing = No services were recorded in this period.
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
summary-over = Above the commitment: { $share } ({ $amount } more than the commitment)
summary-over-amount = { $amount } more than the commitment
summary-short = Left to the commitment: { $amount } ({ $share } of it)
summary-fell-short = Short of the commitment: { $amount } less ({ $share } of it)
summary-met = Exactly the commitment
summary-grown = Growth compared with “{ $before }”: { $share } (was { $then })
summary-shrunk = Decline compared with “{ $before }”: { $share } (was { $then })
summary-grown-times = { $times } times “{ $before }” (was { $then })
summary-unchanged = The same as “{ $before }”
summary-from-nothing = There’s nothing in the total of “{ $before }”; growth from zero has no percentage
summary-incomparable = This can’t be compared with “{ $before }” because not everything has been verified yet: { $here ->
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
summary-joint = Joint work with partner organisations and donors: { $joint }
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
    [one] One service needs
   *[other] { $services } services need
} correction: { $value }, not in the total
summary-less-than = less than { $amount }
summary-verified-only = Verified only. Waiting: { $services ->
    [one] one service
   *[other] { $services } services
}, { $value }
summary-verified-all = Verified only; nothing is waiting
summary-nothing-verified = Nothing has been verified in this period yet.
summary-only-verified = Verified only
summary-together = All together
summary-as-of = As of { $time }, { $day }
summary-domain = { $part }: { $value } ({ $share })
summary-why-attained = Attainment: { $total } divided by { $commitment } is { $ratio }; that is, { $share } of the commitment.
summary-why-over = Above the commitment: { $total } minus { $commitment } is { $amount }; { $amount } divided by { $commitment } is { $ratio }; that is, { $share } more than the commitment.
summary-why-short = Left to the commitment: { $commitment } minus { $total } is { $amount }; { $amount } divided by { $commitment } is { $ratio }; that is, { $share } of the commitment is left.
summary-why-fell-short = Short of the commitment: { $commitment } minus { $total } is { $amount }; { $amount } divided by { $commitment } is { $ratio }; that is, the period ended { $share } below the commitment.
summary-why-named = This is not growth on the previous period; in a report, say which one you mean.
summary-why-exact = The total without rounding: { $total }. Amounts in the summary are rounded.
summary-why-joint = Joint work is part of this total, not on top of it.
summary-why-centres = An open centre was open on the last day of this period. A centre that delivered has at least one service in this total.
summary-why-waiting = Services waiting to be verified are in the total, except under “Verified only”.
summary-why-returned = A service that was returned for correction isn’t in any total until it’s corrected or verified.
summary-why-grown = Growth compared with “{ $before }”: { $total } minus { $then } is { $amount }; { $amount } divided by { $then } is { $ratio }; that is, { $share } more.
summary-why-shrunk = Decline compared with “{ $before }”: { $then } minus { $total } is { $amount }; { $amount } divided by { $then } is { $ratio }; that is, { $share } less.
summary-why-share = An area’s share is its amount divided by the total. { $domain }: { $value } divided by { $total } is { $ratio }; that is, { $share }. The shares are rounded so that they add up to 100%.
summary-dates-title = Summary for custom dates
    .about = Summary: { $subject }
summary-dates-unit = Summary of which unit? You can also type part of its name.
    .label = Unit
    .help = Your own unit or one below it.
summary-dates-since = What’s the first day? Example: 1 Mehr, 1404/7/1
    .label = From
    .help = The first day of the period. Choose it in the calendar or type it: 1 Mehr, 1404/7/1
summary-dates-until = What’s the last day? Example: today, 30 Mehr
    .label = Until
    .help = The last day of the period. Choose it in the calendar or type it: today, 30 Mehr, 1404/7/30
summary-dates-confirm = Summary of these days:
    .ok = Show
error-summary-backwards = The last day is before the first. Please choose another last day.
