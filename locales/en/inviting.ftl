inviting-title = Invitation
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
inviting-made = The invitation is ready: { $role } in “{ $unit }”, { $uses ->
    [one] for one person
   *[other] for { $uses } people
}, until { $until }.
inviting-link = Send this link:
    { $link }
inviting-code = In the other messenger, they write this to Hamyar:
    { $command }
inviting-copy = Copy the link
inviting-another = Another invitation
