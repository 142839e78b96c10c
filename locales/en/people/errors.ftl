error-invitation-unknown = This invitation is not known. Please look at the link or code once more.
error-invitation-expired = This invitation has expired. Please ask the person who invited you for a new one.
error-invitation-used = This invitation has been used already. If you joined with it yourself, nothing is left to do; otherwise please ask the person who invited you for a new one.
error-invitation-own = You made this invitation yourself, and it is for others. If you need another role, please ask somebody above you to invite you.
error-account-known = You have just joined with this account from elsewhere. Please try once more.
error-member-already = You are a member of this unit already.
