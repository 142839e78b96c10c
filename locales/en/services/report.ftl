service-report-title = Report a service
    .about = Service to { $subject }
service-report-family = Which family? You can also type a name or a file number.
    .label = Family
    .help = Choose one of the families, or type the name of the head of the family or the file number. If the help went to people whose names we don’t record, press “Group, no names”.
service-report-people = How many people did it reach? Example: 50
    .label = People
    .help = Write a number; an estimate is fine.
service-report-activity = What did you do? Type a Persian word (such as “عینک”, glasses) or choose.
    .label = Service
    .help = The catalogue is in Persian: type a word from the name and I’ll find it.
service-report-kind = What kind of help was it?
    .label = Kind
    .help = Cash means money; in kind means goods or a voucher; volunteer work means time and skills.
service-report-value = How much is it worth in toman? Example: 1 million 200 thousand
    .label = Value
    .help = Write it any way you like: 300 thousand, 1.5 million, 1200000 rial. If you don’t know exactly, write an estimate.
service-report-evidence = Send a picture of the receipt or the goods, but never of anyone’s face.
    .label = Pictures
    .skip = No picture for now
    .help = A picture isn’t required. You can also add one later with “Add pictures”.
service-report-delivered-on = When was it delivered?
    .label = Date
    .help = Choose the day in the calendar or type it: yesterday, 12 Aban, 1404/7/3
service-report-unit = On behalf of which unit?
    .label = Unit
    .help = The unit this service is recorded for.
service-report-confirm = Is this right?
    .ok = Save
family-option = { $name }, { $number }
service-group = Group, no names
service-for-people = { $people ->
    [one] one person
   *[other] a group of { $people }
}
service-for-family = Family { $number }
service-like-last-time = As before: { $activity }, { $value }
service-saved = Saved. Well done! Service number: { $number }
service-withdrawable = If something’s wrong, you can cancel it within 10 minutes.
service-line = { $whom } | { $activity }, { $kind } | { $value } | { $day }
service-next = Next service
service-add-evidence = Add pictures
service-withdraw = Cancel report
service-withdrawn = The report of service { $number } was cancelled and doesn’t count in the totals.
service-number = Service { $number }
service-evidence-count = { $count ->
    [0] no picture
    [one] one picture
   *[other] { $count } pictures
}
