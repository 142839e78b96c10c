error-invitation-unknown = This invitation wasn’t found. Please check the link or code.
error-invitation-expired = This invitation has expired. Please ask the person who invited you for a new one.
error-invitation-used = This invitation has already been used. If you joined with it yourself, there’s nothing more to do; otherwise ask the person who invited you for a new one.
error-invitation-own = You made this invitation yourself, and it’s for others. If you need another role, ask somebody above you to invite you.
error-account-known = You’ve just joined with this account from another phone. Please try once more.
error-member-already = You’re already a member of this unit.
