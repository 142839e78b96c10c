inviting-title = New invitation
    .about = Invite to { $subject }
inviting-unit = Which unit is the invitation for? You can also type its name.
    .label = Unit
    .help = Choose one of the units, or type part of its name.
inviting-role = With which role?
    .label = Role
    .help = Volunteers register families and report services; coordinators also run campaigns and calls; supervisors verify services and read summaries; administrators manage units and the people in charge of them.
inviting-uses = How many people is this invitation for? Example: 5
    .label = For how many
    .help = Each person can use it once. When everyone has joined, the link stops working.
inviting-days = How many days is this invitation valid? Example: 7
    .label = Days
    .help = After this many days the link stops working.
inviting-confirm = Create this invitation?
    .ok = Create it
inviting-made = Invitation: { $role } in “{ $unit }”, { $uses ->
    [one] for one person
   *[other] for { $uses } people
}, until { $until }.
inviting-links = { $count ->
    [one] Send this link.
   *[other] Send these links. Everyone uses the one for their own messenger.
}
inviting-link = { $messenger }:
    { $link }
inviting-code = Or they can send this code to Hamyar, in Bale or Telegram:
    { $code }
inviting-copy = Copy the { $messenger } link
inviting-another = New invitation
invitations-standing = Your active invitations. Choose one to see its link and card, or to revoke it.
invitations-none = You have no active invitations.
invitations-line = { $role } in { $unit }, { $came } of { $uses }
invited-came = { $came } of { $uses } people have joined with it so far.
invited-by = Created by { $inviter }.
invited-card = Invitation card
invited-revoke = Revoke
invited-revoke-sure = Revoke this invitation ({ $role } in “{ $unit }”)? Its link, code and card will stop working.
invited-revoke-yes = Yes, revoke it
invited-all = All invitations
invited-back = Back to the invitation
invited-revoked = Invitation revoked. Its link and code no longer work; people who joined with it stay members.
invited-card-sent = Invitation card: { $role } in “{ $unit }”, until { $until }. Forward it or print it, and only give it to people you know.
card-invitation = Invitation to Hamyar
card-role = Role: { $role }
card-until = { $uses ->
    [one] For one person
   *[other] For { $uses } people
}, until { $until }
card-type-code = or send this code to Hamyar
card-for-whom = Scan the code for your messenger with your phone’s camera to open Hamyar.
error-invitation-gone = This invitation is no longer valid, or you don’t have access to it.
