own-household-ask = It’s my own family
own-household-sure = File { $number }, { $name }: is this your own family?
    To keep things fair, a member’s own family is looked after by colleagues. From now on you can’t open this file or report or verify services for it.
own-household-yes = Yes, it’s my own
own-household-told = Thank you for telling us. From now on your colleagues look after file { $number }. If that was a mistake, tell your coordinator.
own-household-whose = This is the family of { $name }; they can’t see this file.
own-household-lift = A mistake: not the family of { $name }
