# What the engine of forms says, the same in every conversation
dialogue-asked = { $at } of { $of }   { $question }
    .about = { $at } of about { $of }   { $question }
dialogue-now = Current answer: { $answer }
dialogue-line = { $label }: { $answer }
dialogue-comma = {", "}
dialogue-back = Back
dialogue-help = Help
dialogue-keep = Leave as it is
dialogue-clear = Clear answer
dialogue-later = Later
dialogue-edit = Edit
dialogue-drop = Delete draft
dialogue-which-answer = Which answer would you like to change?
dialogue-press-a-button = Please press one of the buttons below.
dialogue-choose = Please choose one of the options.
dialogue-write-it = Please type your answer.
dialogue-words-short = That’s too short. Please write at least { $least } letters.
dialogue-words-long = Your answer has { $length } letters; the limit is { $most }. Please shorten it.
dialogue-name-take = Yes, just { $name }
dialogue-name-unclear = Only “{ $said }”? If there’s a family name too, please write the full name.
dialogue-name-no-letter = I can’t see any letters here. Please write the name in letters.
dialogue-name-number = That’s a number. Please write the name in letters.
dialogue-name-phone = No phone numbers here, please. Just write the name.
dialogue-name-link = Please write just the name, without a link.
dialogue-name-scripts = This name mixes two alphabets. Please write all of it in one.
dialogue-name-repeated = One letter is repeated several times in this name. Please write it again.
dialogue-name-title = That’s a title. Please write the name itself. Example: Maryam Rezaei
dialogue-name-short = This name is very short. Please write it in full.
dialogue-name-long = A name can have up to { $most } letters. Please write a shorter one.
dialogue-number-unknown = Please write a number. Example: 4
dialogue-number-range = The number has to be between { $least } and { $most }.
dialogue-amount-unclear = Which one did you mean by “{ $said }”? If it’s none of these, please write it again.
dialogue-amount-not-an-amount = I didn’t understand that amount. Example: 1 million 200 thousand toman
dialogue-amount-several = I see more than one amount here. Please write the total. Example: 1 million 200 thousand toman
dialogue-amount-count = That’s a number of things, not an amount. Please write what it’s worth in toman. Example: 300 thousand toman
dialogue-amount-too-large = That amount looks too large. Please check it. Example: 1 million 200 thousand toman
dialogue-amount-negative = An amount can’t be negative. Example: 300 thousand toman
dialogue-amount-zero = The amount has to be more than zero. Example: 300 thousand toman
dialogue-amount-not-whole = Please write the amount in whole toman. Example: 300 thousand toman
dialogue-share-contact = Send my number
dialogue-phone-share-it = Please send your number with the “Send my number” button.
dialogue-phone-not-yours = That isn’t your own number. Please send your own with the “Send my number” button.
dialogue-phone-letters = A phone number only has digits. Example: 09171234567
dialogue-phone-several = There’s more than one number here. Please write just one. Example: 09171234567
dialogue-phone-length = This number isn’t complete. A mobile number has 11 digits. Example: 09171234567
dialogue-phone-area-code = Please include the area code. Example: 07433221100
dialogue-phone-not-a-phone = This phone number isn’t right. Please check it. Example: 09171234567
dialogue-national-id-length = I read { $said }. A national ID has 10 digits. Please copy it from the card again.
dialogue-national-id-checksum = The last digit doesn’t match: { $said }. Please check the card again.
dialogue-national-id-swapped = The last digit doesn’t match: { $said }. Maybe two digits were swapped. Please check the card again.
dialogue-national-id-repeated = This national ID can’t be right: all its digits are the same. Please check the card again.
dialogue-national-id-letters = A national ID only has digits (10 of them). Please write it again.
dialogue-foreigner-id-length = I read { $said }. A foreigner’s ID has 12 digits. Please write it again.
dialogue-foreigner-id-repeated = This ID can’t be right: all its digits are the same.
dialogue-foreigner-id-letters = A foreigner’s ID only has digits (12 of them). Please write it again.
dialogue-passport-length = I read { $said }. A passport number has 6 to 9 letters and digits. Example: A12345678
dialogue-passport-repeated = This passport number isn’t right. Please check it.
dialogue-passport-letters = A passport number has Latin letters and digits. Example: A12345678
dialogue-share-location = Send my location
dialogue-location-share-it = Please send the location with the “Send my location” button, or as an attachment.
dialogue-located = on the map
dialogue-marked = ✓ { $what }
dialogue-that-is-all = Continue with these
dialogue-today = Today, { $day }
dialogue-yesterday = Yesterday, { $day }
dialogue-tomorrow = Tomorrow, { $day }
dialogue-same-day = Same day, { $day }
dialogue-date-before = The last day can’t be before { $day }.
dialogue-other-day = Another day
dialogue-month-before = Previous month
dialogue-month-after = Next month
dialogue-weekday-0 = Sa
dialogue-weekday-1 = Su
dialogue-weekday-2 = Mo
dialogue-weekday-3 = Tu
dialogue-weekday-4 = We
dialogue-weekday-5 = Th
dialogue-weekday-6 = Fr
dialogue-date-unclear = Which day did you mean by “{ $said }”? If it’s none of these, please write it again.
dialogue-date-not-a-date = I didn’t understand that date. Examples: 12 Aban, yesterday, 1404/7/3
dialogue-date-no-such-day = There’s no such day in the calendar. Please check it. Example: 12 Aban
dialogue-date-year = That year is too far away. Please write it with four digits. Example: 1404/7/3
dialogue-date-not-yet = That day hasn’t come yet. Today is { $today }.
dialogue-date-gone = That day is in the past. Today is { $today }.
dialogue-page-before = Previous page
dialogue-page-after = Next page
dialogue-found = Results for “{ $search }”:
dialogue-all = Show all
dialogue-none-found = Nothing found for “{ $search }”. Try other words, or press “Show all”.
dialogue-none-here = There’s nothing here yet.
dialogue-search-or-choose = Please choose one, or type part of the name.
dialogue-files-done = { $count ->
    [one] Done with this one
   *[other] Done with these { $count }
}
dialogue-files-kept = { $count ->
    [one] Got one file. Send more if you have any.
   *[other] Got { $count } files. Send more if you have any.
}
dialogue-files-again = Start over
dialogue-files-removed = { $count ->
    [one] One file was set aside.
   *[other] { $count } files were set aside.
 } If that was a mistake, put them back, or send others.
dialogue-files-put-back = Put back { $count }
dialogue-files-count = { $count ->
    [one] one file
   *[other] { $count } files
}
dialogue-files-enough = You’ve reached the limit of { $most } files.
dialogue-send-a-file = Please send a picture or a file.
dialogue-remove = Remove: { $what }
dialogue-put-back = Put back: { $what }
dialogue-add-another = Add another
dialogue-doubt-yes = Yes, it’s right
dialogue-doubt-edit = Correct: { $what }
dialogue-amount-of-rial = { $amount } ({ $rial } rial)
dialogue-amount-in-rial = { $amount }, { $rial } rial
dialogue-taken = Got this too: { $answer }
dialogue-taken-instead = Got this too: { $answer } (before: { $was })
