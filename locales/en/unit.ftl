unit-head = { $name } ({ $kind })
unit-place = { $place }
unit-phone = Phone: { $phone }
unit-no-phone = This unit's phone is not written down yet.
unit-invitations = Invitations
