outside-ask = For people outside
outside-served = { $services ->
    [one] { $services } service
   *[other] { $services } services
}{ $families ->
    [0] {""}
   *[other] {" "}to at least { $families } families
}{ $people ->
    [0] {""}
   *[other] {$families ->
        [0] {" "}to { $people } people in groups without names
       *[other] {" "}and { $people } people in groups without names
    }
}
outside-mixed = not split by domain and kind: { $value } ({ $share })
outside-fewer = Not told apart (few families or none): { $domains }
outside-note = For the families' sake, help that reached fewer than 5 families in a month is added to other help or is not in these figures.
outside-settled = By what was recorded until the end of { $day }.
outside-nothing = In this period there is nothing that can be told outside the unit.
outside-card = Card
outside-xlsx = Excel
outside-back = Back to the summary
outside-heading = Summary
outside-card-sent = You can send this card to benefactors and offices.
outside-xlsx-sent = You can send this table to benefactors and offices.
outside-column-domain = Domain
outside-column-kind = { $kind } (toman)
outside-column-all = Total (toman)
outside-column-mixed = not split by domain
outside-column-sum = Total
outside-few = not told
outside-unsettled = Outside the unit only whole months are told, 10 days after the month has ended. This period is ready on { $day }.
outside-no-whole-month = Only whole months can be published, and there is none in this period. Please choose a period with at least one whole month.
outside-record = Record
error-outside-unsettled = Nothing of this period can be told outside the unit yet. Please choose another period.
error-outside-long = Outside the unit at most three years are told at once. Please choose a shorter period.
outside-file = Summary of { $unit } - { $period }
outside-notes = Notes
outside-unit-of-amounts = The amounts are in toman.
