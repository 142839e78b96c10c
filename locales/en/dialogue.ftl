# What the engine of forms says, the same in every conversation
dialogue-asked = { $at } of { $of }   { $question }
dialogue-now = Present answer: { $answer }
dialogue-line = { $label }: { $answer }
dialogue-comma = {", "}
dialogue-number = { $number }
dialogue-back = Back
dialogue-keep = Keep it
dialogue-later = Later
dialogue-edit = Edit
dialogue-drop = Discard
dialogue-which-answer = Which answer shall we change?
dialogue-press-a-button = Please press one of the buttons below.
dialogue-choose = Please choose one of the options.
dialogue-write-it = Please write the answer.
dialogue-too-short = That is too short; please write at least { $least } letters.
dialogue-too-long = That is { $length } letters and there is room for { $most }. Please write it shorter.
dialogue-not-a-number = Please write a number. Example: 4
dialogue-number-out-of-range = The number must be from { $least } to { $most }.
dialogue-amount = { $amount }
dialogue-amount-unclear = Which one is “{ $said }”? If none of these, please write it again.
dialogue-amount-not-an-amount = I could not read that amount. Example: 1 million 200 thousand toman
dialogue-amount-several = There is more than one amount here. Please write their total as one. Example: 1 million 200 thousand toman
dialogue-amount-too-large = That amount is too large. Please look again. Example: 1 million 200 thousand toman
dialogue-amount-negative = An amount cannot be negative. Example: 300 thousand toman
dialogue-amount-zero = The amount must be more than zero. Example: 300 thousand toman
dialogue-amount-not-whole = The amount must be whole toman. Example: 300 thousand toman
dialogue-share-phone = Send my number
dialogue-phone-share-it = Please send the number with the button “Send my number”.
dialogue-phone-not-yours = That is not your own number. Please send your own with the button “Send my number”.
dialogue-phone-wrong = That number is not complete or not right. Example: 09171234567
dialogue-national-id-length = A national ID has 10 digits. Please write it again from the card.
dialogue-national-id-checksum = The last digit of this national ID does not fit. Perhaps two digits are swapped; please look at the card again.
dialogue-national-id-repeated = This national ID is not right: all its digits are the same. Please look at the card again.
dialogue-national-id-letters = A national ID has digits only (10). Please write it again.
dialogue-foreigner-id-length = A foreigner's ID has 12 digits. Please write it again.
dialogue-foreigner-id-checksum = This ID is not right. Please look again.
dialogue-foreigner-id-repeated = This ID is not right: all its digits are the same.
dialogue-foreigner-id-letters = A foreigner's ID has digits only (12). Please write it again.
dialogue-passport-length = A passport number has 6 to 9 letters and digits. Example: A12345678
dialogue-passport-checksum = This passport number is not right. Please look again.
dialogue-passport-repeated = This passport number is not right. Please look again.
dialogue-passport-letters = A passport number has Latin letters and digits. Example: A12345678
dialogue-share-location = Send my location
dialogue-location-share-it = Please send the place with the button “Send my location”, or as an attachment.
dialogue-located = on the map
dialogue-marked = ✓ { $what }
dialogue-that-is-all = That is all
dialogue-today = Today, { $day }
dialogue-yesterday = Yesterday, { $day }
dialogue-tomorrow = Tomorrow, { $day }
dialogue-other-day = Another day
dialogue-day = { $day }
dialogue-date-unclear = Which day is “{ $said }”?
dialogue-date-wrong = I could not read that date. Examples: 12 Aban, yesterday, 1404/7/3
dialogue-date-not-yet = That day has not come yet. Today is { $today }.
dialogue-date-gone = That day has passed. Today is { $today }.
dialogue-page-before = ‹ Previous
dialogue-page-after = Next ›
dialogue-none-found = Nothing was found for “{ $search }”. Try writing it another way.
dialogue-none-here = There is nothing here yet.
dialogue-search-or-choose = Please choose one, or write a part of its name.
dialogue-files-done = { $count ->
    [one] That one
   *[other] These { $count }
}
dialogue-files-kept = { $count ->
    [one] One file has arrived. Send more if there are any.
   *[other] { $count } files have arrived. Send more if there are any.
}
dialogue-files-count = { $count ->
    [one] one file
   *[other] { $count } files
}
dialogue-files-enough = There is room for { $most } files and it is full.
dialogue-send-a-file = Please send a picture or a file.
dialogue-remove = Remove: { $what }
dialogue-add-another = One more
