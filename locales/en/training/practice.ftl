practice-about = Here you practise reporting a service with made-up families, and nothing real is recorded. Please write no names and numbers of real families here.
practice-open = Practice
practice-begin = Begin
practice-end = End the practice
practice-again = Once more
practice-done = Well done. In real work this report would be recorded now:
practice-line = { $family } | { $activity } | { $value }
practice-over = This was practice: I have thrown it away, and nothing was recorded.
practice-report-title = Practice
    .about = Practice: { $subject }
practice-report-family = Practice: the families are made up, and nothing real is recorded.
    For which family?
    .label = Family
    .help = Press one of the made-up families. In real work your own families stand here.
practice-report-activity = Practice: the families are made up, and nothing real is recorded.
    Which service? Write one word (such as “glasses”) or choose.
    .label = Service
    .help = Write one word of its name, and I find it.
practice-report-value = Practice: the families are made up, and nothing real is recorded.
    How many toman is it worth? Example: 1 million and 200 thousand
    .label = Value
    .help = Write it as you like: 300 thousand, 1.5 million, 1200000 rial.
practice-report-confirm = Practice: the families are made up, and nothing real is recorded.
    Is this right?
    .ok = Record it
made-up-family-first = Zahra Example, 9001
made-up-family-second = Ali Example, 9002
made-up-family-third = Khadijeh Example, 9003
