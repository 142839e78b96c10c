# What the engine of forms says, the same in every conversation
dialogue-asked = { $at } of { $of }   { $question }
dialogue-now = Present answer: { $answer }
dialogue-line = { $label }: { $answer }
dialogue-comma = {", "}
dialogue-back = Back
dialogue-help = Help
dialogue-keep = Keep it
dialogue-clear = Clear the answer
dialogue-later = Later
dialogue-edit = Edit
dialogue-drop = Delete draft
dialogue-which-answer = Which answer shall we change?
dialogue-press-a-button = Please press one of the buttons below.
dialogue-choose = Please choose one of the options.
dialogue-write-it = Please write the answer.
dialogue-words-short = That is too short; please write at least { $least } letters.
dialogue-words-long = That is { $length } letters and there is room for { $most }. Please write it shorter.
dialogue-name-take = Just { $name }
dialogue-name-unclear = Only “{ $said }”? If there is a family name too, please write the full name.
dialogue-name-no-letter = There is no letter to see in this. Please write the name in letters.
dialogue-name-number = This is a number. Please write the name in letters.
dialogue-name-phone = No numbers here, please: only the name.
dialogue-name-link = Please write only the name, without a link.
dialogue-name-scripts = This name mixes letters of two alphabets. Please write all of it in one.
dialogue-name-repeated = One letter is repeated several times in this name. Please write it again.
dialogue-name-title = This is a title. Please write the name itself, for example Maryam Rezaei.
dialogue-name-short = This name is very short. Please write it in full.
dialogue-name-long = A name can have up to { $most } letters. Please write a shorter one.
dialogue-number-unknown = Please write a number. Example: 4
dialogue-number-range = The number must be from { $least } to { $most }.
dialogue-amount-unclear = Which one is “{ $said }”? If none of these, please write it again.
dialogue-amount-not-an-amount = I could not read that amount. Example: 1 million 200 thousand toman
dialogue-amount-several = There is more than one amount here. Please write their total as one. Example: 1 million 200 thousand toman
dialogue-amount-count = This is a number of things, not an amount. Please write what it is worth in toman. Example: 300 thousand toman
dialogue-amount-too-large = That amount is too large. Please look again. Example: 1 million 200 thousand toman
dialogue-amount-negative = An amount cannot be negative. Example: 300 thousand toman
dialogue-amount-zero = The amount must be more than zero. Example: 300 thousand toman
dialogue-amount-not-whole = The amount must be whole toman. Example: 300 thousand toman
dialogue-share-contact = Send my number
dialogue-phone-share-it = Please send the number with the button “Send my number”.
dialogue-phone-not-yours = That is not your own number. Please send your own with the button “Send my number”.
dialogue-phone-letters = A phone number has digits only. Example: 09171234567
dialogue-phone-several = That is more than one number. Please write one of them. Example: 09171234567
dialogue-phone-length = That number is not complete. A mobile number has 11 digits. Example: 09171234567
dialogue-phone-area-code = Please write the area code too. Example: 07433221100
dialogue-phone-not-a-phone = There is no such number. Please look again. Example: 09171234567
dialogue-national-id-length = I read { $said }. A national ID has 10 digits. Please write it again from the card.
dialogue-national-id-checksum = The last digit of this national ID does not fit: { $said }. Please look at the card again.
dialogue-national-id-swapped = The last digit of this national ID does not fit: { $said }. Perhaps two digits are swapped; please look at the card again.
dialogue-national-id-repeated = This national ID is not right: all its digits are the same. Please look at the card again.
dialogue-national-id-letters = A national ID has digits only (10). Please write it again.
dialogue-foreigner-id-length = I read { $said }. A foreigner's ID has 12 digits. Please write it again.
dialogue-foreigner-id-repeated = This ID is not right: all its digits are the same.
dialogue-foreigner-id-letters = A foreigner's ID has digits only (12). Please write it again.
dialogue-passport-length = I read { $said }. A passport number has 6 to 9 letters and digits. Example: A12345678
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
dialogue-month-before = Month before
dialogue-month-after = Month after
dialogue-weekday-0 = Sa
dialogue-weekday-1 = Su
dialogue-weekday-2 = Mo
dialogue-weekday-3 = Tu
dialogue-weekday-4 = We
dialogue-weekday-5 = Th
dialogue-weekday-6 = Fr
dialogue-date-unclear = Which day is “{ $said }”? If none of these, please write it again.
dialogue-date-not-a-date = I could not read that date. Examples: 12 Aban, yesterday, 1404/7/3
dialogue-date-no-such-day = There is no such day in the calendar. Please look again. Example: 12 Aban
dialogue-date-year = That year is very far away. Please write the year in four digits. Example: 1404/7/3
dialogue-date-not-yet = That day has not come yet. Today is { $today }.
dialogue-date-gone = That day has passed. Today is { $today }.
dialogue-page-before = Previous
dialogue-page-after = Next
dialogue-found = Found for “{ $search }”:
dialogue-all = All
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
dialogue-files-again = Start over
dialogue-files-removed = { $count ->
    [one] One file is set aside.
   *[other] { $count } files are set aside.
 } If that was a mistake, put them back; or send others.
dialogue-files-put-back = Put back { $count }
dialogue-files-count = { $count ->
    [one] one file
   *[other] { $count } files
}
dialogue-files-enough = There is room for { $most } files and it is full.
dialogue-send-a-file = Please send a picture or a file.
dialogue-remove = Remove: { $what }
dialogue-put-back = Put back: { $what }
dialogue-add-another = One more
dialogue-doubt-yes = Yes, it is right
dialogue-doubt-edit = Correct: { $what }
dialogue-amount-of-rial = { $amount } ({ $rial } rial)
dialogue-amount-in-rial = { $amount }, { $rial } rial
dialogue-taken = This has arrived too: { $answer }
dialogue-taken-instead = This has arrived too: { $answer } (before: { $was })
