own-household-ask = It is my own family
own-household-sure = File { $number }, { $name }: is it your own family?
    Everybody's own family is for their colleagues to help. From now on you do not open this file, and report or verify nothing for it.
own-household-yes = Yes, it is my own
own-household-told = Thank you for saying so. File { $number } is with your colleagues from now on. If it was a mistake, tell your coordinator.
own-household-whose = It is { $name }'s own family; they do not see this file.
own-household-lift = Not { $name }'s family
