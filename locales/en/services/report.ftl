service-report-title = Report a service
    .about = Service to { $subject }
service-report-family = For which family? You can also write a name or a file number.
    .label = Family
    .help = Press one of the families, or write the head's name or the file number. For a group whose names are not written down, press “Unnamed group”.
service-report-people = How many people did it reach? Example: 50
    .label = People
    .help = Write a number; an estimate will do.
service-report-activity = What was done? Write a Persian word (such as “عینک”, glasses) or choose.
    .label = Service
    .help = The catalogue is in Persian: write a word of the service's name and I will find it.
service-report-kind = What kind of help was it?
    .label = Kind
    .help = Cash is money; in-kind is goods or a voucher; volunteer work is time and skill.
service-report-value = What is it worth in toman? Example: 1 million 200 thousand
    .label = Value
    .help = Write it as you like: 300 thousand, 1.5 million, 1200000 rial. If you do not know exactly, write an estimate.
service-report-evidence = Send a picture of the receipt or the goods; never of a face.
    .label = Pictures
    .skip = I send it later
    .help = A picture is not required. Once it is recorded, “Add pictures” takes them too.
service-report-delivered-on = On which day was it delivered?
    .label = Date
    .help = Choose the day in the calendar or write it: yesterday, 12 Aban, 1404/7/3
service-report-unit = On behalf of which unit?
    .label = Unit
    .help = The unit in whose name the service is recorded.
service-report-confirm = Is this right?
    .ok = Record it
family-option = { $name }, { $number }
service-group = Unnamed group
service-for-people = { $people ->
    [one] one person
   *[other] a group of { $people }
}
service-for-family = Family { $number }
service-like-last-time = As last time: { $activity }, { $value }
service-saved = Recorded. Service number: { $number }
service-withdrawable = You can take it back within 10 minutes.
service-line = { $whom } | { $activity }, { $kind } | { $value } | { $day }
service-next = Next service
service-add-evidence = Add pictures
service-withdraw = Take it back
service-withdrawn = Service { $number } was taken back and counts nowhere.
service-number = Service { $number }
service-evidence-count = { $count ->
    [0] no picture
    [one] one picture
   *[other] { $count } pictures
}
