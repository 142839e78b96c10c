member-card-heading = Hamyar identity card
member-card-role = { $role }, { $unit }
member-card-until = Valid until { $until }
member-card-note = To be sure, read the code with a phone's camera: Hamyar says whether this person is an active member.
member-card-sent = This is your card, valid until { $until }. Show it when a family asks “How do I know you are real?”
member-card-renew = A new card; the old one ends
member-card-renew-sure = Issue a new card? The old one, printed copies too, stops being valid at once.
member-card-renew-yes = Yes, issue it
member-card-which = The card of which unit?
card-active = { $name } is an active member of “{ $unit }”.
    No member of Hamyar takes money from you or asks for a card's password. If somebody does, tell the unit.
card-inactive = This card is no longer valid: with it, { $name } is no active member of “{ $unit }”. Give its holder no information.
error-card-unknown = There is no such card. Give its holder no information, and tell the nearest charity centre.
