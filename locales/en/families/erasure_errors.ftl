error-erasing-reason = Please write the reason in a few words.
error-erase-leave-first = You are still a member of a unit. Please leave it first, under “My details”, and then erase your data.
