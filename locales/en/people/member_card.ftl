member-card-heading = Hamyar member card
member-card-role = { $role }, { $unit }
member-card-until = Valid until { $until }
member-card-note = To be sure, scan the code with a phone camera: Hamyar will say whether this person is an active member.
member-card-sent = This is your card, valid until { $until }. Show it when a family asks “How do I know you are real?”
member-card-renew = Issue a new card
member-card-renew-sure = Issue a new card? Your old card, printed copies included, stops being valid at once.
member-card-renew-yes = Yes, issue it
member-card-which = Your card for which unit?
card-active = { $name } is an active member of “{ $unit }”.
    Hamyar members never take money from you or ask for a card PIN. If anybody does, please tell that group or centre.
card-inactive = This card of “{ $unit }” is no longer valid. Ask { $name } to show you their new card, and don’t give any information until then.
error-card-unknown = This card isn’t registered with Hamyar. Don’t give its holder any information, and tell the nearest charity centre.
