outside-ask = For publication
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
outside-mixed = Not split by area and kind: { $value } ({ $share })
outside-fewer = Not shown separately (few families or none): { $domains }
outside-note = To protect families, help that reached fewer than 5 families in a month is not shown separately: it’s added to other help or left out.
outside-settled = Based on what was recorded by the end of { $day }.
outside-nothing = There’s nothing to publish for this period.
outside-card = Image card
outside-xlsx = Excel
outside-back = Back to the summary
outside-heading = Summary
outside-card-sent = You can send this card to donors and offices.
outside-xlsx-sent = You can send this table to donors and offices.
outside-column-domain = Domain
outside-column-kind = { $kind } (toman)
outside-column-all = Total (toman)
outside-column-mixed = Not split by area
outside-column-sum = Total
outside-few = not shown
outside-unsettled = Only whole months can be published, 10 days after the month ends. This period will be ready on { $day }.
outside-no-whole-month = Only whole months can be published, and there is none in this period. Please choose a period with at least one whole month.
outside-record = Record
error-outside-unsettled = Nothing from this period can be published yet. Please choose another period.
error-outside-long = At most three years can be published at once. Please choose a shorter period.
outside-file = Summary of { $unit } - { $period }
outside-notes = Notes
outside-unit-of-amounts = The amounts are in toman.
