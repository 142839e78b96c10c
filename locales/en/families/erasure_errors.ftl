error-erasing-reason = Please write the reason in a few words.
error-erase-leave-first = You’re still a member of a unit. First press “Leave the unit” under “My details”, then erase your data.
