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
summary-over = Growth over the commitment: { $share } ({ $amount } more than the commitment)
summary-short = To the commitment: { $amount } are left ({ $share } of it)
summary-met = Exactly the commitment.
summary-grown = Growth against “{ $before }”: { $share } (then { $then })
summary-shrunk = Decline against “{ $before }”: { $share } (then { $then })
summary-joint = Joint work with partner bodies and benefactors: { $joint }
summary-centres = { $centres ->
    [0] No active centre.
    [one] One active centre.
   *[other] { $centres } active centres.
}
summary-cities-without = Cities without a centre: { $cities }
summary-verified-and-waiting = Verified and waiting together. Waiting: { $services ->
    [one] one service
   *[other] { $services } services
}, { $value }
summary-verified-only = Verified only. Waiting: { $services ->
    [one] one service
   *[other] { $services } services
}, { $value }
summary-verified-all = Verified only. Nothing is waiting.
summary-nothing-verified = Nothing was verified in this period yet.
summary-only-verified = Verified only
summary-together = All together
summary-as-of = Up to { $time } on { $day }
summary-domain = { $part }: { $value } ({ $share })
summary-why-attained = Attainment: { $total } divided by { $commitment } makes { $ratio }; so { $share } of the commitment is done.
summary-why-over = Growth over the commitment: { $total } minus { $commitment } makes { $amount }; { $amount } divided by { $commitment } makes { $ratio }; so { $share } more than the commitment.
summary-why-named = This growth is another than the growth against the period before; in a report, name each.
summary-why-grown = Growth against “{ $before }”: { $total } minus { $then } makes { $amount }; { $amount } divided by { $then } makes { $ratio }; so { $share } more.
summary-why-shrunk = Decline against “{ $before }”: { $then } minus { $total } makes { $amount }; { $amount } divided by { $then } makes { $ratio }; so { $share } less.
summary-why-share = A domain's share is its amount divided by the total. { $domain }: { $value } divided by { $total } makes { $ratio }; so { $share }.
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
