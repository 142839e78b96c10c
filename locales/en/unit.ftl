unit-head = { $name } ({ $kind })
unit-place = { $place }
unit-phone = Phone: { $phone }
unit-no-phone = This unit's phone is not written down yet.
unit-invitations = Invitations
unit-joiners = Requests to join
unit-join = Ask to join
unit-card = My card
