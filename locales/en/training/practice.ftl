practice-about = Here you can practise reporting a service with made-up families, and nothing real is recorded. Please don’t write the names or numbers of real families here.
practice-open = Practice
practice-begin = Start
practice-end = End practice
practice-again = Practise again
practice-done = Very good. In real work, this service would be saved now:
practice-line = { $family } | { $activity } | { $value }
practice-over = This was only practice, and nothing was recorded.
practice-report-title = Practice
    .about = Practice: { $subject }
practice-report-family = Practice: the families are made up, and nothing real is recorded.
    Which family?
    .label = Family
    .help = Choose one of the made-up families. In real work you’ll see your own families here.
practice-report-activity = Practice: the families are made up, and nothing real is recorded.
    What did you do? Type a Persian word (such as “عینک”, glasses) or choose.
    .label = Service
    .help = The catalogue is in Persian: type a word from the name and I’ll find it.
practice-report-value = Practice: the families are made up, and nothing real is recorded.
    How much is it worth in toman? Example: 1 million 200 thousand
    .label = Value
    .help = Write it any way you like: 300 thousand, 1.5 million, 1200000 rial.
practice-report-confirm = Practice: the families are made up, and nothing real is recorded.
    Is this right?
    .ok = Save
made-up-family-first = Zahra Example, 9001
made-up-family-second = Ali Example, 9002
made-up-family-third = Khadijeh Example, 9003
