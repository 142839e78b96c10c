error-family-known = This family has a file at “{ $unit }”. Please ask them.
error-family-known-now = This family has just been registered elsewhere. Please try once more.
error-family-known-often = Several identities written today have a file already. Please write this one again tomorrow, or ask your coordinator to look.
error-family-identity-stands = This file bears another number, and this one was not written. If the other is wrong, please tell your coordinator.
error-family-not-found = This family was not found, or is not open to you.
error-identity-wrong = This number is not right. Please write it again from the card.
error-members-number = A family has at least 1 member.
error-family-own = This is your own number. Please write one of the family or their relatives, or press “no number”. A colleague registers the file of your own household.
