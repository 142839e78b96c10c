inviting-title = Invitation
    .about = Invite to { $subject }
inviting-unit = To which unit? You can also write its name.
    .label = Unit
    .help = Press one of the units, or write a part of its name.
inviting-role = In which role?
    .label = Role
    .help = A volunteer records families and services; a coordinator also has campaigns and calls; a supervisor asks for summaries; an administrator invites those responsible for units.
inviting-uses = How many people may come with this invitation? Example: 5
    .label = For how many
    .help = Each person uses the invitation once. When all have come, the link no longer works.
inviting-days = For how many days is this invitation good? Example: 7
    .label = Days
    .help = After so many days the link no longer works.
inviting-confirm = Shall I make this invitation?
    .ok = Make it
inviting-made = Invitation: { $role } in “{ $unit }”, { $uses ->
    [one] for one person
   *[other] for { $uses } people
}, until { $until }.
inviting-links = { $count ->
    [one] Send this link.
   *[other] Send these links; each person presses the one of their own messenger.
}
inviting-link = { $messenger }:
    { $link }
inviting-code = Or they write this code to Hamyar, in Bale or in Telegram:
    { $code }
inviting-copy = Copy the { $messenger } link
inviting-another = Another invitation
invitations-standing = These invitations still work. Press one to see its link and card, or to take it back.
invitations-none = There is no invitation of yours that still works.
invitations-line = { $role } in { $unit }, { $came } of { $uses }
invited-came = { $came } of { $uses } people have come with it so far.
invited-by = { $inviter } made this invitation.
invited-card = Invitation card
invited-revoke = Take it back
invited-all = All invitations
invited-back = Back to the invitation
invited-revoked = The invitation was taken back. Its link and code no longer work; those who came stay.
invited-card-sent = Invitation card: { $role } in “{ $unit }”, until { $until }. Send it on or print it, and give it only to people you know.
card-invitation = Invitation to Hamyar
card-role = Role: { $role }
card-until = { $uses ->
    [one] For one person
   *[other] For { $uses } people
}, until { $until }
card-type-code = or write this code to Hamyar
card-for-whom = Read the code of your messenger with the camera of your phone, and Hamyar opens.
error-invitation-gone = This invitation no longer works, or is not yours to give.
